"""Whatever a reader types, of all of Unicode, breaks no form and no search, and is kept clean."""

from urllib.parse import quote

import pytest
from django.core.cache import cache
from django.urls import reverse

from accounts.models import User
from articles.comments.models import Comment, Report
from newsroom.characters import FORBIDDEN
from tests.factories import CommentFactory, StoryFactory, UserFactory
from tests.factories.people import PASSWORD
from tests.forms import fields_of, form_with, send, tree_of
from tests.tiers import one_in_a_quick_run

from .any_text import ensure_kept_clean

pytestmark = pytest.mark.django_db

READERS = {
    "share": lambda story, comment: (f"{story.get_absolute_url()}views/", "text", {}),
    "report": lambda story, comment: (
        f"{story.get_absolute_url()}views/{comment.pk}/report/", "words", {"reason": "attack"}
    ),
    "sign up": lambda story, comment: (reverse("account_signup"), "email", {}),
    "log in": lambda story, comment: (reverse("account_login"), "login", {}),
    "new password": lambda story, comment: (reverse("account_reset_password"), "email", {}),
}  # fmt: skip


@pytest.mark.parametrize("name", READERS)
def test_every_form_of_readers_takes_any_text(client, for_any_text, name):
    story = StoryFactory(published=True)
    comment = CommentFactory(story=story)
    page, control, given_ = READERS[name](story, comment)
    if name == "share":
        client.force_login(UserFactory(name=""))
    fields, texts = fields_of(form_with(tree_of(client.get(page)), control))

    def check(text):
        cache.clear()  # nobody types so fast
        others = given_ | {"email": f"bo{text}@example.org", "login": f"bo{text}@example.org"}
        others |= {"password": PASSWORD, "password1": PASSWORD, "website": ""}
        filled = {name: text if name in texts else value for name, value in fields}
        filled |= {name: value for name, value in others.items() if name in dict(fields) or given_}
        answer = send(client, page, list(filled.items()))
        assert answer.status_code in (200, 302, 303, 422)
        ensure_kept_clean(Comment)
        ensure_kept_clean(Report)

    for_any_text(check)


def test_what_nobody_has_typed_is_left_out_of_a_view_without_a_word(client):
    story = StoryFactory(published=True)
    client.force_login(UserFactory(name="Bo"))

    answer = client.post(f"{story.get_absolute_url()}views/", {"text": "Har\x00bo\ufdd0ur\x0btide"})
    assert answer.status_code == 303
    assert Comment.objects.get().text == "Harbour\ntide"


def test_an_account_is_opened_under_the_address_that_can_be_seen(client):
    typed = {
        "email": "bo\xad\x00@exam\u200bple.org",
        "name": "Bo\x00\x0bLind",
        "password1": PASSWORD,
    }

    assert client.post(reverse("account_signup"), typed).status_code == 302
    person = User.objects.get()
    assert (person.email, person.name) == ("bo@example.org", "Bo Lind")
    assert person.emailaddress_set.get().email == "bo@example.org"
    person.confirm_address()
    client.logout()
    login = {"login": "\ufeffbo@example.org\u2060", "password": PASSWORD}
    assert client.post(reverse("account_login"), login).status_code == 302


def test_a_name_takes_any_text(client, for_any_text):
    reader = UserFactory()
    client.force_login(reader)

    def check(text):
        answer = send(client, reverse("accounts:profile"), [("name", text)])
        assert answer.status_code in (200, 302, 303, 422)
        reader.refresh_from_db()
        assert not FORBIDDEN.search(reader.name)

    for_any_text(check)


SEARCHES = [
    "/search/", "/search/?what=people", "/search/?what=galleries", "/admin/articles/story/",
    "/admin/articles/record/", "/admin/articles/picture/", "/admin/accounts/user/",
    "/admin/comments/comment/", "/admin/articles/picture/choose/",
]  # fmt: skip


@pytest.mark.parametrize("page", one_in_a_quick_run(SEARCHES, "/search/"))
def test_every_search_takes_any_text(client, for_any_text, page):
    client.force_login(UserFactory(is_staff=True, is_superuser=True))
    StoryFactory(headline="Tide tables", published=True)

    def check(text):
        joined = "&" if "?" in page else "?"
        answer = client.get(f"{page}{joined}q={quote(text, errors='surrogatepass')}")
        # A NUL in an address is nobody's words; see newsroom/requests.py.
        assert answer.status_code == (400 if "\x00" in text else 200)

    for_any_text(check)


def test_a_search_finds_what_was_written_otherwise(client):
    StoryFactory(headline="Bundes\xadtags\xadwahl in Har\x00bour", published=True)

    for text in ("Bundestagswahl", "Bundes\u200btagswahl", "bundestags\ufe0fwahl", "harbour"):
        assert "Harbour" in tree_text(client.get("/search/", {"q": text}))


def tree_text(response):
    return "".join(tree_of(response).find(".//main").itertext())
