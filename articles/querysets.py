"""The newsroom's words for piles of things, and the one rule of who sees what.

`published()` is what any reader sees. `visible_to(user)` adds what the desk may see.
Every page, feed, sitemap, search answer, picture and count goes through one of the two.
"""

from django.apps import apps
from django.db import models
from django.db.models import Case, Count, Exists, OuterRef, Prefetch, Q, Subquery, When
from django.utils import timezone

from articles.json_rows import json_rows


def _model(name):
    # Querysets are below models: they know them by name only.
    return apps.get_model("articles", name)


# Half the time of a list goes into columns that no card shows.
ON_A_CARD = (
    *("slug", "kind", "prominence", "language", "published_at", "live_label_until", "sponsor"),
    *("section__name", "section__slug"),
    *("live__headline", "live__kicker", "live__standfirst"),
    *(
        f"live__lead_picture__{name}"
        for name in (
            *("key", "width", "height", "widths", "avif_widths", "alt", "focal_x", "focal_y"),
        )
    ),
)


class StoryQuerySet(models.QuerySet):
    def published(self, at=None):
        """What readers see at the moment `at` (now)."""
        return self.filter(self._is_published(at))

    def visible_to(self, user):
        """Readers see what is published, the desk everything, a reporter also their own."""
        return self.filter(self._is_visible_to(user))

    def visible_or_taken_down(self, user):
        """What has an answer at its address: the story, or why it is gone."""
        return self.filter(self._is_visible_to(user) | Q(status="taken_down"))

    def taken_down(self):
        return self.filter(status="taken_down")

    def scheduled(self):
        return self.filter(status="published", published_at__gt=timezone.now())

    def newest_first(self):
        return self.order_by("-published_at", "-pk")

    def for_cards(self):
        """With what a card shows, and nothing else: section, words and picture; one query."""
        return self.select_related("section", "live__lead_picture").only(*ON_A_CARD)

    def with_authors(self):
        """With bylines in their order; one query more."""
        return self.prefetch_related(
            Prefetch("bylines", _model("Byline").objects.select_related("author__portrait"))
        )

    def for_page(self):
        """With all that a story page says of the story itself; one query.

        Authors, topics and corrections come as rows of JSON (`byline_rows`, `topic_rows`,
        `correction_rows`): three queries fewer for each reader.
        """
        story = OuterRef("pk")
        return self.select_related("section", "live__lead_picture").annotate(
            byline_rows=json_rows(
                _model("Byline").objects.filter(story=story),
                position="position",
                pk="pk",
                name="author__name",
                slug="author__slug",
                role="author__role",
                location="author__location",
                bio="author__bio",
            ),
            topic_rows=json_rows(
                _model("Topic").objects.filter(stories=story), id="pk", name="name", slug="slug"
            ),
            correction_rows=json_rows(
                _model("Correction").objects.filter(story=story),
                at="published_at",
                kind="kind",
                text="text",
                material="material",
            ),
        )

    def near(self, story, topics):
        """As cards: first the one before it in its section, if there is one (`comes_next`).

        Then stories sharing one of the topic ids, then the others of its section.
        """
        before = Q(published_at__lt=story.published_at or timezone.now())
        before |= Q(published_at=story.published_at, pk__lt=story.pk)
        next_one = self.filter(before, section=story.section_id).newest_first()
        cards = self.for_cards().annotate(
            # Not a comparison alone, which would be unknown where there is none.
            comes_next=Case(When(pk=Subquery(next_one.values("pk")[:1]), then=1), default=0)
        )
        if not topics:
            in_section = cards.filter(section=story.section_id)
            return in_section.order_by("-comes_next", "-published_at", "-pk")
        through = self.model.topics.through.objects.filter(story=OuterRef("pk"))
        return (
            cards.alias(shares_topic=Exists(through.filter(topic__in=topics)))
            .filter(Q(section=story.section_id) | Q(shares_topic=True))
            .order_by("-comes_next", "-shares_topic", "-published_at", "-pk")
        )

    def _is_published(self, at=None):
        return Q(status="published", published_at__lte=at or timezone.now())

    def _is_visible_to(self, user):
        if not (user.is_authenticated and user.is_staff):
            return self._is_published()
        if user.has_perm("articles.publish_story"):
            return ~Q(pk__in=[])  # everything; an empty Q would vanish from an "or"
        own = _model("Byline").objects.filter(story=OuterRef("pk"), author__user=user)
        return self._is_published() | Q(created_by=user) | Exists(own)


