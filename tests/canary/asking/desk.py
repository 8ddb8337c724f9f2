"""The desk's routes: tried with the number of everything that is hidden, whoever adds one."""

import re
from typing import NamedTuple

from django.apps import apps
from django.conf import settings
from django.contrib import admin
from django.contrib.contenttypes.models import ContentType
from django.db.models import FileField
from django.urls import reverse

from articles.models import Story

from .asks import NEVER, NOWHERE, Ask
from .routes import PARAMETER, all_routes

ROW_PARAMETERS = {"pk", "object_id"}
VERSION_PARAMETERS = {"number", "other", "before", "after", "first", "second", "version"}
NO_VERSION = 99
# Who works at the desk may know that there is something.
KNOWN = ("nowhere", "")
UNMARKED = 1  # row of a table in which nothing hidden stands; it may hang on it
MOST = 2  # rows, where a page says no more of a row than its name
MOST_TOLD = 7  # rows, where it says all
# The desk's questions before a verb: each is asked about another third of the stories.
EACH = 3
DECISIONS = [
    f"admin:articles_story_{verb}"
    for verb in (
        *("return", "schedule", "expire", "take-down", "retract", "merge", "delete-for-good"),
        *("again", "update", "delete", "history"),
    )
]
# By table, a field whose words are searched for in its list.
SEARCHED = {
    "story": "headline",
    "picture": "picture inside alt",
    "gallery": "gallery title",
    "quote": "quote text",
    "author": "author name",
    "topic": "topic name",
    "embargo": "embargo name",
    "oldaddress": "old address",
    "comment": "comment text",
}


class Row(NamedTuple):
    """A row to try: its number, what one knows by knowing of it, and which version is hidden."""

    pk: int
    about: tuple = ()
    version: int = 1

    @property
    def is_known(self):
        return self.about == KNOWN


def routes():
    return [route for route in all_routes() if route.is_of_the_desk]


def is_understood(route):
    """Whether the parameters of this route say by themselves what to try."""
    if route.name in SPECIAL:
        return True
    known = ROW_PARAMETERS | VERSION_PARAMETERS
    return {*route.parameters} <= known and (not route.parameters or model_of(route) is not None)


def model_of(route):
    """The model whose table a route of the desk belongs to, or None."""
    parts = route.address.removeprefix(settings.DESK_PATH).split("/")
    try:
        return apps.get_model(*parts[:2])
    except (LookupError, ValueError, TypeError):
        return None


def asks(paper, route):
    """All that is tried at one route of the desk."""
    if route.name in SPECIAL:
        yield from SPECIAL[route.name](paper, route)
    elif not route.parameters:
        for query in ("", *_queries(paper, route)):
            yield Ask(route.name, f"/{route.address}{query}")
    else:
        for row in _some(rows_to_try(paper, model_of(route)), route):
            yield _of(row, route)


def _some(rows, route):
    """All where a page may tell of them; a few where it says their name, or asks for a reason."""
    if route.name in DECISIONS:
        return rows[DECISIONS.index(route.name) % EACH :: EACH]
    if model_of(route) is Story:
        return rows
    return rows[:MOST_TOLD] if route.name.endswith("_change") else rows[:MOST]


def _of(row, route):
    """One address, and the same for a thing that never was; of a known one, for a version."""
    numbers = [name for name in route.parameters if name in VERSION_PARAMETERS]
    is_version_of_known = row.is_known and numbers
    pairs = (
        (row.pk, row.version),
        (row.pk, NO_VERSION) if is_version_of_known else (NEVER, row.version),
    )
    path, twin = (_filled(route, pk, numbers, version) for pk, version in pairs)
    return Ask(route.name, path, twin, about=() if is_version_of_known else row.about)


def _filled(route, pk, names, version):
    filled = dict.fromkeys(ROW_PARAMETERS, pk) | dict.fromkeys(names, version)
    return "/" + PARAMETER.sub(lambda match: str(filled[match[1]]), route.address)


def rows_to_try(paper, model):
    """What to try in a table: all stories; else rows of each state and kind, and innocent ones."""
    if model not in paper.at_the_desk:
        kind = _stories(paper) if model is Story else _rows(paper, model)
        paper.at_the_desk[model] = list(kind)
    return paper.at_the_desk[model]


