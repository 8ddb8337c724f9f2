"""One root: every column and every field of a form for text leaves out what is forbidden."""

import pytest
from django import forms
from django.apps import apps
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db import connection, models

from articles.comments.models import Comment
from articles.models import Author, Record, Section, Topic
from newsroom import form_fields, model_fields
from newsroom.characters import FORBIDDEN
from newsroom.urls import urlpatterns
from tests.factories import (
    AuthorFactory,
    CommentFactory,
    SectionFactory,
    TopicFactory,
    UserFactory,
)

OURS = (
    model_fields.CharField, model_fields.TextField, model_fields.EmailField, model_fields.JSONField,
)  # fmt: skip
# Of Django, and a hash.
EXEMPT = {"accounts.User.password"}
# Of allauth, which takes it out of every form before it is shown.
NOT_SHOWN = {"SignupForm.username"}
NASTY = "\x00\x01\x08\x0b\x0c\x0e\x1b\x1f\ud800\udfff\ufdd0\ufdef\ufffe\uffff\U0001fffe\U0010ffff"
# What both databases take as a parameter.
STORABLE = NASTY.translate(dict.fromkeys(map(ord, "\x00\ud800\udfff")))


def columns():
    """Every column of ours that can hold text, by its name."""
    for label in ("accounts", "articles", "comments"):
        of_ours = (m for m in apps.get_app_config(label).get_models() if not m._meta.proxy)
        for model in of_ours:
            for field in model._meta.concrete_fields:
                if isinstance(field, models.CharField | models.TextField | models.JSONField):
                    yield f"{label}.{model.__name__}.{field.name}", field


def forms_of_ours():
    """Every class of forms that we have written, once all addresses are known."""
    assert urlpatterns
    admin.autodiscover()
    waiting, found = [forms.BaseForm], set()
    while waiting:
        subclasses = waiting.pop().__subclasses__()
        waiting += subclasses
        found.update(f for f in subclasses if f.__module__.startswith(("accounts", "articles")))
    return sorted(found, key=lambda form: f"{form.__module__}.{form.__qualname__}")


def fields_for_text():
    """Every field of these in which something is typed that anybody will read."""
    for form in forms_of_ours():
        for name, field in form.base_fields.items():
            parts = getattr(field, "fields", None) or [field]
            for part in parts:
                called = f"{form.__qualname__}.{name}"
                is_text = isinstance(part, forms.CharField) and not is_secret(part)
                if is_text and called not in NOT_SHOWN:
                    yield called, part


def is_secret(field):
    return isinstance(field.widget, forms.PasswordInput)


def test_every_column_for_text_is_one_that_leaves_out_what_is_forbidden():
    found = dict(columns())
    others = {name for name, field in found.items() if not isinstance(field, OURS)}

    assert others == EXEMPT
    assert len(found) > 90


def test_migrations_know_them_as_djangos_own():
    for name, field in columns():
        _, path, args, kwargs = field.deconstruct()
        assert path.startswith(("django.db.models.", "articles.models.fields.")), name
        assert not args, name
        assert "line_end" not in kwargs


def test_every_field_of_a_form_for_text_leaves_out_what_is_forbidden():
    found = dict(fields_for_text())
    ours = form_fields.CharField | form_fields.EmailField

    assert not [name for name, field in found.items() if not isinstance(field, ours)]
    assert len(found) > 40
    for name, field in columns():
        form_field = field.formfield()
        if isinstance(form_field, forms.CharField) and not isinstance(field, OURS[-1]):
            assert isinstance(form_field, ours) or name in EXEMPT, name


@pytest.mark.parametrize("character", NASTY, ids=ascii)
def test_no_form_lets_one_through(character):
    for name, field in fields_for_text():
        try:
            value = field.to_python(f"One{character}two{character}")
        except ValidationError:  # a number or a place on a picture has a form of its own
            continue
        assert not FORBIDDEN.search(str(value)), name


