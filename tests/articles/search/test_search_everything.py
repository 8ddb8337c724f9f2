"""Galleries, quotes and people answer the same words by the same rule as stories."""

from datetime import datetime, timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from articles.models import Gallery, Quote, SearchEntry, Story
from articles.search.finding import Search
from tests.factories import (
    AuthorFactory,
    GalleryFactory,
    PictureFactory,
    QuoteFactory,
    SectionFactory,
    StoryFactory,
)

from .searching import published_story

pytestmark = [pytest.mark.database, pytest.mark.django_db]


def found(words, **choice):
    """What `words` find, as text, by kind; kinds without an answer are left out."""
    search = Search(words, **choice)
    kinds = {
        "stories": [story.live.headline for story in search.stories[:9]],
        "galleries": [gallery.title for gallery in search.galleries[:9]],
        "quotes": [quote.text for quote in search.quotes[:9]],
        "people": [person.name for person in search.people[:9]],
    }
    return {kind: answers for kind, answers in kinds.items() if answers}


def in_words(response):
    return " ".join(response.text.split())


def test_a_gallery_is_found_by_its_title_its_standfirst_and_the_captions_it_shows():
    market = PictureFactory(caption="Herring on ice.")
    gallery = GalleryFactory(
        published=True, title="Night market", standfirst="From dusk.", pictures=[market]
    )
    for words in ("night", "dusk", "herrings", "market ice"):
        assert found(words) == {"galleries": ["Night market"]}

    gallery.placements.update(caption="")
    placement = gallery.placements.get()
    placement.caption = "Mackerel on ice."
    placement.save()
    assert found("mackerel") == {"galleries": ["Night market"]}
    assert found("herring") == {}


def test_a_gallery_follows_the_captions_and_the_number_of_its_pictures():
    picture = PictureFactory(caption="Herring on ice.")
    gallery = GalleryFactory(published=True, title="Market", pictures=[picture, PictureFactory()])

    picture.caption = "Cod on ice."
    picture.save()
    assert found("cod") == {"galleries": ["Market"]}
    assert found("herring") == {}

    gallery.placements.filter(picture=picture).first().delete()
    assert found("cod") == {}


def test_a_quote_is_found_by_its_words_its_speaker_the_role_and_the_occasion():
    QuoteFactory(
        text="Count the books.", speaker="Mirela Okafor", role="librarian", source="at the council"
    )

    assert found("counting books") == {"quotes": ["Count the books."]}
    assert found("councils") == {"quotes": ["Count the books."]}
    everything = {"quotes": ["Count the books."], "people": ["Mirela Okafor"]}
    assert found("okafor") == found("librarian") == everything


def test_people_are_authors_with_something_out_and_whoever_is_quoted_each_once():
    writer = AuthorFactory(name="Ana Petrov", role="Court reporter", bio="Keeps bees.")
    published_story("Ferry", authors=[writer])
    StoryFactory(headline="Secret", authors=[AuthorFactory(name="Ana Hidden")])
    for _ in range(2):
        QuoteFactory(speaker="Ana Bell", text="Ring it.")

    assert found("ana")["people"] == ["Ana Petrov", "Ana Bell"]
    assert found("bees") == {"people": ["Ana Petrov"]}
    assert found("courts") == {"people": ["Ana Petrov"]}
    assert found("petrov") == {"stories": ["Ferry"], "people": ["Ana Petrov"]}
    assert "people" not in found("ring")
    assert found("ana -bees")["people"] == ["Ana Bell"]
    addresses = [person.address for person in Search("ana").people[:9]]
    assert addresses == [writer.get_absolute_url(), "/quotes/by/ana-bell/"]


def test_only_what_readers_may_see_is_found_and_counted(client):
    later = timezone.now() + timedelta(hours=1)
    GalleryFactory(title="Zeppelin")
    GalleryFactory(title="Zeppelin", at=later)
    QuoteFactory(text="Zeppelin", runs_on=timezone.localdate() + timedelta(days=1))
    QuoteFactory(text="Zeppelin", story=StoryFactory())
    QuoteFactory(text="Zeppelin", runs_on=None)
    QuoteFactory(speaker="Zeppelin", story=StoryFactory(taken_down="An error"))
    StoryFactory(authors=[AuthorFactory(name="Zeppelin")], at=later)

    assert found("zeppelin") == {}
    assert Search("zeppelin").count == 0
    assert "Did you mean" not in client.get("/search/?q=zepelin").text


def test_a_gallery_and_a_quote_appear_at_their_hour():
    now = timezone.now()
    GalleryFactory(title="Zeppelin", at=now + timedelta(hours=1))
    QuoteFactory(text="Zeppelin", story=StoryFactory(at=now + timedelta(hours=1)))

    assert found("zeppelin") == {}
    for things in (Gallery.objects, Story.objects):
        things.update(published_at=now)
    assert found("zeppelin") == {"galleries": ["Zeppelin"], "quotes": ["Zeppelin"]}


def test_a_section_and_days_leave_out_what_belongs_to_none():
    sport = SectionFactory(slug="sport")
    at = timezone.make_aware(datetime(2026, 6, 30, 12))
    match = published_story(
        "Harbour cup", section=sport, at=at, authors=[AuthorFactory(name="Jo Harbour")]
    )
    GalleryFactory(published=True, title="Harbour")
    QuoteFactory(text="Harbour one", story=match, runs_on=at.date())
    QuoteFactory(text="Harbour two")

    assert found("harbour", section="sport") == {
        "stories": ["Harbour cup"],
        "quotes": ["Harbour one"],
    }
    day = {"first": at.date(), "last": at.date()}
    assert found("harbour", **day) == {"stories": ["Harbour cup"], "quotes": ["Harbour one"]}


