"""The frames of readers' pages: what stands around them and changes more often than they do.

See newsroom/page_store/frames.py.
"""

from django.contrib.auth.models import AnonymousUser
from django.template.loader import render_to_string

from articles import page_keys
from articles.context import current_paper
from newsroom.page_store import frames
from newsroom.page_store.keys import DAY, shows


def listen():
    """Let templates have them by name; idempotent."""
    frames.MAKERS.update(breaking=breaking, masthead=masthead)


def breaking(paper=None, user=None):
    """The line of breaking news, or nothing."""
    paper = paper or current_paper()
    shows(page_keys.PAPER, page_keys.BREAKING)
    if not paper.breaking:
        return ""
    return render_to_string("components/breaking_line.html", {"breaking": paper.breaking})


def masthead(paper=None, user=None):
    """The paper's name, today's date, and the two ways out."""
    shows(page_keys.PAPER, DAY)
    context = {"paper": paper or current_paper(), "user": user or AnonymousUser()}
    return render_to_string("components/masthead.html", context)
