"""What load balancers, supervisors and Prometheus ask."""

import ipaddress

from django.conf import settings
from django.http import Http404, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache

from newsroom import metrics
from newsroom.methods import require_safe
from newsroom.throttling import address_of

from . import figures, readiness

TEXT = "text/plain; charset=utf-8"


@require_safe
@never_cache
def healthz(request):
    """200 while this process answers at all: nothing else is asked, so nothing else decides."""
    return HttpResponse("ok", "text/plain")


@require_safe
@never_cache
def readyz(request):
    """503 when something is away that the site needs; each part in words, or in JSON if preferred.

    Who may not read the metrics hears whether it is ready, and no more.
    """
    found = readiness.look()
    is_ready = all(part.is_well for part in found if part.is_needed)
    if not may_see(request):
        found = []
    status = 200 if is_ready else 503
    if "application/json" in request.headers.get("Accept", ""):
        parts = {
            part.name: {"well": part.is_well, "needed": part.is_needed, "says": part.words}
            for part in found
        }
        response = JsonResponse({"ready": is_ready, "parts": parts}, status=status)
    else:
        lines = ["ready" if is_ready else "not ready"]
        lines += [f"{part.mark} {part.name}: {part.words}" for part in found]
        response = HttpResponse("\n".join(lines) + "\n", TEXT, status=status)
    response["Vary"] = "Accept"
    return response


@require_safe
@never_cache
def metrics_page(request):
    """Figures of all web processes of this machine, and of what they share, for Prometheus.

    404 unless METRICS is on and the visitor's address is one of METRICS_FROM.
    """
    if not metrics.is_on() or not may_see(request):
        raise Http404
    return HttpResponse(metrics.written(figures.gauges()), metrics.CONTENT_TYPE)


def may_see(request):
    """Whether the visitor's address is one of METRICS_FROM."""
    try:
        address = ipaddress.ip_address(address_of(request))
    except ValueError:
        return False
    address = getattr(address, "ipv4_mapped", None) or address
    return any(address in network for network in settings.METRICS_FROM)


OF_THE_MACHINE = {"/healthz": healthz, "/readyz": readyz, "/metrics": metrics_page}