def test_a_quote_without_a_day_is_of_the_day_of_its_story():
    at = timezone.make_aware(datetime(2026, 6, 30, 12))
    quote = QuoteFactory(text="Harbour", runs_on=None)
    embed = f'<story-embed data-kind="quote" data-id="{quote.pk}"></story-embed>'
    quote.story = StoryFactory(body=f"<p>Text.</p>{embed}", at=at)
    quote.save()

    assert found("harbour", first=at.date(), last=at.date()) == {
        "stories": ["Bridge reopens after the flood"],
        "quotes": ["Harbour"],
    }
    assert found("harbour", first=at.date() + timedelta(days=1)) == {}


def test_what_is_deleted_leaves_the_index():
    story = StoryFactory(published=True, authors=[AuthorFactory()])
    for thing in (GalleryFactory(published=True), QuoteFactory(), AuthorFactory()):
        thing.delete()
    story.delete_for_good(by=None, reason="It named a child.")

    assert list(SearchEntry.objects.exclude(author__isnull=False)) == []
    assert SearchEntry.objects.count() == 1  # the author of the story


def test_reindexing_brings_back_every_kind():
    GalleryFactory(published=True, title="Harbour")
    QuoteFactory(text="Harbour")
    published_story("Harbour", authors=[AuthorFactory(name="Jo Harbour")])
    before = found("harbour")
    SearchEntry.objects.all().delete()
    assert found("harbour") == {}

    call_command("reindex")
    assert found("harbour") == before
    assert set(before) == {"stories", "galleries", "quotes", "people"}


def test_a_search_shows_the_stories_and_a_few_of_each_other_kind(client):
    for number in range(5):
        GalleryFactory(published=True, title=f"Harbour {number}")
    QuoteFactory(text="The harbour sleeps", speaker="Bo Quay", role="diver")
    published_story(
        "Harbour", authors=[AuthorFactory(name="Jo Harbour", role="Reporter", bio="Writes.")]
    )
    page = in_words(client.get("/search/?q=harbour"))

    assert "1 story found" in page
    assert "“The <mark>harbour</mark> sleeps”" in page
    assert "<b>Bo Quay</b>, diver" in page
    assert "Jo <mark>Harbour</mark>" in page
    assert page.count('<article class="story-item story-item--pictured"') == 2
    assert 'href="?q=harbour&amp;what=galleries"' in page


@pytest.mark.parametrize(
    ("what", "words"),
    [("galleries", "1 gallery found"), ("quotes", "1 quote found"), ("people", "1 person found"),
     ("stories", "1 story found")],
)  # fmt: skip
def test_one_kind_can_be_asked_for_and_the_others_are_still_counted(client, what, words):
    GalleryFactory(published=True, title="Harbour")
    QuoteFactory(text="Harbour")
    published_story("Harbour", authors=[AuthorFactory(name="Jo Harbour")])
    response = client.get(f"/search/?q=harbour&what={what}")

    assert words in in_words(response)
    assert [kind["count"] for kind in response.context["kinds"]] == [4, 1, 1, 1, 1]
    assert response.context["page"].paginator.count == 1


def test_a_kind_without_an_answer_leads_to_the_others(client):
    published_story("Harbour")
    page = client.get("/search/?q=harbour&what=quotes").text

    assert "Nothing of this kind was found" in page
    assert '<a href="?q=harbour">Look at everything that was found</a>' in page


def test_a_narrow_search_without_an_answer_offers_the_whole_paper(client):
    SectionFactory(slug="sport")
    page = client.get("/search/?q=harbour&section=sport&from=2026-01-01&order=newest").text

    assert '<a href="?q=harbour&amp;order=newest">Look in all sections and days</a>' in page


def test_names_are_known_to_whoever_mistypes_them(client):
    QuoteFactory(speaker="Mirela Okafor")
    GalleryFactory(published=True, title="Fish market")

    for wrong, right in (("okaforr", "okafor"), ("makret", "market")):
        page = client.get(f"/search/?q={wrong}").text
        assert f'Did you mean <a href="?q={right}">' in page


def test_an_unknown_kind_is_refused_in_words(client):
    response = client.get("/search/?q=harbour&what=drafts")

    assert response.status_code == 400
    assert "There is no such kind of thing." in response.text


def test_markup_in_any_kind_stays_text(client):
    evil = "<script>alert(1)</script> harbour"
    GalleryFactory(published=True, title=evil, standfirst=evil)
    QuoteFactory(text=evil, speaker=evil, role=evil, source=evil)
    published_story("Harbour", authors=[AuthorFactory(name=evil, role=evil, bio=evil)])

    for what in ("", "galleries", "quotes", "people"):
        assert "<script>alert" not in client.get("/search/", {"q": "harbour", "what": what}).text


def test_an_entry_stands_for_one_thing_in_the_transaction_that_made_it():
    gallery, quote = GalleryFactory(), QuoteFactory()
    gallery.title, quote.speaker = "Second title", "Second speaker"
    gallery.save()
    quote.save(update_fields=["speaker"])

    assert SearchEntry.objects.get(gallery=gallery).headline == "second titl"
    assert SearchEntry.objects.get(quote=quote).headline == "second speaker"
    assert Gallery.objects.count() == Quote.objects.count() == 1
