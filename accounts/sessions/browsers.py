"""What a browser calls itself, in a word or two that its owner knows."""

from django.utils.translation import gettext

# Each names itself beside those that it wants to be taken for: the first that fits is the one.
BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("Vivaldi/", "Vivaldi"),
    ("Firefox/", "Firefox"),
    ("FxiOS/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("Chromium/", "Chromium"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("CrOS", "ChromeOS"),
    ("Windows", "Windows"),
    ("Macintosh", "macOS"),
    ("Linux", "Linux"),
)


def browser_of(user_agent):
    """ "Firefox", or "" for one that we do not know."""
    return _first(BROWSERS, user_agent)


def system_of(user_agent):
    """ "Windows", or ""."""
    return _first(SYSTEMS, user_agent)


def device_of(session):
    """What a session is used with, in words: "Firefox, Windows"."""
    names = browser_of(session.user_agent), system_of(session.user_agent)
    return ", ".join(filter(None, names)) or gettext("A browser that we do not know")


def _first(names, user_agent):
    return next((name for mark, name in names if mark in user_agent), "")
