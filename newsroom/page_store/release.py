"""What the pages of this release are made by."""

import hashlib
from importlib.metadata import version

from django.conf import settings

# Parts of the packages that make no page for readers.
NO_PAGES = {"admin", "management", "migrations", "demo", "interchange", "page_store", "__pycache__"}
MADE_OF = {".py", ".html", ".xml", ".txt", ".mo", ".json"}
ON_PAGES = (
    "SITE_URL", "SITE_NAME", "SITE_MOTTO", "LANGUAGE_CODE", "TIME_ZONE", "GUEST_COMMENTS",
    "PAGE_CACHE_SECONDS", "DESK_PATH", "SECURE_CSP", "SECURE_HSTS_SECONDS", "STATIC_URL",
    "EMBED_PROVIDERS", "EMBED_MODULES", "EMBED_MASTODON_HOSTS", "EMBED_PEERTUBE_HOSTS",
    "EMBED_AUDIO_HOSTS",
)  # fmt: skip


def digest():
    """A hash of all that a page is made of but the database.

    Templates, message catalogues, static files' names, code that makes pages, settings that they
    show, and Django's version. A deployment that leaves these alone leaves pages what they are.
    """
    found = hashlib.blake2b(digest_size=8)
    files = [settings.STATIC_ROOT / "staticfiles.json"]
    for package in ("templates", "newsroom", "articles", "accounts"):
        for path in (settings.BASE_DIR / package).rglob("*"):
            parts = set(path.relative_to(settings.BASE_DIR).parts)
            if path.suffix in MADE_OF and not parts & NO_PAGES:
                files.append(path)
    for path in sorted(files):
        if path.is_file():
            found.update(path.name.encode() + b"\x00" + path.read_bytes())
    for name in ON_PAGES:
        found.update(f"{name}={getattr(settings, name, None)!r}\n".encode())
    found.update(version("django").encode())
    return found.hexdigest()
