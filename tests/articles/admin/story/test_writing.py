"""Writing a story on the desk."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles.models import Story
from tests.articles.admin.desk import address, inline, said, story_form
from tests.factories import (
    AuthorFactory,
    PictureFactory,
    SectionFactory,
    StoryFactory,
    TopicFactory,
    editor,
)
from tests.html import on_one_line

pytestmark = pytest.mark.django_db


def test_a_new_story_is_a_draft_with_one_version(client, ana):
    section, topic, author = SectionFactory(), TopicFactory(), AuthorFactory()
    form = story_form(section, kicker="Harbour", topics=[topic.pk])
    form |= inline("bylines", [{"author": author.pk, "position": 10}])
    response = client.post(address("story_add"), form, follow=True)
    story = Story.objects.get()
    assert story.status == "draft"
    assert (story.latest.number, story.latest.headline) == (1, "Ferry sails again")
    assert story.slug == "ferry-sails-again"
    assert story.created_by == ana
    assert story.latest.created_by == ana
    assert list(story.topics.all()) == [topic]
    assert [byline.author for byline in story.bylines.all()] == [author]
    assert "Saved as version 1." in said(response)
    assert response.redirect_chain[-1][0] == address("story_change", story.pk)


def test_saving_writes_a_new_version_and_leaves_the_live_text_alone(client, ana):
    story = StoryFactory(published=True)
    form = story_form(story.section, story, headline="Bridge closes again", note="New facts")
    client.post(address("story_change", story.pk), form)
    story.refresh_from_db()
    assert story.live.headline == "Bridge reopens after the flood"
    assert story.latest.headline == "Bridge closes again"
    assert story.latest.note == "New facts"
    assert story.versions.count() == 2


def test_a_story_is_live_until_an_hour_and_names_its_sponsor(client, ana):
    form = story_form(SectionFactory(), sponsor="Ballast Street Traders")
    form |= {"live_label_until_0": "2026-03-01", "live_label_until_1": "09:30"}
    client.post(address("story_add"), form)
    story = Story.objects.get()
    assert story.sponsor == "Ballast Street Traders"
    assert timezone.localtime(story.live_label_until).hour == 9


def test_an_hour_that_does_not_exist_is_refused_for_the_live_label_too(client, ana):
    form = story_form(SectionFactory())
    form |= {"live_label_until_0": "2027-03-28", "live_label_until_1": "01:30"}
    response = client.post(address("story_add"), form)
    assert response.status_code == 422
    assert "does not exist" in response.content.decode()


def test_saving_without_a_change_writes_no_version(client, ana):
    story = StoryFactory()
    client.post(address("story_change", story.pk), story_form(story.section, story))
    assert story.versions.count() == 1


def test_what_is_pasted_is_cleaned(client, ana):
    body = '<p onclick="x()">One<script>alert(1)</script></p><img src="//evil.example/x.png">'
    client.post(address("story_add"), story_form(SectionFactory(), body=body))
    assert Story.objects.get().latest.body == "<p>One</p>"


def test_an_empty_headline_is_refused_in_words_and_everything_typed_stays(client, ana):
    picture = PictureFactory()
    form = story_form(SectionFactory(), headline=" ", body="<p>Kept for you</p>", kicker="Port")
    form |= {"lead_picture": picture.pk, "live_label_until_0": "2026-01-02"}
    response = client.post(address("story_add"), form)
    page = response.content.decode()
    assert "Write a headline." in page
    assert "Kept for you" in page
    assert 'value="Port"' in page
    assert picture.address(picture.widths[0]) in page
    assert 'value="2026-01-02"' in page
    assert not Story.objects.exists()


def test_a_text_of_more_than_a_million_characters_is_refused_in_words(client, ana):
    form = story_form(SectionFactory(), body="a" * 1_000_001)
    response = client.post(address("story_add"), form)
    assert "longer than a million characters" in response.content.decode()
    assert not Story.objects.exists()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("headline", "a" * 251),
        ("headline", "\x00\x0b"),
        ("lead_picture", "999"),
        ("lead_picture", "9" * 5000),
        ("lead_picture", str(2**63)),
        ("lead_picture", "abc"),
        ("section", "x"),
        ("section", "9" * 30),
        ("topics", "77"),
        ("slug", "a b"),
        ("language", "xx"),
        ("kind", "poem"),
        ("prominence", "99"),
        ("bylines-TOTAL_FORMS", "x"),
    ],
)
def test_no_bad_field_breaks_the_form_or_is_saved(client, ana, field, value):
    form = story_form(SectionFactory(), **{field: value})
    response = client.post(address("story_add"), form)
    assert response.status_code == 422
    assert b"errorlist" in response.content
    assert not Story.objects.exists()


def test_ten_thousand_rows_in_an_inline_are_not_built(client, ana):
    form = story_form(SectionFactory(), **{"bylines-TOTAL_FORMS": 9999})
    assert client.post(address("story_add"), form).status_code == 422


def test_an_author_stands_in_the_byline_once(client, ana):
    author = AuthorFactory()
    rows = [{"author": author.pk, "position": 10}, {"author": author.pk, "position": 20}]
    response = client.post(
        address("story_add"), story_form(SectionFactory()) | inline("bylines", rows)
    )
    assert response.status_code == 422
    assert not Story.objects.exists()


def test_the_byline_keeps_the_order_of_its_rows(client, ana):
    first, second = AuthorFactory(name="Zora"), AuthorFactory(name="Adil")
    rows = [{"author": second.pk, "position": 20}, {"author": first.pk, "position": 10}]
    client.post(address("story_add"), story_form(SectionFactory()) | inline("bylines", rows))
    assert [b.author.name for b in Story.objects.get().bylines.all()] == ["Zora", "Adil"]


def test_a_double_click_on_save_makes_one_story(client, ana):
    form = story_form(SectionFactory())
    client.post(address("story_add"), form)
    response = client.post(address("story_add"), form)
    assert response.url == address("story_change", Story.objects.get().pk)


def test_a_double_click_on_a_changed_story_makes_one_version(client, ana):
    story = StoryFactory()
    form = story_form(story.section, story, headline="Another day")
    client.post(address("story_change", story.pk), form)
    response = client.post(address("story_change", story.pk), form)
    assert response.status_code == 302
    assert story.versions.count() == 2


def test_what_somebody_saved_meanwhile_is_not_overwritten(client, ana):
    story = StoryFactory()
    form = story_form(story.section, story, headline="Mine", body="<p>My long text</p>")
    story.write(by=editor(name="Jo Lindqvist"), headline="Theirs")
    response = client.post(address("story_change", story.pk), form)
    page = response.content.decode()
    assert "Jo Lindqvist saved version 2" in page
    assert "My long text" in page
    assert "Mine" in page
    story.refresh_from_db()
    assert story.latest.headline == "Theirs"


def test_a_form_without_the_number_it_started_from_overwrites_nothing(client, ana):
    story = StoryFactory()
    form = story_form(story.section, story, headline="Blind", based_on="")
    assert client.post(address("story_change", story.pk), form).status_code == 422
    assert story.versions.count() == 1


def test_the_form_shows_what_is_missing_and_who_wrote_which_version(client, ana):
    story = StoryFactory(body="", by=ana)
    page = client.get(address("story_change", story.pk)).content.decode()
    assert "Write the story: its text is empty." in page
    assert "Version 1" in page
    assert "Ana Petrov" in page


def test_the_desk_copies_no_story(client, ana):
    story = StoryFactory()
    form = story_form(story.section, story, _saveasnew="1")
    assert client.post(address("story_change", story.pk), form).status_code == 400
    assert Story.objects.count() == 1


def test_the_form_has_nothing_that_the_security_policy_would_stop(client, ana):
    story = StoryFactory(published=True, at=timezone.now() - timedelta(hours=1))
    page = client.get(address("story_change", story.pk)).content.decode()
    assert " onclick=" not in page
    assert " style=" not in page
    assert "<style" not in page


def test_a_story_that_was_never_saved_is_previewed_and_stays_unsaved(client, ana):
    form = story_form(SectionFactory(), headline="Not yet saved", slug="")
    page = client.post(address("story_preview-new"), form)

    assert page.status_code == 200
    assert "Not yet saved" in page.text
    assert "Readers do not see this page." in page.text
    assert not Story.objects.exists()


@pytest.mark.parametrize("missing", ["section", "headline"])
def test_so_is_one_without_a_section_or_a_headline(client, ana, missing):
    form = story_form(SectionFactory()) | {missing: ""}
    page = client.post(address("story_preview-new"), form)

    assert page.status_code == 200
    assert "The ferry sailed on Monday." in page.text


def test_what_cannot_be_a_page_yet_says_why(client, ana):
    page = client.post(address("story_preview-new"), story_form(SectionFactory(), kind="poem"))

    assert page.status_code == 422
    assert "The page cannot be shown yet" in page.text


def test_what_has_to_be_mended_is_named_in_words_and_linked(client, ana):
    form = story_form(SectionFactory()) | {"section": "", "headline": " "}
    page = on_one_line(client.post(address("story_add"), form).text)

    assert '<li><a href="#id_section">Section</a>: Choose a section.</li>' in page
    assert '<li><a href="#id_headline">Headline</a>: Write a headline.</li>' in page
