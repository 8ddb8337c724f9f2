"""Lists of stories: of a section, a topic, an author; and the corrections."""

from django.db.models import Count, Prefetch
from django.shortcuts import get_object_or_404, render

from articles import composing, page_keys
from articles.addresses.former_names import leads_on
from articles.models import Author, Correction, Section, Story, Topic
from articles.models.topic import START_HERE
from articles.querysets import ListedStories
from newsroom import caching
from newsroom.methods import require_safe
from newsroom.page_store.keys import shows
from newsroom.paging import page_of

STORIES_FOR_TOPICS = 100
SUB_TOPICS = 6


@require_safe
@caching.for_readers
@leads_on("section")
def section(request, slug):
    """A section's stories, and what they are about lately."""
    section = get_object_or_404(Section, slug=slug)
    shows(page_keys.stories_of("section", section.pk), page_keys.topics_in(section.pk))
    stories = section.stories.published().newest_first()
    context = {
        "section": section,
        "topics": _common_topics(stories[:STORIES_FOR_TOPICS]),
        "page": page_of(stories.for_cards(), request),
    }
    return render(request, "articles/section.html", context)


def _common_topics(stories):
    """The topics that several of the stories share, most shared first; one query."""
    topics = Topic.objects.filter(stories__in=stories.values("pk")).only("name", "slug")
    topics = topics.annotate(times=Count("stories")).filter(times__gte=2)
    return topics.order_by("-times", "name")[:SUB_TOPICS]


@require_safe
@caching.for_readers
@leads_on("topic")
def topic(request, slug):
    """What a topic is, where to begin, and all its stories."""
    topic = get_object_or_404(Topic.objects.published(), slug=slug)
    shows(page_keys.stories_of("topic", topic.pk))
    page = page_of(ListedStories(topic.links), request)
    context = {"topic": topic, "page": page}
    if page.number == 1:
        shows(page_keys.beginning_of(topic.pk))
        # In the order in which they were written, as somebody new would read them.
        begin = topic.start_here.published().for_cards().order_by("published_at", "pk")
        context["start_here"] = list(begin[:START_HERE])
        context["start_composition"] = composing.in_a_row(context["start_here"])
    return render(request, "articles/topic.html", context)


@require_safe
@caching.for_readers
@leads_on("author")
def author(request, slug):
    """An author and all their stories, newest first; 404 while none is public."""
    author = get_object_or_404(Author.objects.published().select_related("portrait"), slug=slug)
    shows(page_keys.stories_of("author", author.pk))
    context = {"author": author, "page": page_of(ListedStories(author.bylines), request)}
    return render(request, "articles/author.html", context)


@require_safe
@caching.for_readers
def corrections(request):
    """What was wrong in stories that readers can see, newest first."""
    shows(page_keys.CORRECTIONS)
    return _changes_page(request, "corrections", Correction.objects.of_mistakes())


@require_safe
@caching.for_readers
def updates(request):
    """What was added to stories that readers can see, where nothing was wrong; newest first."""
    shows(page_keys.UPDATES)
    return _changes_page(request, "updates", Correction.objects.of_news())


def _changes_page(request, name, changes):
    stories = Prefetch("story", Story.objects.published().for_cards())
    shown = changes.published().with_numbers().prefetch_related(stories)
    page = page_of(shown.order_by("-published_at", "-pk"), request)
    return render(request, "articles/corrections.html", {"page": page, "name": name})
