"""What the picker shows: rows of pictures, galleries or quotes as JSON."""

import re

from django.core.exceptions import PermissionDenied
from django.http import JsonResponse
from django.utils.cache import patch_cache_control
from django.utils.text import Truncator

from articles.admin.pages import Page
from newsroom.methods import require_safe
from newsroom.numbers import ID_DIGITS, whole_number, whole_numbers

PER_ANSWER = 24
MOST_IDS = 100
LAST_PLACE = 100_000
# What somebody writes or pastes to name one story, gallery or quote: "12", "#12", "No. 12",
# "12 · A headline" as a box offers it, or an address with the number in it.
NUMBER = re.compile(
    rf"(?:#|no\.? *)?([0-9]{{1,{ID_DIGITS}}})(?: · .*)?|\S*/([0-9]{{1,{ID_DIGITS}}})/\S*",
    re.IGNORECASE | re.DOTALL,
)


def choose(desk, request):
    """What the picker may offer to this user, as JSON.

    `?q=` searches like the list does, `?from=24` goes on after so many, `?ids=1,2` names rows
    that stand in a text already. The answer says in `more` whether there are others.

    The desk has `rows_for_picker(request)`, a queryset, and `picker_row(row)`: a dict of `label`,
    and of `detail`, `thumbnail` and `alt` where there are any.
    """
    if not desk.has_view_permission(request):
        raise PermissionDenied
    rows = desk.rows_for_picker(request)
    if ids := request.GET.get("ids", ""):
        found, more = list(rows.filter(pk__in=whole_numbers(ids, most=MOST_IDS))), False
    else:
        rows, _ = desk.get_search_results(request, rows, request.GET.get("q", ""))
        start = min(whole_number(request.GET.get("from")) or 0, LAST_PLACE)
        found = list(rows[start : start + PER_ANSWER + 1])
        found, more = found[:PER_ANSWER], len(found) > PER_ANSWER
    choices = [{"id": row.pk} | desk.picker_row(row) for row in found]
    response = JsonResponse({"choices": choices, "more": more})
    patch_cache_control(response, private=True, no_store=True)
    return response


PAGES = [Page("choose/", "choose", choose, require_safe)]


def shortened(text, length=140):
    return Truncator(" ".join(str(text).split())).chars(length)


def number_in(text):
    """The number that a person names a row by (see NUMBER), or None."""
    found = NUMBER.fullmatch(text.strip())
    return int(found[1] or found[2]) if found else None
