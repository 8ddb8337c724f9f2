from django.db.models import Prefetch
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from articles.models import Author, Correction, Section, Story, Topic
from newsroom import caching
from newsroom.paging import page_of


@require_safe
@caching.for_readers
def section(request, slug):
    section = get_object_or_404(Section, slug=slug)
    stories = section.stories.published().for_cards().newest_first()
    context = {"section": section, "page": page_of(stories, request)}
    return render(request, "articles/section.html", context)


@require_safe
@caching.for_readers
def topic(request, slug):
    topic = get_object_or_404(Topic, slug=slug)
    stories = topic.stories.published().for_cards().newest_first()
    return render(
        request, "articles/topic.html", {"topic": topic, "page": page_of(stories, request)}
    )


@require_safe
@caching.for_readers
def author(request, slug):
    author = get_object_or_404(Author.objects.select_related("portrait"), slug=slug)
    stories = author.stories.published().for_cards().newest_first()
    context = {"author": author, "page": page_of(stories, request)}
    return render(request, "articles/author.html", context)


@require_safe
@caching.for_readers
def corrections(request):
    """Every correction of a story that readers can see, newest first."""
    stories = Story.objects.published()
    shown = (
        Correction.objects.filter(story__in=stories)
        .prefetch_related(Prefetch("story", stories.for_cards()))
        .order_by("-published_at", "-pk")
    )
    return render(request, "articles/corrections.html", {"page": page_of(shown, request)})
