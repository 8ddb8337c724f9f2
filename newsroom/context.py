"""The context processor of the site itself."""

from django.conf import settings


def site(request):
    """`site_url`, and whether guests may comment (`guest_comments`)."""
    return {
        "site_url": settings.SITE_URL,
        "guest_comments": settings.GUEST_COMMENTS,
    }
