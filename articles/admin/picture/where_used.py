"""Where pictures are used, for many of them at once."""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import F, Q, Window
from django.db.models.functions import RowNumber
from django.urls import reverse
from django.utils import timezone

from articles.models import Author, Embed, Gallery, Paper, Placement, Story, StoryVersion
from newsroom.moments import in_words

# Of each picture; there may be a drawing that stands in every weather report.
MOST_USES = 20
CURRENT = Q(story__live=F("pk")) | Q(story__latest=F("pk")) | Q(story__update_version=F("pk"))
OF_CURRENT = (
    Q(version=F("version__story__live"))
    | Q(version=F("version__story__latest"))
    | Q(version=F("version__story__update_version"))
)
BODIES = ("live__body", "latest__body", "update_version__body")


@dataclass(frozen=True)
class Use:
    """One place where a picture stands: of which kind, and its name. `is_out` says whether readers
    have it there."""

    kind: str
    name: str
    address: str
    is_out: bool = False


def uses_of(pictures, user):
    """Where each picture is used, by its id: what readers have comes first.

    Only what this person may see at the desk, up to MOST_USES of each kind; seven queries.
    """
    pks = [picture.pk for picture in pictures]
    uses = defaultdict(list)
    for add in (_in_stories, _in_galleries, _elsewhere):
        for pk, use in add(pks, user):
            if use not in uses[pk]:
                uses[pk].append(use)
    for pk in uses:
        uses[pk].sort(key=lambda use: not use.is_out)
    return uses


def _in_stories(pks, user):
    leads = StoryVersion.objects.filter(CURRENT, lead_picture__in=pks)
    inside = Embed.objects.filter(OF_CURRENT, picture__in=pks)
    rows = _newest(leads, "lead_picture_id", "story", "pk")
    rows += _newest(inside, "picture_id", "version__story", "version")
    stories = Story.objects.visible_to(user).with_hours().defer(*BODIES)
    stories = stories.select_related("live", "latest", "update_version")
    found = stories.in_bulk({story for _, story, _ in rows})
    for pk, story, version in rows:
        if story in found:
            yield pk, _in_story(found[story], version)


def _newest(rows, picture, story, version):
    """(picture, story, version) of the newest stories of each picture, as a list."""
    order = [F(f"{story}__published_at").desc(nulls_first=True), F(story).desc()]
    place = Window(RowNumber(), partition_by=F(picture), order_by=order)
    found = rows.annotate(place=place).filter(place__lte=MOST_USES)
    return list(found.order_by("place").values_list(picture, story, version))


def _in_story(story, version):
    address = reverse("admin:articles_story_change", args=[story.pk])
    if story.is_public and story.text.pk == version:
        return Use("Live story", story.headline, address, is_out=True)
    if story.is_scheduled and story.live_id == version:
        return Use(f"Scheduled for {in_words(story.published_at)}", story.headline, address)
    if story.update_at and story.update_version_id == version:
        return Use(f"Update on {in_words(story.update_at)}", story.headline, address)
    return Use("On the desk", story.headline, address)


def _in_galleries(pks, user):
    place = Window(RowNumber(), partition_by=F("picture"), order_by=F("gallery").desc())
    rows = Placement.objects.filter(picture__in=pks).annotate(place=place)
    rows = list(rows.filter(place__lte=MOST_USES).values_list("picture", "gallery"))
    found = Gallery.objects.visible_to(user).in_bulk({gallery for _, gallery in rows})
    for pk, gallery_id in rows:
        if gallery := found.get(gallery_id):
            address = reverse("admin:articles_gallery_change", args=[gallery_id])
            yield pk, Use(_of_gallery(gallery), gallery.title, address, gallery.is_public)


def _of_gallery(gallery):
    if gallery.is_public:
        return "Gallery that readers have"
    at = gallery.published_at
    is_to_come = at is not None and at > timezone.now()
    return f"Gallery, scheduled for {in_words(at)}" if is_to_come else "Gallery on the desk"


def _elsewhere(pks, user):
    for author in Author.objects.filter(portrait__in=pks)[:MOST_USES]:
        address = reverse("admin:articles_author_change", args=[author.pk])
        yield author.portrait_id, Use("Portrait", author.name, address)
    for paper in Paper.objects.filter(logo__in=pks):
        address = reverse("admin:articles_paper_change", args=[paper.pk])
        yield paper.logo_id, Use("Logo of the paper", paper.shown_name, address, is_out=True)
