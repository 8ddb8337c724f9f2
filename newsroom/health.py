"""The health check of load balancers and supervisors."""

from django.db import connection
from django.http import HttpResponse
from django.views.decorators.cache import never_cache

from newsroom.methods import require_safe


@require_safe
@never_cache
def healthz(request):
    """200 "ok" when the database answers, 503 otherwise."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Exception:
        return HttpResponse("the database does not answer", "text/plain", status=503)
    return HttpResponse("ok", "text/plain")
