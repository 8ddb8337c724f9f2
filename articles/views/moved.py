"""Where an address leads that is not, or not any more, that of a page.

Only the number in it identifies a story, a gallery or a quote, whatever stands around it; what has
a name and no number, see articles.addresses.former_names. The right address is asked itself:
nothing that a reader may not see is told by a redirect, and none leads to a second one or to an
error.
"""

import re
from contextlib import suppress
from urllib.parse import unquote_plus

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import BadRequest, PermissionDenied, SuspiciousOperation
from django.db.models import Q
from django.http import Http404, HttpResponsePermanentRedirect
from django.urls import Resolver404, resolve, reverse

from articles import page_keys
from articles.addresses import asked_for, of_days, of_pictures
from articles.models import OldAddress, Story
from newsroom import redirects
from newsroom.composed_once import Given, composed_once
from newsroom.mended import mended
from newsroom.page_store.keys import shows
from newsroom.slugs import slugify

from .endings import ending

LONGEST_OLD_ADDRESS = OldAddress._meta.get_field("path").max_length
MOST_PARAMETERS = 10  # of a query in which the one is looked for that an old address had
# What WordPress shows below a page's own address: a part of it, its feed, its page for telephones.
PART = re.compile(
    r"(?<=/)(?:amp|embed|trackback|feed(?:/[a-z0-9]{3,4})?|(?:page/|comment-page-)?\d{1,4})/?$"
)
OF_DAYS = {"m", "year", "monthnum", "day", "paged"}  # parameters
COUNTED = {"articles:read"}  # nobody has read what was only tried
# Places at which a number decides: in the paper, in the text edition, elsewhere.
NUMBER = r"(?P<pk>[1-9][0-9]{0,17})[^\w/-]*(?:/|$)"
BY_NUMBER = [
    # What stands behind a gallery's slug is the number of a picture, or nothing.
    (re.compile(rf"/galleries/{NUMBER}[^/]*/?$", re.IGNORECASE), "/galleries/{pk}/-/"),
    (re.compile(rf"/quotes/{NUMBER}", re.IGNORECASE), "/quotes/{pk}/"),
    (re.compile(rf"/text/(?P<section>[^/]+)/{NUMBER}", re.IGNORECASE), "/text/{section}/{pk}/-/"),
    (
        re.compile(rf"/(?!(?:galleries|quotes|text)/)(?P<section>[^/]+)/{NUMBER}", re.IGNORECASE),
        "/{section}/{pk}/-/",
    ),
]


def at_old_address(request):
    """The answer if something used to be at this path and query, on this site or on another.

    None without it, and where it would lead to nothing that readers have. What has become of a
    story that readers have lost is said here: its own address would tell its headline.
    """
    parameters = _ways_to_keep(request)
    shows(page_keys.NAMES, page_keys.GALLERIES)  # what a gallery shows, readers may have
    given = {f"path_{number}": path for number, path in enumerate(parameters)}
    known = {old.path: old for old in _with_an_answer(len(given), **given)}
    path = next((path for path in parameters if path in known), None)
    if path is None or (request.GET and not parameters[path]):
        # Of a former front page ("/blog/?m=201905") the query says more than the path.
        day = at_old_day(request)
        if day or path is None:
            return day
    answer = _sent_on(request, known[path], parameters[path])
    if answer:
        asked_for.count(path, is_known=True)
    return answer


def at_old_day(request):
    """301 to the archive from a day, month or year as other systems write it; None without
    stories there."""
    ways = _ways_to_keep(request)
    address = of_days.archive_of(ways)
    return address and redirects.permanent(request, address, without=OF_DAYS)


def _sent_on(request, old, without):
    """301 to where an old address leads, or what is to be said there; None for what is gone."""
    if old.leads_to and old.is_elsewhere:
        return HttpResponsePermanentRedirect(old.leads_to, max_length=None)
    if old.leads_to:
        return _sent_to_page(request, old.leads_to, without)
    stories = Story.objects.with_an_answer(AnonymousUser())
    story = stories.with_hours().select_related("section").filter(pk=old.story_id).first()
    if story is None:
        return None  # gone meanwhile
    with suppress(Http404):  # part of a story that is hidden itself
        return ending(request, story, story.pk, without=without) or redirects.permanent(
            request, story.get_absolute_url(), without=without
        )
    return None


