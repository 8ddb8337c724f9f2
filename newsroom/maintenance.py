"""Maintenance mode: closing the paper for a while.

While the file `maintenance` lies in VAR_DIR, readers get the static 503 page. Whoever works at
the desk may log in and sees the whole site, to look at it before it opens again.
"""

from django.conf import settings
from django.urls import reverse

from newsroom.errors import service_unavailable

RETRY_AFTER = 10 * 60  # seconds


class MaintenanceMiddleware:
    """Stands behind the middleware that knows who asks, and before everything else."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if (settings.VAR_DIR / "maintenance").exists() and not _may_pass(request):
            return service_unavailable(request, RETRY_AFTER)
        return self.get_response(request)


def _may_pass(request):
    ways_in = (reverse("account_login"), reverse("admin:index"))
    return request.path.startswith(ways_in) or request.user.is_staff