def _stories(paper):
    for state, story in {**paper.hidden, **paper.gone}.items():
        yield Row(story.pk, (state, "headline"))
    for story, number in paper.half.values():
        yield Row(story.pk, KNOWN, number)
    yield from (Row(pk, ("deleted", "headline")) for pk in paper.deleted)


def _rows(paper, model):
    """Those of whose state, fields and relations none before was."""
    known, unmarked, marked = set(), [], []
    for row in model._default_manager.order_by("pk"):
        meanings = [paper.markers.meaning[word] for word in paper.markers.found_in(words_of(row))]
        hangs_on = tuple(f.name for f in row._meta.fields if f.is_relation and _is_set(row, f))
        new = {field for _, field in meanings} | {(state, hangs_on) for state, _ in meanings}
        if not meanings:
            unmarked.append(Row(row.pk, KNOWN))
        elif new - known:
            known |= new
            marked.append(Row(row.pk, (min(meanings)[0], model._meta.model_name)))
    return [*unmarked[:UNMARKED], *marked]


def _is_set(row, field):
    return getattr(row, field.attname) is not None


def words_of(row):
    """All that stands in a row, as one text."""
    fields = (f for f in row._meta.concrete_fields if not isinstance(f, FileField))
    return " ".join(str(getattr(row, field.attname)) for field in fields)


def _queries(paper, route):
    model = model_of(route)
    if model is None or not route.name.endswith(("_changelist", "_choose")):
        return
    if field := SEARCHED.get(model._meta.model_name):
        for word in paper.markers.all(field)[::EACH]:
            yield f"?q={word}"
    if route.name.endswith("_choose"):
        numbers = model._default_manager.values_list("pk", flat=True)[:100]
        yield "?ids=" + ",".join(map(str, numbers))


def _autocomplete(paper, route):
    for model, desk in admin.site._registry.items():
        inlines = [(inline.model, inline.autocomplete_fields) for inline in desk.inlines]
        for source, names in [(model, desk.autocomplete_fields), *inlines]:
            for name in names:
                query = (
                    f"?app_label={source._meta.app_label}&model_name={source._meta.model_name}"
                    f"&field_name={name}&term="
                )
                for term in ("", *paper.markers.all("headline")[:3]):
                    yield Ask(route.name, reverse(route.name) + query + term)


def _view_on_site(paper, route):
    for model in admin.site._registry:
        kind = ContentType.objects.get_for_model(model)
        for row in _some(rows_to_try(paper, model), route):
            paths = (reverse(route.name, args=[kind.pk, pk]) for pk in (row.pk, NEVER))
            yield Ask(route.name, *paths, about=row.about)


def _app_list(paper, route):
    for label in re.search(r"app_label>([\w|]+)\)", route.address)[1].split("|"):
        yield Ask(route.name, reverse(route.name, args=[label]))


def _finding(paper, route):
    """By words of whatever is hidden, by its number, and by its address at the desk."""
    address = reverse(route.name)
    yield Ask(route.name, address)
    for field in ("headline", "gallery title", "topic name", "author name"):
        for word in paper.markers.all(field)[::EACH]:
            yield Ask(route.name, f"{address}?q={word}")
            yield Ask(route.name, f"{address}?for=link&q={word}")
    form = f"/{settings.DESK_PATH}articles/story/{{}}/change/"
    for row in rows_to_try(paper, Story):
        for query in ("?q=%23{}", f"?for=link&q={form}"):
            # The page says again what was asked: it has no twin.
            yield Ask(route.name, address + query.format(row.pk))


def _anything_else(paper, route):
    yield Ask(route.name, f"/{settings.DESK_PATH}{NOWHERE}/")


SPECIAL = {
    "admin:autocomplete": _autocomplete,
    "admin:view_on_site": _view_on_site,
    "desk-no-way": lambda paper, route: (),  # it stands before that one, at its addresses
    "desk-find": _finding,
    "admin:app_list": _app_list,
    f"{settings.DESK_PATH}(?P<url>.*)": _anything_else,
}