def _sent_to_page(request, path, without):
    """Likewise for what leads to a path of the paper."""
    try:
        match = resolve(path)
    except Resolver404:
        return None
    if match.view_name == "articles:rendition":
        return _at_picture(request, without, **match.kwargs)
    is_ours = match.app_names[:1] == ["articles"] and match.view_name not in COUNTED
    return _answer_at(request, match, without) if is_ours else None


def _at_picture(request, without, key, name):
    """301 to a picture's file, or to the page that shows it; None if readers do not have it."""
    address = of_pictures.place_of(key, name, request.path)
    if address is None:
        return None
    if of_pictures.is_one(address):  # of which a query says a size, at most
        return HttpResponsePermanentRedirect(address)
    return redirects.permanent(request, address, without=without)


@composed_once
def _with_an_answer(count):
    """Of so many paths those that are old addresses of a story that readers have, or had, or of a
    picture that they have, or that lead elsewhere.

    Together, so that a story of which nobody may know costs no query more than none.
    """
    paths = [Given(f"path_{number}", OldAddress._meta.get_field("path")) for number in range(count)]
    stories = Story.objects.with_an_answer(AnonymousUser())
    leads_on = Q(story__in=stories) | (Q(story=None) & of_pictures.readers_have_it())
    return OldAddress.objects.filter(leads_on, path__in=paths)


def _ways_to_keep(request):
    """How this address may be kept as an old one, the likeliest first: {path: its parameters}.

    `/?p=7&utm_source=x` is `/?p=7`: what others hang on an address is no part of it.
    """
    query = (
        request.META.get("QUERY_STRING", "").encode("latin-1", "replace").decode(errors="replace")
    )
    pairs = [part.partition("=") for part in query.split("&", MOST_PARAMETERS)[:MOST_PARAMETERS]]
    pairs = [(unquote_plus(name), unquote_plus(value)) for name, _, value in pairs if name]
    path = request.path
    found = {request.get_full_path(): {name for name, _ in pairs}}
    for name, value in pairs:
        found.setdefault(f"{path}?{name}={value}", {name})
    # Numbers may stand behind one another: the third part of a text, the second page of views.
    whole = PART.sub("", path)
    file = of_pictures.without_size(path)
    for plain in (path, file, mended(path), whole, PART.sub("", whole)):
        found.setdefault(plain, frozenset())
    return {path: names for path, names in found.items() if len(path) <= LONGEST_OLD_ADDRESS}


def at_mended_address(request):
    """The answer where nothing has this address, if what it says can be understood; or None.

    301 to the right one, or what is to be said there of a story that is gone.
    """
    for address in _other_writings(request.path):
        try:
            match = resolve(address)
        except Resolver404:
            continue
        if match.view_name in COUNTED:
            continue
        if match.app_names[:1] in (["articles"], ["comments"]):
            answer = _answer_at(request, match)
        elif address == f"{request.path}/" and getattr(match.func, "should_append_slash", True):
            answer = redirects.permanent(request, _address(match) or address)
        else:
            answer = None
        if answer:
            return answer
    return None


def _other_writings(path):
    """Addresses that may be meant, the likeliest first."""
    right = mended(path)
    if of_days.is_one(right):
        return []  # its numbers are those of no story
    found = [right, right.lower()]
    for pattern, address in BY_NUMBER:
        if place := pattern.match(right):
            parts = place.groupdict()
            if "section" in parts:
                parts["section"] = slugify(parts["section"]) or "-"
            found.append(address.format(**parts))
            break
    return [address for address in dict.fromkeys(found) if address != path]


def _answer_at(request, match, without=frozenset()):
    """What is said at another address, with 301 to it in place of a page; None for an error."""
    before, request.resolver_match = request.resolver_match, match
    try:
        response = match.func(request, *match.args, **match.kwargs)
    except (Http404, PermissionDenied, BadRequest, SuspiciousOperation):
        return None
    finally:
        request.resolver_match = before
    if response.status_code in (200, 304):
        return redirects.permanent(request, _address(match), without=without)
    return response if response.status_code in (301, 410, 451) else None


def _address(match):
    return reverse(match.view_name, args=match.args, kwargs=match.kwargs)
