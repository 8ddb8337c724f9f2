"""What a story takes with it when readers get it, lose it, or find it in another place."""

from datetime import timedelta

from django.utils import timezone

from articles import page_keys
from articles.models import Paper, Picture, Quote, StoryVersion, Topic

# What appears with an earlier hour than this comes between the stories of before.
LATELY = timedelta(days=1)


def keys_of_lists(story, section, at, now):
    """The lists in which a story stands that appears, or appeared, in a section at a moment."""
    keys = {page_keys.STORIES, page_keys.ADDRESSES, page_keys.FRONT}
    keys |= {page_keys.stories_of("section", section), page_keys.topics_in(section)}
    for noun, rows in (("topic", story.topics), ("author", story.authors)):
        keys |= {page_keys.stories_of(noun, pk) for pk in rows.values_list("pk", flat=True)}
    if at:
        day = day_of(at)
        keys |= {page_keys.stories_on(*day[:precision]) for precision in (1, 2, 3)}
        if at < now - LATELY:
            keys.add(page_keys.OLDER_STORIES)
    return keys


def day_of(at):
    """Year, month and day of a moment, where the paper is."""
    day = timezone.localdate(at)
    return day.year, day.month, day.day


def keys_beside(story):
    """What else readers can see only while they have the story.

    Its quotes and corrections, galleries that name it, topics that begin with it, breaking news.
    """
    keys = set(map(page_keys.inside_gallery, story.galleries.values_list("pk", flat=True)))
    keys |= keys_of_quotes(Quote.objects.filter(story=story))
    begin = Topic.objects.filter(start_here=story).values_list("pk", flat=True)
    keys |= set(map(page_keys.beginning_of, begin))
    for correction in story.corrections.all():
        keys.add(page_keys.UPDATES if correction.is_news else page_keys.CORRECTIONS)
    if Paper.objects.filter(breaking_story=story).exists():
        keys.add(page_keys.BREAKING)
    return keys | files_of_portraits(story.authors.all())


def files_of_portraits(authors):
    """Readers have an author's portrait while they have a story of the author (a queryset)."""
    portraits = authors.filter(portrait__isnull=False).values_list("portrait", flat=True)
    return set(map(page_keys.files_of, portraits))


def keys_inside(version):
    """What may be public only because a version (a primary key, or None) shows it."""
    if version:
        version = StoryVersion.objects.filter(pk=version).only("lead_picture").first()
    if version is None:
        return set()
    used = Picture.objects.used_by(version).values_list("pk", flat=True)
    quotes = Quote.objects.filter(embeds__version=version)
    return {page_keys.row("picture", pk) for pk in used} | keys_of_quotes(quotes)


def keys_of_quotes(quotes):
    """The keys of quotes (a queryset), and of the pages that list them."""
    keys = set()
    for pk, slug in quotes.values_list("pk", "speaker_slug"):
        keys |= {page_keys.row("quote", pk), page_keys.quotes_by(slug), page_keys.QUOTES}
    return keys
