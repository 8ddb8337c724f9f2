"""The desk speaks the newsroom's words: a superuser, who sees it all, finds no raw Django name."""

import re

import pytest
from django.apps import apps
from django.contrib import admin
from django.urls import NoReverseMatch, reverse
from django.utils.html import strip_tags

from accounts.models import User
from tests.factories import (
    AuthorFactory,
    QuoteFactory,
    StoryFactory,
    TopicFactory,
    UserFactory,
    editor,
)

pytestmark = pytest.mark.django_db
OURS = ("accounts", "articles", "comments")
# Headings, labels, columns, filters and choices; not what people have written.
NAMES = re.compile(r"(?s)<(title|h1|h2|h3|caption|legend|label|th|summary|option)\b.*?</\1>")
# Django's own way to a page, and its heading over a list.
DJANGOS = re.compile(r">Home</a>|Select \S.* to (change|view)")
SCRIPTS = re.compile(r"(?s)<(script|style)\b.*?</\1>")


def foreign():
    """What packages call themselves and their tables, in small letters."""
    for config in apps.get_app_configs():
        if config.label in OURS:
            continue
        if "_" in config.label:
            yield config.label
        if " " in str(config.verbose_name):
            yield str(config.verbose_name)
        for model in config.get_models():
            yield from (model._meta.verbose_name, model._meta.verbose_name_plural)


FOREIGN = {str(name).lower() for name in foreign()} | {
    "user", "users", "model name", "superuser status", "staff status", "content type", "object id",
    "primary key", "permissions",
}  # fmt: skip


@pytest.fixture
def boss(client):
    boss = User.objects.create_superuser("boss@example.org", "a long pass phrase", name="Boss")
    client.force_login(boss)
    return boss


def raw_names(page):
    """The foreign names that stand on a page where names stand."""
    parts = NAMES.finditer(SCRIPTS.sub("", page))
    text = " | ".join(" ".join(strip_tags(part[0]).split()) for part in parts).lower()
    return sorted(name for name in FOREIGN if re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text))


def test_what_is_looked_for_would_be_found():
    assert {"group", "task result", "log entry", "authentication and authorization"} <= FOREIGN
    assert raw_names("<h1>Select Task Result to view</h1><p>email address</p>") == ["task result"]
    assert DJANGOS.search("<h1>Select embargo to change</h1>")
    assert DJANGOS.search('<a href="/admin/">Home</a>')


def test_every_table_on_the_desk_is_the_newsrooms_own():
    assert {model._meta.app_label for model in admin.site._registry} == set(OURS)


@pytest.mark.parametrize("label", OURS)
def test_every_part_of_the_desk_has_a_name_that_somebody_chose(label):
    config = apps.get_app_config(label)

    assert str(config.verbose_name) != config.label.title()


def test_the_first_page_and_those_below_it_hold_no_raw_name(client, boss):
    for path in (reverse("admin:index"), *(f"/admin/{label}/" for label in OURS)):
        page = client.get(path).text
        assert raw_names(page) == [], path
        assert not DJANGOS.search(page), path


@pytest.mark.parametrize("model", list(admin.site._registry), ids=lambda model: model.__name__)
def test_no_page_of_a_table_holds_a_raw_name(client, boss, model):
    StoryFactory()
    UserFactory()
    name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
    paths = [reverse(f"{name}_changelist")]
    try:
        paths.append(reverse(f"{name}_add"))
        paths += [reverse(f"{name}_change", args=[row.pk]) for row in model.objects.all()[:1]]
    except NoReverseMatch:  # a list alone
        assert model.__name__ in ("MoveIn", "Record", "Task")

    for path in paths:
        answer = client.get(path, follow=True)
        assert answer.status_code in (200, 403), path  # nobody adds an announcement by hand
        assert raw_names(answer.text) == [], path
        assert not DJANGOS.search(answer.text), path


def test_roles_are_given_on_a_colleagues_page_and_called_so(client, boss):
    client.post("/accounts/reauthenticate/", {"password": "a long pass phrase"})
    page = client.get(reverse("admin:articles_colleague_change", args=[editor().pk])).text

    assert "Chief editor" in page
    assert "Group" not in page


def test_what_goes_with_a_row_is_named_if_the_desk_has_it(client, boss):
    for row in (QuoteFactory(), AuthorFactory(), TopicFactory()):
        page = client.get(reverse(f"admin:articles_{row._meta.model_name}_delete", args=[row.pk]))
        counted = re.findall(r"<li>([^<]+): (\d+)</li>", page.text)
        assert counted == [(row._meta.verbose_name_plural.capitalize(), "1")]  # and no search entry
        assert f"{row._meta.verbose_name.capitalize()}: <a href=" in page.text
