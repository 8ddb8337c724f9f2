"""What programs look for at addresses that are the same on every site (RFC 8615)."""

from datetime import UTC, datetime, time, timedelta

from django.conf import settings
from django.http import HttpResponse, HttpResponseRedirect
from django.urls import path, reverse
from django.utils import timezone

from newsroom import caching
from newsroom.methods import require_safe

SECURITY = ".well-known/security.txt"
# RFC 9116 wants less than a year. Each answer names another day, as long as somebody runs the site.
SECURITY_DAYS = 180


@require_safe
@caching.for_readers
def security(request):
    """Whom to tell of a weakness, as RFC 9116 has it; from SECURITY_CONTACT and SECURITY_POLICY."""
    last = timezone.now().date() + timedelta(days=SECURITY_DAYS)
    expires = datetime.combine(last, time(), tzinfo=UTC)
    languages = dict.fromkeys([settings.LANGUAGE_CODE.partition("-")[0], "en"])
    lines = [f"Contact: {contact}" for contact in settings.SECURITY_CONTACT]
    lines += [
        f"Expires: {expires:%Y-%m-%dT%H:%M:%SZ}",
        f"Preferred-Languages: {', '.join(languages)}",
        f"Canonical: {settings.SITE_URL}/{SECURITY}",
    ]
    if settings.SECURITY_POLICY:
        lines.append(f"Policy: {settings.SECURITY_POLICY}")
    return HttpResponse("\n".join(lines) + "\n", "text/plain; charset=utf-8")


@require_safe
@caching.for_readers
def change_password(request):
    """Where a password manager sends its owner to choose another password (W3C)."""
    return HttpResponseRedirect(reverse("account_change_password"))


urlpatterns = [
    path(SECURITY, security, name="security-txt"),
    path(".well-known/change-password", change_password, name="change-password"),
]
