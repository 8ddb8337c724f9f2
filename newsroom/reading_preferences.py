"""Reading preferences: a reader's choice of colours and size of letters, kept in one cookie.

Whoever has not chosen has no such cookie, so that they all share what caches keep.
"""

from dataclasses import dataclass

from django.conf import settings

COOKIE = "reading"
COLOURS = ("auto", "light", "dark")
SIZES = ("normal", "large", "larger")
MAX_AGE = 365 * 24 * 60 * 60  # seconds


@dataclass(frozen=True)
class Preferences:
    """One of COLOURS and one of SIZES."""

    colours: str = "auto"
    size: str = "normal"

    @property
    def is_chosen(self):
        return self != Preferences()

    @property
    def classes(self):
        """For the <html> element: "colours-dark size-large", or nothing."""
        chosen = []
        if self.colours != "auto":
            chosen.append(f"colours-{self.colours}")
        if self.size != "normal":
            chosen.append(f"size-{self.size}")
        return " ".join(chosen)

    def cookie_value(self):
        """ "dark.large"."""
        return f"{self.colours}.{self.size}"

    def set_cookie(self, request, response):
        """Have the browser keep them for a year; delete the cookie of who wants nothing special."""
        if not self.is_chosen:
            response.delete_cookie(COOKIE, samesite="Lax")
            return
        response.set_cookie(
            COOKIE,
            self.cookie_value(),
            max_age=MAX_AGE,
            # A proxy may have ended TLS before us.
            secure=request.is_secure() or settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )


def of(request):
    """The visitor's Preferences; whatever else stands in the cookie counts as nothing chosen."""
    colours, _, size = request.COOKIES.get(COOKIE, "").partition(".")
    if colours in COLOURS and size in SIZES:
        return Preferences(colours, size)
    return Preferences()
