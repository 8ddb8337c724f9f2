"""The newsroom's words for piles of things, and the one rule of who sees what.

`published()` is what any reader sees. `visible_to(user)` adds what the desk may see.
Every page, feed, sitemap, search answer, picture and count goes through one of the two. What
hour it is, the database says: all machines that run the site agree about it.
"""

from django.apps import apps
from django.db import models
from django.db.models import Case, Count, Exists, F, OuterRef, Prefetch, Q, Subquery, When
from django.db.models.functions import TruncDate
from django.utils import timezone

from articles.json_rows import json_rows
from newsroom.clock import Now


def _model(name):
    # Querysets are below models: they know them by name only.
    return apps.get_model("articles", name)


# Half the time of a list goes into columns that no card shows.
ON_A_CARD = (
    *("slug", "kind", "prominence", "language", "published_at", "live_label_until", "sponsor"),
    *("status", "update_at", "update_version", "retracted_at"),
    *("section__name", "section__slug"),
    *("live__headline", "live__kicker", "live__standfirst"),
    *(
        f"live__lead_picture__{name}"
        for name in (
            *("key", "width", "height", "widths", "avif_widths", "cropped", "alt"),
            *("focal_x", "focal_y"),
            "withdrawn_at",
        )
    ),
)


class StoryQuerySet(models.QuerySet):
    def published(self, at=None):
        """What readers see at the moment `at` (now)."""
        return self.filter(_is_out(at))

    def visible_to(self, user):
        """Readers see what is published, the desk everything, a reporter also their own."""
        return self.filter(self._is_visible_to(user))

    def with_an_answer(self, user):
        """What has an answer at its address: the story, that it is gone, or where it went.

        Nothing of a story that readers never had.
        """
        has_ended = Q(status__in=["taken_down", "merged"]) | Q(expires_at__lte=Now())
        was_there = Q(published_at__lte=Now()) & ~Q(status="draft")
        return self.filter(self._is_visible_to(user) | has_ended & was_there)

    def taken_down(self):
        return self.filter(status="taken_down")

    def scheduled(self):
        return self.filter(status="published", published_at__gt=Now())

    def expired(self):
        return self.filter(status="published", expires_at__lte=Now())

    def showing(self, at=None, **what):
        """Published stories whose text, as readers get it, has this: lead_picture, embeds …"""
        due = Q(update_at__lte=at or Now())
        live = {f"live__{name}": value for name, value in what.items()}
        update = {f"update_version__{name}": value for name, value in what.items()}
        return self.published(at).filter((Q(update_at=None) | ~due) & Q(**live) | due & Q(**update))

    def with_hours(self):
        """With what the clock says of each story: is_out, has_begun, update_is_due."""
        return self.annotate(
            is_out=_told(_is_out()),
            has_begun=_told(Q(published_at__lte=Now())),
            update_is_due=_told(Q(update_at__lte=Now())),
        )

    def newest_first(self):
        return self.order_by("-published_at", "-pk")

    def for_cards(self):
        """With what a card shows, and nothing else: section, words and picture; one query.

        One more for each story whose scheduled update is due and not yet settled.
        """
        cards = self.select_related("section", "live__lead_picture").only(*ON_A_CARD)
        return cards.annotate(update_is_due=_told(Q(update_at__lte=Now())))

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
        return (
            self.with_hours()
            .select_related("section", "live__lead_picture")
            .annotate(
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
                    _model("Correction").objects.filter(story=story, published_at__lte=Now()),
                    at="published_at",
                    kind="kind",
                    wrong="wrong",
                    text="text",
                    material="material",
                    before="before__number",
                    after="after__number",
                ),
            )
        )

    def near(self, story, topics):
        """As cards: first the one before it in its section, if there is one (`comes_next`).

        Then stories sharing one of the topic ids, then the others of its section.
        """
        before = Q(published_at__lt=story.published_at or Now())
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

    def _is_visible_to(self, user):
        if not (user.is_authenticated and user.is_staff):
            return _is_out()
        if user.has_perm("articles.publish_story"):
            return ~Q(pk__in=[])  # everything; an empty Q would vanish from an "or"
        own = _model("Byline").objects.filter(story=OuterRef("pk"), author__user=user)
        return _is_out() | Q(created_by=user) | Exists(own)


def _is_out(at=None):
    """The one rule: whether readers see a story at that moment (now)."""
    at = at or Now()
    begun = Q(status="published", published_at__lte=at)
    return begun & (Q(expires_at=None) | Q(expires_at__gt=at))


def _told(condition):
    # Not the condition alone, which is unknown where there is no hour.
    return Case(When(condition, then=True), default=False)


class PictureQuerySet(models.QuerySet):
    def published(self):
        """Pictures that something public shows: a live story, a gallery or an author.

        None that was withdrawn, whatever uses it.
        """
        stories = _model("Story").objects
        galleries = _model("Gallery").objects.published()
        return self.filter(withdrawn_at=None).filter(
            Exists(stories.showing(lead_picture=OuterRef("pk")))
            | Exists(stories.showing(embeds__picture=OuterRef("pk")))
            | Exists(galleries.filter(placements__picture=OuterRef("pk")))
            | Exists(_model("Author").objects.published().filter(portrait=OuterRef("pk")))
            | Exists(_model("Paper").objects.filter(logo=OuterRef("pk")))
        )

    def visible_to(self, user):
        if user.is_staff and user.has_perm("articles.view_picture"):
            return self
        return self.published()

    def on_page_of(self, version):
        """Those that a version's page shows: lead, embedded ones, covers of its galleries."""
        embeds = _model("Embed").objects.filter(version=version)
        return self.filter(
            Q(pk=version.lead_picture_id)
            | Q(pk__in=embeds.values("picture"))
            | Q(pk__in=embeds.values("gallery__cover"))
        )

    def used_by(self, version):
        """Those on its page, and all inside its galleries."""
        inside = _model("Placement").objects.filter(gallery__embeds__version=version)
        return self.on_page_of(version) | self.filter(pk__in=inside.values("picture"))


