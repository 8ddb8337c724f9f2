"""Who sees what, and that nothing shows through where it should not."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from articles.models import Gallery, Quote, Story
from tests.factories import (
    AuthorFactory,
    GalleryFactory,
    PictureFactory,
    QuoteFactory,
    SectionFactory,
    StoryFactory,
    TopicFactory,
    editor,
    reporter,
)

pytestmark = pytest.mark.django_db

CANARY = "Kanarienvogel"


def later():
    return timezone.now() + timedelta(hours=1)


def in_every_state_but_published():
    """Stories nobody may read, with the same word in everything that belongs to them."""
    section, topic, author = SectionFactory(), TopicFactory(), AuthorFactory()
    for state in ({}, {"at": later()}, {"taken_down": "A mistake."}):
        gallery = GalleryFactory(title=CANARY)
        quote = QuoteFactory(text=CANARY, runs_on=None)
        picture = PictureFactory(caption=CANARY, alt=CANARY)
        embeds = "".join(
            f'<story-embed data-kind="{kind}" data-id="{thing.pk}"></story-embed>'
            for kind, thing in (("gallery", gallery), ("quote", quote), ("picture", picture))
        )
        story = StoryFactory(
            headline=CANARY, standfirst=CANARY, body=f"<p>{CANARY} by the bridge</p>{embeds}",
            section=section, topics=[topic], authors=[author], lead_picture=picture, **state,
        )  # fmt: skip
        QuoteFactory(text=CANARY, story=story)
    return section, topic, author


def test_no_list_feed_map_or_search_shows_what_is_not_published(client):
    section, topic, author = in_every_state_but_published()
    topic.start_here.set(Story.objects.all())
    GalleryFactory(title=CANARY, at=later())
    QuoteFactory(text=CANARY, runs_on=timezone.localdate() + timedelta(days=1))
    today = timezone.localdate()
    paths = [
        "/", "/latest.rss", "/sitemap.xml", "/search/?q=bridge", "/corrections/", "/galleries/",
        "/quotes/", "/archive/", f"/archive/{today:%Y/%-m/%-d}/", "/nowhere/",
        section.get_absolute_url(), f"{section.get_absolute_url()}latest.rss",
        topic.get_absolute_url(), author.get_absolute_url(),
        f"{topic.get_absolute_url()}latest.rss", f"{author.get_absolute_url()}latest.rss",
        "/sitemap-speakers.xml", "/quotes/by/mirela-okafor/",
    ]  # fmt: skip
    shown = [path for path in paths if CANARY.lower() in client.get(path).text.lower()]

    assert shown == []


def test_nothing_hidden_answers_at_its_own_address(client):
    in_every_state_but_published()
    things = [*Gallery.objects.all(), *Quote.objects.all()]
    things += [*Story.objects.filter(status="draft"), *Story.objects.scheduled()]

    assert {client.get(thing.get_absolute_url()).status_code for thing in things} == {404}


def test_a_gallery_inside_a_story_shows_only_while_it_is_public_itself(client):
    gallery = GalleryFactory(published=True, title="Winter swimmers")
    embed = f'<story-embed data-kind="gallery" data-id="{gallery.pk}"></story-embed>'
    story = StoryFactory(published=True, body=f"<p>One.</p>{embed}")

    assert gallery.title in client.get(story.get_absolute_url()).text
    gallery.withdraw(by=None)
    assert gallery.title not in client.get(story.get_absolute_url()).text


def test_a_quote_is_hidden_while_the_story_it_comes_from_is(client):
    story = StoryFactory(published=True)
    quote = QuoteFactory(story=story)

    assert client.get(quote.get_absolute_url()).status_code == 200
    story.take_down(by=None, reason="A mistake.")
    assert client.get(quote.get_absolute_url()).status_code == 404


def test_tomorrows_quote_waits_for_tomorrow():
    quote = QuoteFactory(runs_on=timezone.localdate() + timedelta(days=1))

    assert quote not in Quote.objects.published()
    assert quote in Quote.objects.published(at=timezone.now() + timedelta(days=1))


def test_an_editor_sees_everything_and_a_reporter_what_is_published_and_their_own():
    ana = reporter()
    by_byline = StoryFactory(authors=[AuthorFactory(user=ana)])
    own, other = StoryFactory(by=ana), StoryFactory()
    public = StoryFactory(published=True)

    assert set(Story.objects.visible_to(ana)) == {by_byline, own, public}
    assert set(Story.objects.visible_to(editor())) == {by_byline, own, other, public}
    assert set(Story.objects.visible_to(AnonymousUser())) == {public}


def test_the_desk_reads_a_draft_at_its_address_and_is_told_so(client):
    story = StoryFactory(headline="Not yet")
    client.force_login(editor())

    answer = client.get(story.get_absolute_url())
    assert "Only the newsroom sees this page." in answer.text
    assert 'content="noindex"' in answer.text
    assert "no-store" in answer["Cache-Control"]
