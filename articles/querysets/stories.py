"""What readers and the desk see of stories."""

from django.db import models
from django.db.models import BooleanField, Exists, OuterRef, Prefetch, Q
from django.db.models.expressions import RawSQL

from articles.querysets.json_rows import json_rows
from newsroom.clock import Now
from newsroom.kept_rows import KeptRows

from . import rule
from .own import is_own

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
            *("focal_x", "focal_y", "colour"),
            "withdrawn_at",
        )
    ),
)


class StoryQuerySet(models.QuerySet):
    def published(self, at=None):
        """What readers see at the moment `at` (now)."""
        return self.filter(rule.is_out(at))

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

    def with_the_editors(self):
        """Those of which a text waits to be read or for its hour: few, by an index of their own."""
        # Word for word as the index says it: of a parameter SQLite does not know what it will be.
        return self.filter(RawSQL("NOT (articles_story.stage = 'draft')", [], BooleanField()))

    def scheduled(self):
        return self.filter(status="published", published_at__gt=Now())

    def expired(self):
        return self.filter(status="published", expires_at__lte=Now())

    def some_show(self, at=None, **what):
        """Whether a published story's text, as readers get it, has this: a condition.

        For the query of what is shown: `some_show(lead_picture=OuterRef("pk"))`, `embeds__quote=…`.
        Live texts and updates that are due are asked one after the other: for an "or" between
        two joined tables no index serves, and all stories would be read.
        """
        due = Q(update_at__lte=at or Now())
        live = {f"live__{name}": value for name, value in what.items()}
        update = {f"update_version__{name}": value for name, value in what.items()}
        out = self.published(at)
        in_live = out.filter(Q(update_at=None) | ~due, **live)
        return Exists(in_live) | Exists(out.filter(due, **update))

    def first_that_show(self, picture):
        """Stories that readers have, with this picture in their text as it is now: as lead or
        within, by an update or before it the oldest of each; at most four."""
        due = Q(update_at__lte=Now())
        out = self.published().select_related("section").order_by("published_at", "pk")
        for name in ("lead_picture", "embeds__picture"):
            yield from out.filter(Q(update_at=None) | ~due, **{f"live__{name}": picture})[:1]
            yield from out.filter(due, **{f"update_version__{name}": picture})[:1]

    def with_hours(self):
        """With what the clock says of each story: is_out, has_begun, update_is_due."""
        return self.annotate(
            is_out=rule.as_boolean(rule.is_out()),
            has_begun=rule.as_boolean(Q(published_at__lte=Now())),
            update_is_due=rule.as_boolean(Q(update_at__lte=Now())),
        )

    def newest_first(self):
        return self.order_by("-published_at", "-pk")

    def for_cards(self):
        """With what a card shows, and nothing else: section, words and picture; one query.

        One more for each story whose scheduled update is due and not yet settled.
        """
        cards = self.select_related("section", "live__lead_picture").only(*ON_A_CARD)
        cards = cards.annotate(
            update_is_due=rule.as_boolean(Q(update_at__lte=Now())),
            label_is_on=rule.as_boolean(Q(live_label_until__gt=Now())),
        )
        cards._iterable_class = KeptRows
        return cards

    def with_authors(self):
        """With bylines in their order; one query more."""
        return self.prefetch_related(
            Prefetch("bylines", rule.model("Byline").objects.select_related("author__portrait"))
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
                    rule.model("Byline").objects.filter(story=story),
                    position="position",
                    author="author",
                    name="author__name",
                    slug="author__slug",
                    role="author__role",
                    location="author__location",
                    bio="author__bio",
                ),
                topic_rows=json_rows(
                    rule.model("Topic").objects.filter(stories=story),
                    id="pk",
                    name="name",
                    slug="slug",
                ),
                correction_rows=json_rows(
                    rule.model("Correction").objects.filter(story=story, published_at__lte=Now()),
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

    def _is_visible_to(self, user):
        if not (user.is_authenticated and user.is_staff):
            return rule.is_out()
        if user.has_perm("articles.publish_story"):
            return ~Q(pk__in=[])  # everything; an empty Q would vanish from an "or"
        return rule.is_out() | is_own(user)
