"""The site's settings with the plain views beside its pages."""

from newsroom.settings import *  # noqa: F403
from newsroom.settings import BASE_DIR, TEMPLATES

ROOT_URLCONF = "benchmarks.sites.plain"
TEMPLATES[0]["DIRS"].append(BASE_DIR / "benchmarks" / "templates")
ALLOWED_HOSTS = ["127.0.0.1", "localhost", "testserver"]
LOGGING = {"version": 1}
