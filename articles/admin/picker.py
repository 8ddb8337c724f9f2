"""What the picker shows: rows of pictures, galleries or quotes as JSON."""

import re

from django.core.exceptions import PermissionDenied
from django.http import JsonResponse
from django.urls import path
from django.utils.cache import patch_cache_control
from django.utils.text import Truncator
from django.views.decorators.http import require_safe

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


class Choosable:
    """For a desk table: `…/choose/` answers what the picker may offer to this user.

    `?q=` searches like the list does, `?from=24` goes on after so many, `?ids=1,2` names rows
    that stand in a text already. The answer says in `more` whether there are others.
    """

    def choice(self, thing):
        """A row for the picker: `label`, and `detail`, `thumbnail`, `alt` where there are any."""
        raise NotImplementedError

    def choices(self, request):
        return self.get_queryset(request)

    def get_urls(self):
        name = f"{self.opts.app_label}_{self.opts.model_name}_choose"
        view = self.admin_site.admin_view(require_safe(self.choose))
        return [path("choose/", view, name=name), *super().get_urls()]

    def choose(self, request):
        if not self.has_view_permission(request):
            raise PermissionDenied
        things = self.choices(request)
        if ids := request.GET.get("ids", ""):
            found, more = list(things.filter(pk__in=whole_numbers(ids, most=MOST_IDS))), False
        else:
            things, _ = self.get_search_results(request, things, request.GET.get("q", ""))
            start = min(whole_number(request.GET.get("from")) or 0, LAST_PLACE)
            found = list(things[start : start + PER_ANSWER + 1])
            found, more = found[:PER_ANSWER], len(found) > PER_ANSWER
        rows = [{"id": thing.pk} | self.choice(thing) for thing in found]
        response = JsonResponse({"choices": rows, "more": more})
        patch_cache_control(response, private=True, no_store=True)
        return response


def shortened(text, length=140):
    return Truncator(" ".join(str(text).split())).chars(length)


def number_in(text):
    """The number that a person names a row by (see NUMBER), or None."""
    found = NUMBER.fullmatch(text.strip())
    return int(found[1] or found[2]) if found else None
