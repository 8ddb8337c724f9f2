"""The furniture of the paper at the desk: topics, sections, authors, quotes, old addresses."""

import pytest

from accounts.models import User
from articles.models import Author, OldAddress, Quote, Section, Topic
from tests.factories import AuthorFactory, StoryFactory, UserFactory

from .desk import address

pytestmark = pytest.mark.django_db


def test_a_slug_is_made_on_the_desk_in_any_script(client, ana):
    client.post(address("topic_add"), {"name": "Жильё и город", "slug": "", "description": ""})
    assert Topic.objects.get().slug == "жильё-и-город"
    form = {"name": "Sport", "slug": "", "front_layout": "three", "position": 1}
    client.post(address("section_add"), form)
    assert Section.objects.get().slug == "sport"


@pytest.mark.parametrize(("name", "slug"), [("!!!", ""), ("Search", ""), ("Sport", "a/b")])
def test_a_section_does_not_hide_behind_another_page(client, ana, name, slug):
    form = {"name": name, "slug": slug, "description": "", "position": 1}
    assert client.post(address("section_add"), form).status_code == 422
    assert not Section.objects.exists()


def test_an_author_has_the_account_of_somebody_on_the_desk(client, ana):
    UserFactory(email="reader@example.org")
    form = {"name": "Ana", "slug": "", "role": "", "location": "", "bio": "", "portrait": ""}
    refused = client.post(address("author_add"), form | {"user": "reader@example.org"})
    assert "Nobody on the desk has this address." in refused.content.decode()
    client.post(address("author_add"), form | {"user": ana.email})
    assert Author.objects.get().user == User.objects.get(pk=ana.pk)


def test_two_authors_do_not_share_an_account(client, ana):
    AuthorFactory(user=ana)
    form = {"name": "Ana", "slug": "", "role": "", "location": "", "bio": "", "portrait": ""}
    assert client.post(address("author_add"), form | {"user": ana.email}).status_code == 422


def test_a_quote_is_kept_for_its_day(client, ana):
    form = {"text": "Count the books.", "speaker": "Mirela Okafor", "role": "", "source": "",
            "runs_on": "2026-12-01", "story": ""}  # fmt: skip
    client.post(address("quote_add"), form)
    assert str(Quote.objects.get().runs_on) == "2026-12-01"


def test_editors_keep_old_addresses_and_nobody_changes_what_was_imported(client, ana):
    story = StoryFactory()
    client.post(address("oldaddress_add"), {"path": "/2019/bridge", "story": story.pk})
    assert OldAddress.objects.get().story == story
    assert client.get(address("imported_changelist")).status_code == 200
    assert client.get(address("imported_add")).status_code == 403
