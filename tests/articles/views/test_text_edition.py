"""The paper in words alone: all that is said, for whoever may read it, in a few kilobytes."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.articles.texts import embed
from tests.factories import (
    AuthorFactory,
    CorrectionFactory,
    GalleryFactory,
    PictureFactory,
    QuoteFactory,
    SectionFactory,
    StoryFactory,
    editor,
)

pytestmark = pytest.mark.django_db


def text_of(story):
    return reverse("articles:text-story", args=[story.section.slug, story.pk, story.slug])


def test_a_story_says_all_that_its_page_says_without_a_picture(client):
    gallery = GalleryFactory(
        published=True, title="Market night", pictures=[PictureFactory(caption="Herring.")]
    )
    quote = QuoteFactory(text="Count them.", speaker="Mirela Okafor", role="librarian")
    picture = PictureFactory(caption="The shelf.", credit="Jo Lindqvist")
    body = "<p>Words.</p><table><tr><td>14</td></tr></table>"
    body += embed("gallery", gallery) + embed("quote", quote) + embed("picture", picture)
    lead = PictureFactory(caption="The harbour at six.", credit="Ian Hex")
    story = StoryFactory(
        published=True, headline="Council votes", standfirst="By one vote.", body=body,
        kicker="Libraries", dateline="Portside", kind="analysis", sponsor="The Pier Trust",
        lead_picture=lead, authors=[AuthorFactory(name="Ana Petrov")],
    )  # fmt: skip
    CorrectionFactory(story=story, text="It was 23.")
    page = client.get(text_of(story)).text

    for words in (
        "Council votes", "By one vote.", "Libraries", "Portside", "Analysis", "Ana Petrov",
        "Sponsored by The Pier Trust", "[Picture: <bdi>The harbour at six.</bdi>", "Ian Hex",
        "Words.", "14", "Market night", "Herring.", "“Count them.”", "Mirela Okafor, librarian",
        "[Picture: <bdi>The shelf.</bdi> Photograph: <bdi>Jo Lindqvist</bdi>]", "It was 23.",
    ):  # fmt: skip
        assert words in page, words
    assert story.get_absolute_url() in page
    for element in ("<img", "<picture", "<script", "<style", "woff"):
        assert element not in page


def test_machines_are_led_to_the_page_itself(client):
    story = StoryFactory(published=True)
    canonical = '<link rel="canonical" href="http://testserver{}">'

    for address, page in (
        ("/text/", "/"),
        (f"/text/{story.section.slug}/", story.section.get_absolute_url()),
        (text_of(story), story.get_absolute_url()),
    ):
        assert canonical.format(page) in client.get(address).text


def test_the_newest_stories_come_first_and_each_leads_to_its_words(client):
    old = StoryFactory(at=timezone.now() - timedelta(days=1), headline="Old")
    new = StoryFactory(published=True, headline="New", section=old.section)

    for address in ("/text/", f"/text/{old.section.slug}/"):
        page = client.get(address).text
        assert page.index(text_of(new)) < page.index(text_of(old))


def test_a_section_goes_on_at_numbered_pages(client):
    section = SectionFactory()
    for _ in range(31):
        StoryFactory(published=True, section=section)
    address = f"/text/{section.slug}/"

    assert 'rel="next" href="?page=2"' in client.get(address).text
    assert 'rel="prev" href="?page=1"' in client.get(f"{address}?page=2").text
    for number in ("3", "0", "x", "9" * 30):
        assert client.get(address, {"page": number}).status_code == 404


def test_only_what_readers_may_see_stands_in_words(client):
    section = SectionFactory(name="City")
    hidden = [
        StoryFactory(section=section, headline="Zeppelin"),
        StoryFactory(section=section, headline="Zeppelin", at=timezone.now() + timedelta(hours=1)),
    ]
    gone = StoryFactory(section=section, headline="Zeppelin", taken_down="The court asked for it.")

    for address in ("/text/", f"/text/{section.slug}/", text_of(gone)):
        assert "Zeppelin" not in client.get(address).text
    assert {client.get(text_of(story)).status_code for story in hidden} == {404}
    never = f"/text/{section.slug}/999999/nothing/"
    assert len({client.get(address).content for address in (text_of(hidden[0]), never)}) == 1
    answer = client.get(text_of(gone))
    assert (answer.status_code, "The court asked for it." in answer.text) == (410, True)


def test_the_desk_reads_a_draft_in_words_and_no_search_engine_does(client):
    draft = StoryFactory()
    client.force_login(editor())
    page = client.get(text_of(draft)).text

    assert "Readers do not see this story." in page
    assert '<meta name="robots" content="noindex">' in page


def test_a_gallery_that_is_not_public_is_left_out(client):
    gallery = GalleryFactory(title="Zeppelin")
    story = StoryFactory(published=True, body=f"<p>Words.</p>{embed('gallery', gallery)}")

    assert "Zeppelin" not in client.get(text_of(story)).text


def test_an_old_address_leads_to_the_new_one(client):
    story = StoryFactory(published=True)
    answer = client.get(f"/text/elsewhere/{story.pk}/old-words/")

    assert (answer.status_code, answer.url) == (301, text_of(story))


def test_words_from_right_to_left_say_so(client):
    story = StoryFactory(published=True, language="ar", headline="افتتاح الجسر")

    assert '<h1 lang="ar" dir="rtl">افتتاح الجسر</h1>' in client.get(text_of(story)).text
    assert 'lang="ar" dir="rtl">افتتاح الجسر</a>' in client.get("/text/").text


def test_an_empty_paper_says_so(client):
    section = SectionFactory()

    for address in ("/text/", f"/text/{section.slug}/"):
        assert "No story has been published here yet." in client.get(address).text


def test_the_words_are_small_and_kept_by_caches_like_the_pages(client):
    for number in range(30):
        story = StoryFactory(
            published=True,
            headline=f"{number} bridges reopen after the flood of the century",
            body="<p>" + "Seventy letters of a sentence that an editor has read and signed. " * 50,
        )

    for address in ("/text/", text_of(story)):
        answer = client.get(address)
        assert len(answer.content) < 10_240
        assert "public" in answer["Cache-Control"]
        assert "s-maxage" in answer["Cache-Control"]


@pytest.mark.parametrize("many", [1, 5])
def test_words_cost_the_same_few_questions_for_one_thing_and_for_many(
    client, django_assert_max_num_queries, many
):
    section = SectionFactory()
    body = "<p>Words.</p>" + "".join(
        embed("gallery", GalleryFactory(published=True)) + embed("quote", QuoteFactory())
        for _ in range(many)
    )
    for _ in range(many):
        story = StoryFactory(published=True, section=section, body=body, authors=[AuthorFactory()])
    client.get("/robots.txt")

    for address, most in (("/text/", 2), (f"/text/{section.slug}/", 4), (text_of(story), 4)):
        with django_assert_max_num_queries(most):
            assert client.get(address).status_code == 200


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
def test_reading_is_all_that_words_allow(client, method):
    story = StoryFactory(published=True)

    for address in ("/text/", f"/text/{story.section.slug}/", text_of(story)):
        assert getattr(client, method)(address).status_code == 405
