"""Who may open what: every address of the resolver, in each state, asked as every role.

`declared()` is who_may_open_what/, which says what the letters mean; `letters` is what the site
answers. No page is written out for it: what is asked is decided before.
"""

from pathlib import Path
from unittest import mock

from django.contrib import auth
from django.contrib.admin import AdminSite
from django.db import transaction
from django.template.base import Template
from django.test import Client
from django.urls import reverse
from django.utils.safestring import SafeString

from articles.admin.story.working_copies import FORM
from articles.comments.models import Comment
from articles.models import Colleague, Gallery, Invitation, Picture, Quote, Story, WorkingCopy
from tests.factories import administrator, section_editor

from .. import needs
from . import desk
from .routes import all_routes

TABLE = Path(__file__).parent.parent / "who_may_open_what"
# In the order of the table's columns.
PEOPLE = (
    "anonymous", "reader", "contributor", "reporter", "another reporter", "moderator",
    "section editor", "editor of another section", "editor", "chief editor", "administrator",
)  # fmt: skip
WAYS_IN = ("/accounts/login/", "/admin/login/", "/accounts/second-step/?")
PROOFS = ("/accounts/reauthenticate/", "/accounts/second-step/reauthenticate/")
# A machine that is busy may say that it is not ready, and says it to all.
LETTERS = {401: "l", 403: "-", 404: "0", 410: "g", 451: "g", 503: "o"}
REFUSED_FORM = (400, 409, 422, 415)
# What an address is asked with that answers nothing otherwise.
ASKED_WITH = {"admin:articles_record_export": "?format=csv"}
STORIES = ("articles:story", "articles:text-story", "articles:story-version", "comments:share")
READY = "/readyz"
ALL_APPS = AdminSite.get_app_list
AT_THE_DESK = ("draft", "public", "taken down")
# Of these a row that readers see and one that they do not are not the same.
SHOWN_OR_NOT = (Gallery, Picture, Quote, Comment)


def declared():
    """{label: a letter for each of PEOPLE} of the table."""
    files = sorted(TABLE.glob("*.txt"))
    lines = [line for file in files for line in file.read_text().splitlines()]
    lines = [line for line in lines if line and line[0] != "#"]
    rows = [line.rsplit("  ", 1) for line in lines]
    return {label.strip(): letters for label, letters in rows}


def name_in(label):
    """The route that a row is about: its label without the state."""
    return label.partition(" @")[0]


def names():
    return {route.name for route in all_routes()}


def employ(paper):
    """{role: user} of PEOPLE, with those whom the planted paper has not."""
    there = {role: paper.people.get(role) for role in PEOPLE}
    there["section editor"] = section_editor(paper.section)
    there["administrator"] = administrator()
    return there


def cases(paper, people):
    """{label: address}: one of each route, or of each state of what it is about."""
    found = {}
    for route in all_routes():
        for state, path in _addresses(paper, people, route):
            label = f"{route.name} @{state}" if state else route.name
            found[label] = path + ASKED_WITH.get(route.name, "")
    return found


def _addresses(paper, people, route):
    if route.name in STORIES:
        for state, story in _stories(paper).items():
            yield state, _of_story(route.name, story)
    elif route.is_of_the_desk:
        yield from _of_desk(paper, people, route)
    else:
        public, hidden = needs.NEEDS[route.name]
        asked = [*public(paper, route.name), *(ask.path for ask in hidden(paper, route.name))]
        yield "", (asked or [f"/{route.address}"])[0]


def _stories(paper):
    return {
        "draft": paper.hidden["draft"],  # the reporter's
        "in review": paper.hidden["in review"],
        "scheduled": paper.hidden["scheduled"],
        "public": paper.stories[0],
        "taken down": paper.gone["taken down"],
    }


def _of_story(name, story):
    arguments = [story.section.slug, story.pk, story.slug]
    if name == "articles:story-version":
        arguments[2] = 1
    return reverse(name, args=arguments)


def _of_desk(paper, people, route):
    if not route.parameters or route.name in desk.SPECIAL:
        ask = next(iter(desk.asks(paper, route)), None)
        yield "", ask.path if ask else f"/{desk.settings.DESK_PATH}r/1/1/"
        return
    if not route.name.startswith("admin:"):  # Django's way from a number to its form
        yield "", desk._filled(route, desk.NEVER, (), 1)
        return
    for state, pk in _rows(paper, people, route, desk.model_of(route)):
        numbers = [name for name in route.parameters if name in desk.VERSION_PARAMETERS]
        yield state, desk._filled(route, pk, numbers, 1)


def _rows(paper, people, route, model):
    last = route.name.rpartition("_")[2]
    if last in ("again", "withdraw") and model is Colleague:
        yield "", Invitation.objects.get().pk
    elif last.endswith("-copy"):
        yield "", WorkingCopy.objects.order_by("pk")[0].pk
    elif last in ("reader", "free"):
        comment = Comment.objects.approved().order_by("pk")[0]
        Comment.objects.filter(pk=comment.pk).update(author=people["reader"])
        yield "", people["reader"].pk
    elif model is Colleague:
        for role in ("editor", "chief editor", "administrator"):
            yield role, people[role].pk
    elif model is auth.get_user_model():
        yield "reader", people["reader"].pk
        yield "colleague", people["editor"].pk
    elif model is Story:
        yield from ((state, _stories(paper)[state].pk) for state in AT_THE_DESK)
    elif model in SHOWN_OR_NOT:
        rows = desk.rows_to_try(paper, model)
        yield "public", next(row.pk for row in rows if row.is_known)
        yield "hidden", next(row.pk for row in rows if not row.is_known)
    else:
        row = model._default_manager.order_by("pk").first()
        yield "", row.pk if row else desk.NEVER


def letters(people, paths):
    """{label: what each of the people is answered}, of {label: path}."""
    no_list = mock.patch.object(AdminSite, "get_app_list", _list_of_one_app)
    with no_list, mock.patch.object(Template, "render", return_value=SafeString("")):
        by_person = [_of_person(user, paths) for user in people]
    return {label: "".join(answers[label] for answers in by_person) for label in paths}


def _list_of_one_app(site, request, app_label=None):
    # Every page of the desk asks for the list of all, and what it says decides nothing.
    return ALL_APPS(site, request, app_label) if app_label else []


def _of_person(user, paths):
    client = _logged_in(user)
    return {label: _letter(client, user, path) for label, path in paths.items()}


def _logged_in(user):
    client = Client()
    if user:
        client.force_login(user)
    return client


def _letter(client, user, path):
    answer = client.head(path)
    if answer.status_code == 405:
        # What takes forms alone is sent one, of which nothing may stay.
        with transaction.atomic():
            answer = client.post(path, {"_person": user.pk if user else "", FORM: "x"})
            transaction.set_rollback(True)
        if user and not client.cookies["sessionid"].value:  # that was the button for it
            client.force_login(user)
    status = answer.status_code
    assert status < 500 or path == READY, path
    where = answer.get("Location", "")
    if where.startswith(WAYS_IN):
        return "l"
    if where.startswith(PROOFS):
        return "s"
    if status in REFUSED_FORM:
        return "f"
    if status in LETTERS:
        return LETTERS[status]
    assert status < 400, (path, status)
    if where:
        return ">"
    context = getattr(answer, "context_data", None) or {}
    return "r" if context.get("has_change_permission") is False and "/change/" in path else "o"
