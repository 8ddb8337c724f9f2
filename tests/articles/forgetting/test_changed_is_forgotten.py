"""Whatever the desk does, the pages that change are the pages that are forgotten."""

import pytest
from django.db import transaction

from articles.models import Byline, Correction, Paper, Policy, Section
from articles.publishing import Change
from tests.factories import (
    CommentFactory,
    GalleryFactory,
    PictureFactory,
    QuoteFactory,
    StoryFactory,
)
from tests.tiers import one_in_a_quick_run

from .paper_before import World, begin, changed_and_forgotten, forgotten_since, kinds

pytestmark = pytest.mark.django_db

ACTIONS = {}
SHARES = 6  # of one paper each, at which all actions of a share are tried


def action(function):
    ACTIONS[function.__name__] = function
    return function


@action
def a_story_is_published(paper):
    StoryFactory(
        published=True, section=paper.section, topics=[paper.topic], authors=[paper.author]
    )


@action
def a_story_gets_another_text(paper):
    story = paper.story
    story.write(by=None, body="<p>It is all different now.</p>")
    story.update(by=None)


@action
def a_story_gets_another_headline(paper):
    other = paper.other
    other.write(by=None, headline="Another headline")
    other.update(by=None)


@action
def a_draft_is_written(paper):
    paper.other.write(by=None, headline="Not yet")


@action
def a_story_is_corrected(paper):
    other = paper.other
    other.write(by=None, standfirst="Eleven.")
    other.update(by=None, change=Change("correction", "Eleven.", wrong="Ten."))


@action
def a_story_is_taken_down(paper):
    paper.story.take_down(by=None, reason="A court.")


@action
def a_story_is_retracted(paper):
    paper.other.retract(by=None, reason="It was wrong.")


@action
def a_story_is_merged(paper):
    paper.other.merge_into(paper.story, by=None)


@action
def a_story_is_deleted(paper):
    paper.other.delete_for_good(by=None, reason="A person asked.")


@action
def a_story_moves_to_another_section(paper):
    other = paper.other
    other.section = paper.section
    other.save()


@action
def a_story_gets_a_topic(paper):
    paper.other.topics.add(paper.topic)


@action
def a_story_loses_its_topic(paper):
    paper.story.topics.clear()


@action
def a_story_gets_an_author(paper):
    Byline.objects.create(story=paper.other, author=paper.author, position=2)


@action
def a_story_goes_to_the_top(paper):
    other = paper.other
    other.prominence = 2
    other.save()


@action
def a_story_closes_its_views(paper):
    other = paper.other
    other.comments_open = False
    other.save()


@action
def a_view_is_approved(paper):
    comment = CommentFactory(story=paper.other, status="waiting")
    type(comment).objects.filter(pk=comment.pk).approve(by=None)


@action
def a_picture_gets_another_caption(paper):
    picture = paper.story.live.lead_picture
    picture.caption = "At the harbour."
    picture.save()


@action
def a_picture_is_withdrawn(paper):
    paper.gallery.placements.first().picture.withdraw(by=None, reason="A person asked.")


@action
def a_gallery_is_published(paper):
    GalleryFactory(published=True)


@action
def a_gallery_is_withdrawn(paper):
    paper.gallery.withdraw(by=None)


@action
def a_gallery_gets_a_picture(paper):
    paper.other_gallery.put_in([PictureFactory()], by=None)


@action
def a_gallery_gets_another_order(paper):
    paper.gallery.put_in_order(list(paper.gallery.placements.all())[::-1], by=None)


@action
def a_gallery_names_a_story(paper):
    paper.gallery.stories.add(paper.other)


@action
def a_quote_of_the_day_comes(paper):
    QuoteFactory(story=paper.other, speaker="Ines Duarte")


@action
def a_quote_is_changed(paper):
    quote = paper.quote
    quote.text = "It is warm."
    quote.save()


@action
def a_speaker_is_renamed(paper):
    quote = paper.quote
    quote.speaker = "Mirela Okafor-Lund"
    quote.save()


@action
def a_section_is_renamed(paper):
    section = Section.objects.get(pk=paper.other_section.pk)
    section.name, section.slug = "Harbour", "harbour"
    section.save()


