"""How a reader likes to read: colours and the size of letters, kept in one cookie.

Whoever has not chosen has no such cookie, so that they all share what caches keep.
"""

from dataclasses import dataclass

from django.conf import settings

COOKIE = "reading"
COLOURS = ("auto", "light", "dark")
SIZES = ("normal", "large", "larger")
KEPT_FOR = 365 * 24 * 60 * 60  # seconds


@dataclass(frozen=True)
class Preferences:
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

    def written(self):
        """As the cookie holds them."""
        return f"{self.colours}.{self.size}"

    def keep(self, request, response):
        """Have the browser remember them for a year; of those who want nothing special, nothing."""
        if not self.is_chosen:
            response.delete_cookie(COOKIE, samesite="Lax")
            return
        response.set_cookie(
            COOKIE,
            self.written(),
            max_age=KEPT_FOR,
            # A proxy may have ended TLS before us.
            secure=request.is_secure() or settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )


def preferences(request):
    """What the visitor chose; whatever else stands in the cookie counts as nothing chosen."""
    colours, _, size = request.COOKIES.get(COOKIE, "").partition(".")
    if colours in COLOURS and size in SIZES:
        return Preferences(colours, size)
    return Preferences()