def test_a_secret_is_never_changed_without_a_word():
    secrets = [
        field
        for form in forms_of_ours()
        for field in form.base_fields.values()
        if isinstance(field, forms.CharField) and is_secret(field)
    ]

    assert secrets
    for field in secrets:
        assert field.to_python("a\x0bb") == "a\x0bb"


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("bo\xad@exam\u200bple.org", "bo@example.org"),
        ("\ufeffbo@example.org\u2060", "bo@example.org"),
        ("\u202abo@example.org\u202c", "bo@example.org"),
        ("b\u200co\u200d@example.org", "bo@example.org"),
        ("bo\x00@example.org\x0b", "bo@example.org"),
        ("bo\ufe0f@example.org", "bo@example.org"),
        ("bø@example.org", "bø@example.org"),
    ],
)
def test_an_email_address_is_what_can_be_seen_of_it(typed, address):
    assert form_fields.EmailField().to_python(typed) == address
    assert model_fields.EmailField().to_python(typed) == address


def test_line_ends_of_word_become_line_ends_where_there_are_lines():
    assert form_fields.CharField(widget=forms.Textarea).clean("a\x0bb") == "a\nb"
    assert form_fields.CharField().clean("a\x0bb") == "a b"
    assert model_fields.TextField().to_python("a\x0bb") == "a\nb"
    assert model_fields.CharField().to_python("a\x0bb") == "a b"


@pytest.mark.django_db
class TestTheDatabase:
    """What is written and what is read, past every form."""

    dirty = f"Tide{NASTY} tables"

    def test_a_row_is_saved_clean_and_says_so_itself(self):
        topic = TopicFactory(name=self.dirty, description=self.dirty)

        assert topic.name == topic.description == "Tide tables"
        topic.refresh_from_db()
        assert topic.name == topic.description == "Tide tables"

    def test_an_update_of_many_is_clean(self):
        section = SectionFactory()
        Section.objects.filter(pk=section.pk).update(description=self.dirty)
        assert stored(Section, section, "description") == "Tide tables"

    def test_many_at_once_are_clean(self):
        Author.objects.bulk_create([Author(name=self.dirty, slug="a", bio=self.dirty)])
        author = Author.objects.get()
        author.bio = f"More{NASTY}"
        Author.objects.bulk_update([author], ["bio"])
        assert stored(Author, author, "name") == "Tide tables"
        assert stored(Author, author, "bio") == "More"

    def test_what_is_looked_for_is_found_as_it_was_kept(self):
        topic = TopicFactory(name=self.dirty)
        assert Topic.objects.get(name=self.dirty) == topic
        assert Topic.objects.get(name__in=[self.dirty]) == topic
        assert Topic.objects.get_or_create(name=self.dirty)[0] == topic

    def test_an_expression_stays_one(self):
        comment = CommentFactory(text="One")
        Comment.objects.filter(pk=comment.pk).update(text=models.F("name"))
        comment.refresh_from_db()
        assert comment.text == comment.name

    def test_texts_and_keys_in_json_are_clean(self):
        details = {f"a{NASTY}": [f"b{NASTY}", {"c": (f"d{NASTY}", 1, None, True)}]}
        record = Record.objects.create(action="x", kind="story", object_id=1, details=details)
        assert record.details == {"a": ["b", {"c": ["d", 1, None, True]}]}
        record.refresh_from_db()
        assert record.details == {"a": ["b", {"c": ["d", 1, None, True]}]}

    def test_an_account_is_kept_under_the_address_that_can_be_seen(self):
        user = UserFactory(email=f"bo\xad{NASTY}@example.org", name=f"Bo{NASTY}")
        assert (user.email, user.name) == ("bo@example.org", "Bo")

    def test_what_stands_there_already_is_clean_when_it_is_read(self):
        author = AuthorFactory()
        with connection.cursor() as cursor:
            cursor.execute("UPDATE articles_author SET bio = %s", [f"Covers{STORABLE} the port"])
        assert Author.objects.get().bio == "Covers the port"
        assert Author.objects.values_list("bio", flat=True).get() == "Covers the port"
        assert Author.objects.aggregate(most=models.Max("bio")) == {"most": "Covers the port"}
        assert FORBIDDEN.search(stored(Author, author, "bio"))


def stored(model, row, column):
    """What the database holds, asked past every field."""
    meta = model._meta
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM {meta.db_table} WHERE id = %s", [row.pk])  # noqa: S608
        return cursor.fetchone()[0]
