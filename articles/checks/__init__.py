"""Checks in words: on screen while a story is written, and before it goes out.

registry.py says how to add one. Those that block keep a story from going out (`problems_of`, which
publishing asks); the others advise, and an editor may let each stand (accepting.py).
"""

from importlib import import_module

from django.conf import settings

from articles import publishing
from articles.models.accepted_finding import LONGEST_REASON

from .accepting import accept, accepted, may_be_overridden, problems_of
from .counting import keep_count
from .draft import Draft
from .registry import Finding, check, findings

OURS = (
    "of_the_head", "of_pictures", "of_embeds", "of_links", "links_elsewhere", "of_the_text",
    "of_duplicates",
)  # fmt: skip

__all__ = [
    "LONGEST_REASON",
    "Draft",
    "Finding",
    "accept",
    "accepted",
    "check",
    "findings",
    "keep_count",
    "load",
    "may_be_overridden",
    "problems_of",
]


def load():
    """Register the paper's own checks and those of the modules that CHECKS names.

    From then on publishing asks those that block.
    """
    for name in OURS:
        import_module(f"{__name__}.{name}")
    for name in settings.CHECKS:
        import_module(name)
    links_elsewhere = import_module(f"{__name__}.links_elsewhere")
    links_elsewhere.listen()
    publishing.reasons_against.connect(_reasons, dispatch_uid="articles.checks")


def _reasons(story, **kwargs):
    return problems_of(story)