@action
def a_topic_is_renamed(paper):
    topic = paper.other_topic
    topic.name, topic.slug = "Ferries", "ferries"
    topic.save()


@action
def a_topic_says_where_to_begin(paper):
    paper.topic.start_here.add(paper.other)


@action
def a_topic_becomes_another(paper):
    paper.other_topic.merge_into(paper.topic, by=None)


@action
def an_author_is_renamed(paper):
    author = paper.other_author
    author.name = "Ana Brik"
    author.save()


@action
def an_author_gets_another_portrait(paper):
    author = paper.other_author
    author.portrait = PictureFactory()
    author.save()


@action
def an_author_becomes_another(paper):
    paper.other_author.merge_into(paper.author, by=None)


@action
def a_policy_is_rewritten(paper):
    policy = Policy.objects.get()
    policy.body = "<p>We take nothing.</p>"
    policy.save()


@action
def the_paper_is_renamed(paper):
    row = Paper.objects.get()
    row.name = "The Portside Mail"
    row.save()


@action
def news_breaks(paper):
    Paper.objects.get().break_news("The bridge is open.", by=None, hours=2, story=paper.other)


@action
def a_correction_is_worded_anew(paper):
    correction = Correction.objects.get()
    correction.text = "There are eleven libraries."
    correction.save()


# What is made anew though it stays the same, by kind of page: a key is all that a kind says.
ALWAYS = {"old address", "rendition", "sitemap", "sitemap-part"}
FEEDS = {"author-feed", "latest-feed", "section-feed", "topic-feed"}
IN_TEXT = {"text-front", "text-section"}
VERSIONS = {"story-version", "story-version-changes"}
GALLERIES = {"galleries", "gallery", "gallery-picture"}
ALSO = {
    "a_correction_is_worded_anew": {*FEEDS, *VERSIONS},
    "a_gallery_gets_another_order": {"text-story"},
    "a_gallery_names_a_story": {"gallery", "gallery-picture", "text-story"},
    "a_picture_gets_another_caption": {
        *FEEDS, *IN_TEXT, "archive-day", "author", "corrections", "corrections-feed", "front",
        "section", "story", "story-version-changes", "topic",
    },
    "a_picture_is_withdrawn": {"story-version-changes"},
    "a_speaker_is_renamed": {"front"},
    "a_story_gets_a_topic": {"section", "text-story"},
    "a_story_gets_an_author": {"front", "section"},
    "a_story_gets_another_text": {*GALLERIES, "front", "quote", "quotes", "speaker"},
    "a_story_goes_to_the_top": {
        *FEEDS, *IN_TEXT, "author", "gallery", "section", "story", "text-story", "topic",
    },
    "a_story_is_corrected": IN_TEXT,
    **{f"a_story_is_{what}": {"archive"} for what in ("deleted", "merged", "published")},
    "a_story_is_taken_down": {*GALLERIES, "archive", "text-story"},
    "a_story_loses_its_topic": {*VERSIONS, "section", "text-story"},
    "a_story_moves_to_another_section": {"archive", "archive-month", "archive-year", "story"},
    "an_author_becomes_another": {"front"},
    "an_author_gets_another_portrait": {*FEEDS, "story", "text-story"},
    "the_paper_is_renamed": {"icon"},
}  # fmt: skip


@pytest.mark.parametrize("share", one_in_a_quick_run(range(SHARES), 0))
def test_what_changes_is_forgotten_and_little_else(share, thoroughly):
    paper = World()
    before = paper.look()
    names = sorted(ACTIONS)[share :: SHARES if thoroughly else 3 * SHARES]
    missed, more = {}, {}
    for name in names:
        with transaction.atomic():
            number = begin()
            ACTIONS[name](paper)
            keys = forgotten_since(number)
            changed, forgotten = changed_and_forgotten(before, paper.look(), keys)
            transaction.set_rollback(True)
        missed[name] = changed - forgotten
        more[name] = kinds(forgotten - changed) - ALWAYS

    assert missed == {name: set() for name in names}
    assert more == {name: ALSO.get(name, set()) for name in names}
