"""What an address in the paper leads to, for whoever is about to link to it."""

import re
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import Resolver404

from articles.checks import of_links
from articles.models import Author, Gallery, OldAddress, Policy, Section, Topic
from newsroom.numbers import ID_DIGITS

from . import others, stories
from .found import Found

# Somebody copies the address of the desk's form: a link leads to the page in the paper.
AT_THE_DESK = re.compile(
    rf"/{re.escape(settings.DESK_PATH)}articles/(?P<table>[a-z]+)"
    rf"/(?P<pk>[1-9][0-9]{{0,{ID_DIGITS - 1}}})/.*"
)
OPENED = {model._meta.model_name: model for model in (Gallery, Topic, Author, Policy, Section)}
NOWHERE = "No page of the paper has this address."
# What is nobody's page: a version, a picture in a gallery, the text edition.
PARTS = {
    "story-version": "A version of a story",
    "story-version-changes": "What changed in a story",
    "text-story": "A story, text only",
    "text-section": "A section, text only",
    "gallery-picture": "A picture in a gallery",
    "quote": "A quote",
}


def is_one(text):
    """Whether what was typed is an address in the paper, or of its desk."""
    if not text.startswith(("/", "http://", "https://")) or any(map(str.isspace, text)):
        return False
    try:
        return of_links.path_in_the_paper(text) is not None
    except ValueError:  # "http://[half an address"
        return False


def leads_to(request, address):
    """What an address in the paper leads to, as something Found. Never raises for odd ones.

    Of what this person may not see it says the same as of what never was.
    """
    path = of_links.path_in_the_paper(address) or "/"
    if at_desk := AT_THE_DESK.fullmatch(path):
        row = _row(request, at_desk["table"], pk=int(at_desk["pk"]))
        return row or _nowhere(address, "No page of the desk leads to readers.")
    if path.startswith(f"/{settings.DESK_PATH}"):
        return _nowhere(address, "A page of the desk: readers cannot open it.")
    try:
        kind, value = of_links.led_to(path)
    except Resolver404:
        return _moved(request, path) or _nowhere(address, NOWHERE)
    keyword = "pk" if kind in of_links.PUBLISHED else "slug"
    model = (of_links.PUBLISHED | of_links.OPEN).get(kind)
    if kind in PARTS:
        return _part(address, kind, model, keyword, value)
    if model:
        row = _row(request, model._meta.model_name, **{keyword: value})
        return _with_its_end(row, address) if row else _nowhere(address, NOWHERE)
    return Found(kind="Page", name="A page of the paper", href=_own(address), text=path)


def _row(request, table, **which):
    """A story, gallery, topic … by number or slug, as something Found; None if there is none."""
    if table == "story":
        for story in stories.Stories(request.user).numbered(which["pk"]):
            return stories.found(story, story.headline)
        return None
    if table not in OPENED:
        return None
    seen = others.seen(request, OPENED[table])
    row = seen.filter(**which).first() if seen is not None else None
    return others.found(request, row) if row else None


def _part(address, kind, model, keyword, value):
    is_there = getattr(model.objects, "published", model.objects.all)()
    if not is_there.filter(**{keyword: value}).exists():
        return _nowhere(address, NOWHERE)
    return Found(kind="Page", name=PARTS[kind], href=_own(address), text=urlsplit(address).path)


def _moved(request, path):
    """What an address of the past leads to, if anything."""
    for old in OldAddress.objects.filter(path=path)[:1]:
        if old.leads_to:
            return Found(kind="Page", name=f"Leads on to {old.leads_to}", href=path, text=path)
        return _row(request, "story", pk=old.story_id)
    return None


def _nowhere(address, warning):
    return Found(kind="Nothing", name=warning, href="", text=urlsplit(address).path)


def _own(address):
    """The address within the paper: without the site before it."""
    return urlsplit(address)._replace(scheme="", netloc="").geturl()


def _with_its_end(row, address):
    """With what stands behind its path: a paragraph, a page."""
    parts = urlsplit(address)
    end = (f"?{parts.query}" if parts.query else "") + (
        f"#{parts.fragment}" if parts.fragment else ""
    )
    return Found(**row.as_json() | {"href": row.href + end})