class PictureQuerySet(models.QuerySet):
    def published(self):
        """Pictures that something public shows: a live story, a gallery or an author."""
        live = _model("Story").objects.published()
        galleries = _model("Gallery").objects.published()
        return self.filter(
            Exists(live.filter(live__lead_picture=OuterRef("pk")))
            | Exists(live.filter(live__embeds__picture=OuterRef("pk")))
            | Exists(galleries.filter(placements__picture=OuterRef("pk")))
            | Exists(_model("Author").objects.filter(portrait=OuterRef("pk")))
            | Exists(_model("Paper").objects.filter(logo=OuterRef("pk")))
        )

    def visible_to(self, user):
        if user.is_staff and user.has_perm("articles.view_picture"):
            return self
        return self.published()


class GalleryQuerySet(models.QuerySet):
    def published(self, at=None):
        return self.filter(published_at__lte=at or timezone.now())

    def visible_to(self, user):
        if user.is_staff and user.has_perm("articles.view_gallery"):
            return self
        return self.published()

    def newest_first(self):
        return self.order_by("-published_at", "-pk")

    def for_cards(self):
        """With the cover and the number of pictures (`picture_count`); one query."""
        return self.select_related("cover").annotate(picture_count=_count_of_pictures("pk"))


class EmbedQuerySet(models.QuerySet):
    def with_things(self):
        """With pictures, galleries (and their `gallery_size`) and quotes; one query."""
        return self.select_related("picture", "gallery__cover", "quote").annotate(
            gallery_size=_count_of_pictures("gallery")
        )


def _count_of_pictures(gallery):
    placements = _model("Placement").objects.filter(gallery=OuterRef(gallery)).order_by()
    return Subquery(placements.values("gallery").annotate(count=Count("pk")).values("count"))


class QuoteQuerySet(models.QuerySet):
    def published(self, at=None):
        """Quotes whose day has come and whose story is not hidden, and those in live stories."""
        now = at or timezone.now()
        live = _model("Story").objects.published(now)
        story_is_public = Q(story=None) | Exists(live.filter(pk=OuterRef("story")))
        return self.filter(
            Q(runs_on__lte=timezone.localdate(now)) & story_is_public
            | Exists(live.filter(live__embeds__quote=OuterRef("pk"))) & story_is_public
        )

    def visible_to(self, user):
        if user.is_staff and user.has_perm("articles.view_quote"):
            return self
        return self.published()

    def of_the_day(self):
        """Those whose day has come, newest day first.

        One that stands in a live story may be public before its day.
        """
        return self.filter(runs_on__lte=timezone.localdate()).order_by("-runs_on", "-pk")


class PaperQuerySet(models.QuerySet):
    def for_page(self):
        """With what stands around every page, as rows of JSON; one query.

        `section_rows` and `policy_rows` come in no order: see their `position`.
        """
        return self.select_related("logo").annotate(
            section_rows=json_rows(
                _model("Section").objects.all(),
                pk="pk",
                name="name",
                slug="slug",
                description="description",
                position="position",
                in_bar="in_bar",
                front_layout="front_layout",
            ),
            policy_rows=json_rows(
                _model("Policy").objects.all(),
                pk="pk",
                title="title",
                slug="slug",
                position="position",
            ),
        )
