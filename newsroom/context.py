"""What every template may ask for."""

from django.conf import settings


def site(request):
    return {
        "site_name": settings.SITE_NAME,
        "site_motto": settings.SITE_MOTTO,
        "site_url": settings.SITE_URL,
        "guest_comments": settings.GUEST_COMMENTS,
    }