class PlacementQuerySet(models.QuerySet):
    def shown(self):
        """Those whose picture was not withdrawn: what readers get of a gallery."""
        return self.filter(picture__withdrawn_at=None)


class GalleryQuerySet(models.QuerySet):
    def published(self, at=None):
        """Galleries whose hour has come, as long as they have a picture to show."""
        return self.filter(_has_pictures("pk"), published_at__lte=at or Now())

    def visible_to(self, user):
        """Readers see what is published, the desk everything; with `is_out`."""
        told = self.annotate(is_out=_told(Q(_has_pictures("pk"), published_at__lte=Now())))
        if user.is_staff and user.has_perm("articles.view_gallery"):
            return told
        return told.published()

    def newest_first(self):
        return self.order_by("-published_at", "-pk")

    def for_cards(self):
        """With the cover and the number of pictures shown (`picture_count`); one query."""
        return self.select_related("cover").annotate(picture_count=_count_of_pictures("pk"))


class EmbedQuerySet(models.QuerySet):
    def with_things(self):
        """With pictures, galleries (and their `gallery_size`) and quotes; one query.

        `is_shown` says whether readers may see the thing inside this story: a gallery only
        while it is public itself, a picture until it is withdrawn, a quote not while it is under
        embargo or belongs to another story that is hidden.
        """
        stories = _model("Story").objects.published()
        hidden_gallery = Q(gallery__isnull=False) & (
            ~Q(gallery__published_at__lte=Now()) | ~_has_pictures("gallery")
        )
        hidden_picture = Q(picture__withdrawn_at__isnull=False)
        from_elsewhere = Q(quote__story__isnull=False) & ~Q(quote__story=F("version__story"))
        hidden_quote = Q(quote__not_before__gt=Now()) | (
            from_elsewhere & ~Exists(stories.filter(pk=OuterRef("quote__story")))
        )
        return self.select_related("picture", "gallery__cover", "quote").annotate(
            gallery_size=_count_of_pictures("gallery"),
            is_shown=Case(
                When(hidden_gallery | hidden_picture | hidden_quote, then=False), default=True
            ),
        )


def _has_pictures(gallery):
    return Exists(_model("Placement").objects.shown().filter(gallery=OuterRef(gallery)))


def _count_of_pictures(gallery):
    placements = _model("Placement").objects.shown().filter(gallery=OuterRef(gallery)).order_by()
    return Subquery(placements.values("gallery").annotate(count=Count("pk")).values("count"))


class QuoteQuerySet(models.QuerySet):
    def published(self, at=None):
        """Quotes whose day has come and whose story is not hidden, and those in live stories.

        None before the hour of its embargo.
        """
        stories = _model("Story").objects
        story_is_public = Q(story=None) | Exists(stories.published(at).filter(pk=OuterRef("story")))
        free = Q(not_before=None) | Q(not_before__lte=at or Now())
        shown = Q(runs_on__lte=_day(at)) | Exists(stories.showing(at, embeds__quote=OuterRef("pk")))
        return self.filter(free & story_is_public & shown)

    def visible_to(self, user):
        if user.is_staff and user.has_perm("articles.view_quote"):
            return self
        return self.published()

    def of_the_day(self):
        """Those whose day has come, newest day first.

        One that stands in a live story may be public before its day.
        """
        return self.filter(runs_on__lte=_day()).order_by("-runs_on", "-pk")


def _day(at=None):
    """The paper's day at that moment (today)."""
    return timezone.localdate(at) if at else TruncDate(Now())


class TopicQuerySet(models.QuerySet):
    def published(self):
        """Topics that readers can meet: those of a story that they can see."""
        return self.filter(
            Exists(_model("Story").objects.published().filter(topics=OuterRef("pk")))
        )


class AuthorQuerySet(models.QuerySet):
    def published(self):
        """Authors of a story that readers can see."""
        stories = _model("Story").objects.published()
        return self.filter(Exists(stories.filter(authors=OuterRef("pk"))))


class CorrectionQuerySet(models.QuerySet):
    def published(self):
        """Corrections whose hour has come, of stories that readers can see."""
        stories = _model("Story").objects.published()
        return self.filter(Exists(stories.filter(pk=OuterRef("story"))), published_at__lte=Now())

    def with_numbers(self):
        """With the numbers of the versions before and after it."""
        return self.annotate(before_number=F("before__number"), after_number=F("after__number"))


class VersionQuerySet(models.QuerySet):
    def published(self):
        """Versions that readers have had or have, of stories that they can see."""
        stories = _model("Story").objects.published()
        appearances = _model("Appearance").objects.begun()
        return self.filter(
            Exists(stories.filter(pk=OuterRef("story"))),
            Exists(appearances.filter(version=OuterRef("pk"))),
        )


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
