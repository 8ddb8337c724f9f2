"""Where the links of a story lead. Nothing is fetched: the paper is asked what it knows itself."""

from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.urls import Resolver404, resolve

from articles.models import Author, Gallery, OldAddress, Policy, Quote, Section, Story, Topic

from .registry import check

# Which rows that readers have an address names, and by which of its keywords.
PUBLISHED = {
    **dict.fromkeys(("story", "story-version", "story-version-changes", "text-story"), Story),
    **dict.fromkeys(("gallery", "gallery-picture"), Gallery),
    "quote": Quote,
}
OPEN = {"section": Section, "text-section": Section, "topic": Topic, "author": Author,
        "policy": Policy}  # fmt: skip


def path_in_the_paper(href):
    """The path of a link into the paper itself; None of one that leads away."""
    parts = urlsplit(href)
    own = urlsplit(settings.SITE_URL).netloc
    leads_away = parts.netloc != own if parts.netloc else bool(parts.scheme)
    if leads_away:
        return None
    return unquote(parts.path)


def led_to(path):
    """(kind, value of its keyword) that an address names; ("", None) for a fixed page."""
    match = resolve(path)
    name = match.url_name if match.app_name == "articles" else ""
    if name in PUBLISHED:
        return name, match.kwargs["pk"]
    return (name, match.kwargs["slug"]) if name in OPEN else ("", None)


@check("link", blocks=True)
def links_lead_somewhere(draft):
    wanted, dead = {}, []
    for href, words in draft.links:
        try:
            path = path_in_the_paper(href)
        except ValueError:  # "http://[half an address"
            dead.append((href, words))
            continue
        if not path:
            continue
        try:
            kind, value = led_to(path)
        except Resolver404:
            dead.append((href, words))
            continue
        if kind:
            wanted.setdefault(kind, {}).setdefault(value, []).append((href, words))
    dead += [link for kind, values in wanted.items() for link in _not_there(kind, values)]
    moved = _moved(dead)
    for href, words in dead:
        if href not in moved:
            yield (f"The link “{words or href}” leads to {href}, which readers do not have."), href


def _not_there(kind, values):
    if kind in PUBLISHED:
        keyword, rows = "pk", PUBLISHED[kind].objects.published()
    else:
        keyword, rows = "slug", OPEN[kind].objects.all()
    there = set(rows.filter(**{f"{keyword}__in": list(values)}).values_list(keyword, flat=True))
    return [link for value, links in values.items() if value not in there for link in links]


def _moved(dead):
    """Those that lead on by an address of the past."""
    paths = {}
    for href, _ in dead:
        try:
            paths.setdefault(path_in_the_paper(href), []).append(href)
        except ValueError:
            continue
    known = OldAddress.objects.filter(path__in=list(paths)) if paths else []
    return {href for address in known for href in paths[address.path]}


@check("insecure link")
def links_are_secure(draft):
    for href, words in draft.links:
        if href.lower().startswith("http://"):
            yield f"The link “{words or href}” is not secure (http). Try https.", href
