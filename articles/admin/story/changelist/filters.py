"""By what the list of stories is narrowed down, and what it says of that above its rows."""

from functools import partial
from typing import NamedTuple

from django.contrib import admin
from django.contrib.admin.views.main import ORDER_VAR, SEARCH_VAR
from django.utils import timezone

from articles.models import Story
from articles.search import marks
from newsroom.numbers import LARGEST_INTEGER, whole_number

STATES = {
    "draft": lambda s: s.filter(status=Story.Status.DRAFT, stage=Story.Stage.DRAFT),
    # A new text of a live story goes the same way.
    "review": lambda s: s.with_the_editors().filter(stage=Story.Stage.REVIEW),
    "ready": lambda s: s.with_the_editors().filter(stage=Story.Stage.READY),
    "scheduled": lambda s: s.scheduled(),
    "published": lambda s: s.published(),
    "expired": lambda s: s.expired(),
    "taken_down": lambda s: s.taken_down(),
    "merged": lambda s: s.filter(status=Story.Status.MERGED),
}
# What the desk's index knows of those in a state, so that a search reads no others of theirs.
MARKS = {
    **dict.fromkeys(("draft", "review", "ready"), marks.to_come),
    "scheduled": lambda: marks.from_year_on(timezone.now().year),
    "expired": marks.with_an_end,
    **{name: partial(marks.in_status, name) for name in ("taken_down", "merged")},
}
SECTION = "section__id__exact"
IN_WORDS = {"review": "In review", "taken_down": "Taken down"}


class StateFilter(admin.SimpleListFilter):
    title = "state"
    parameter_name = "state"

    def lookups(self, request, model_admin):
        return [(state, IN_WORDS.get(state, state.capitalize())) for state in STATES]

    def queryset(self, request, queryset):
        keep = STATES.get(self.value())
        return keep(queryset) if keep else queryset


def marks_within(params):
    """The marks of what a list is narrowed down to, which has these parameters."""
    found = [MARKS[params["state"]]()] if params.get("state") in MARKS else []
    section = whole_number(params.get(SECTION, ""), most=LARGEST_INTEGER)
    return found if section is None else [*found, marks.in_section(section)]


class Chip(NamedTuple):
    """One thing by which the list is narrowed down, and the address of the list without it."""

    kind: str
    value: str
    without: str


def chips(listed):
    """The chips of a ChangeList, and the address of the list without any of them."""
    found = []
    for spec in listed.filter_specs:
        # The first choice of each filter is "All".
        chosen = [choice for choice in spec.choices(listed) if choice["selected"]]
        if spec.has_output() and chosen and spec.expected_parameters() & listed.params.keys():
            without = listed.get_query_string(remove=spec.expected_parameters())
            kind = str(spec.title).capitalize()
            found.append(Chip(kind, str(chosen[0]["display"]), without))
    if listed.query:
        without = listed.get_query_string(remove=[SEARCH_VAR])
        found.append(Chip("Words", f"“{listed.query}”", without))
    return found


def without_any(listed):
    """The address of the same list with all its rows, in the order that somebody chose."""
    kept = {ORDER_VAR, "_popup", "_to_field"}
    return listed.get_query_string(remove=[name for name in listed.params if name not in kept])
