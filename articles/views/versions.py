"""Versions of a story that readers had, at permanent addresses, and what changed between them."""

from django.db.models import Case, F, When
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import translation
from django.utils.html import escape

from articles import body, page_keys
from articles.body import media, paragraph_ids
from articles.body.comparing import compare
from articles.models import Appearance, Byline, Picture, Sound, StoryVersion
from articles.models.embed import Embed, shown
from newsroom import caching, redirects, security
from newsroom.clock import Now
from newsroom.methods import require_safe
from newsroom.page_store.keys import shows
from newsroom.wording import speaking

from .story_context import byline_of, languages

PARAGRAPH_LINK = '<a class="to-here no-print" href="#{{id}}" aria-label="{}">¶</a>'


@require_safe
@caching.for_readers
def story_version(request, section, pk, number):
    """One version that readers had, for whoever wants to cite it."""
    version = _published(pk, number)
    if section != version.story.section.slug:
        return _redirect(request, version)
    context = _version_context(version)
    with speaking(version.story.language):
        link = PARAGRAPH_LINK.format(escape(translation.gettext("This paragraph on this page")))
        embeds = _embeds_in(version)
        text = paragraph_ids.with_ids(version.body, link)
        context["body"] = body.render(text, embeds, dateline=version.dateline, plays=True)
    context["has_lead_picture"] = embeds.get(("picture", version.lead_picture_id)) is not None
    context["byline"] = byline_of(version.story, _authors(version.story))
    hosts = context["hosts"] = media.hosts(version.body)
    return security.let_ask(render(request, "articles/version.html", context), hosts)


@require_safe
@caching.for_readers
def story_version_changes(request, section, pk, number):
    """The difference between a version and what readers had before it."""
    version = _published(pk, number)
    if section != version.story.section.slug:
        return _redirect(request, version)
    context = _version_context(version)
    if context["before"] is None:
        raise Http404
    before = _published(pk, context["before"])
    with speaking(version.story.language):
        difference = compare(before, version, _embeds_in(before, version))
    return render(request, "articles/version_changes.html", context | {"difference": difference})


def _published(pk, number):
    """A version that readers had. All others are as if they had never been written."""
    versions = StoryVersion.objects.published().select_related("story__section", "lead_picture")
    return get_object_or_404(versions, story=pk, number=number)


def _redirect(request, version):
    section = version.story.section.slug
    args = [section, version.story_id, version.number]
    address = reverse(request.resolver_match.view_name, args=args)
    return redirects.permanent(request, address)


def _version_context(version):
    """When readers had the version, and what they had before it (`before`, a number or None)."""
    story = version.story
    shows(page_keys.text_of(story.pk))
    turns = Appearance.objects.filter(story=story).begun().order_by("since", "pk")
    # An end that lies ahead is the newsroom's business.
    turns = turns.annotate(ended=Case(When(until__lte=Now(), then=F("until"))))
    turns = list(turns.values_list("version__number", "since", "ended"))
    numbers = [number for number, _, _ in turns]
    if version.number not in numbers:
        raise Http404
    first = numbers.index(version.number)
    periods = [(since, ended) for number, since, ended in turns if number == version.number]
    return languages(story) | {
        "version": version,
        "story": story,
        "section": story.section,
        "periods": periods,
        "since": periods[0][0],
        "is_current": periods[-1][1] is None,
        "before": numbers[first - 1] if first else None,
    }


def _authors(story):
    rows = Byline.objects.filter(story=story).order_by("position").select_related("author")
    return [
        {"name": a.name, "slug": a.slug, "role": a.role, "location": a.location}
        for a in (row.author for row in rows)
    ]


def _embeds_in(*versions):
    """What stands in these versions and may be shown today: {(kind, id): model instance}.

    None in place of a picture that nothing public shows any more.
    """
    embeds = list(Embed.objects.with_items().filter(version__in=versions))
    pictures = {embed.picture_id for embed in embeds}
    pictures |= {version.lead_picture_id for version in versions}
    pictures.discard(None)
    public = Picture.objects.published().in_bulk(pictures)
    items = shown(embeds)
    if sounds := {embed.sound_id for embed in embeds} - {None}:
        heard = Sound.objects.published().in_bulk(sounds)
        items |= {("sound", pk): heard.get(pk) for pk in sounds}
    return items | {("picture", pk): public.get(pk) for pk in pictures}
