from functools import partial

from django.conf import settings
from django.db import models, transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from articles import body, publishing
from articles.querysets import StoryQuerySet
from newsroom.slugs import slugify

from .embed import Embed
from .fields import UnicodeSlugField
from .version import StoryVersion

# Scripts written from right to left, by the language codes a newsroom may choose.
RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ur", "ckb", "yi", "dv", "ps", "sd", "ug"})


def languages():
    # A callable, or each new Django would ask for a migration.
    return settings.LANGUAGES


class Story(models.Model):
    """A story's identity and state. What it says stands in its versions.

    `latest` is what the desk works on, `live` is what readers get. Writing makes a new
    version and moves `latest`; publishing moves `live`. Whether readers see the story is
    asked of the clock each time: a story scheduled for six appears at six, with no timer.
    """

    class Status(models.TextChoices):
        DRAFT = "draft", "Draft"
        PUBLISHED = "published", "Published"
        TAKEN_DOWN = "taken_down", "Taken down"

    class Kind(models.TextChoices):
        NEWS = "news", _("News")
        OPINION = "opinion", _("Opinion")
        ANALYSIS = "analysis", _("Analysis")
        REVIEW = "review", _("Review")
        INTERVIEW = "interview", _("Interview")
        OBITUARY = "obituary", _("Obituary")

    class Prominence(models.IntegerChoices):
        BRIEF = 0, "In brief"
        NORMAL = 1, "Normal"
        TOP = 2, "Top of the front page"

    section = models.ForeignKey(
        "articles.Section", on_delete=models.PROTECT, related_name="stories"
    )
    slug = UnicodeSlugField(blank=True, help_text="Made from the headline if left empty.")
    kind = models.CharField(max_length=12, choices=Kind, default=Kind.NEWS)
    prominence = models.SmallIntegerField(choices=Prominence, default=Prominence.NORMAL)
    language = models.CharField(max_length=10, default="en", choices=languages)
    authors = models.ManyToManyField("articles.Author", through="Byline", related_name="stories")
    topics = models.ManyToManyField("articles.Topic", blank=True, related_name="stories")
    # The word "Live" stands on the story until then.
    live_label_until = models.DateTimeField(
        "shows as live until",
        null=True,
        blank=True,
        help_text="While something is happening and the story follows it.",
    )
    sponsor = models.CharField(
        max_length=80, blank=True, help_text="Who has paid for this story. Readers are told."
    )
    comments_open = models.BooleanField("readers may share their views", default=True)

    status = models.CharField(max_length=10, choices=Status, default=Status.DRAFT, editable=False)
    live = models.ForeignKey(
        StoryVersion, null=True, on_delete=models.RESTRICT, related_name="+", editable=False
    )
    latest = models.ForeignKey(
        StoryVersion, null=True, on_delete=models.RESTRICT, related_name="+", editable=False
    )
    # The first moment readers can see it; in the future while the story is scheduled.
    published_at = models.DateTimeField(null=True, editable=False)
    # The last time readers got another text than before.
    updated_at = models.DateTimeField(null=True, editable=False)
    taken_down_at = models.DateTimeField(null=True, editable=False)
    taken_down_reason = models.TextField(max_length=500, blank=True, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.SET_NULL,
        related_name="stories",
        editable=False,
    )

    objects = StoryQuerySet.as_manager()

    class Meta:
        ordering = [F("published_at").desc(nulls_first=True), "-pk"]
        verbose_name_plural = "stories"
        permissions = [
            ("publish_story", "Can publish, schedule and take down stories"),
        ]
        indexes = [
            models.Index(fields=["-published_at", "-id"], name="newest_first"),
            models.Index(fields=["section", "-published_at", "-id"], name="newest_in_section"),
        ]
        constraints = [
            models.CheckConstraint(
                name="published_story_has_text_and_hour",
                condition=~Q(status="published")
                | Q(live__isnull=False, published_at__isnull=False),
            ),
            models.CheckConstraint(
                name="taken_down_story_has_a_reason",
                condition=~Q(status="taken_down")
                | (Q(taken_down_at__isnull=False) & ~Q(taken_down_reason="")),
            ),
            models.CheckConstraint(name="story_has_a_slug", condition=~Q(slug="")),
        ]

    def __str__(self):
        return self.headline

    def get_absolute_url(self):
        return reverse("articles:story", args=[self.section.slug, self.pk, self.slug])

    # What can be asked

    @property
    def text(self):
        """The version that stands for the story: what readers get, else what the desk has."""
        return self.live or self.latest

    @property
    def headline(self):
        return self.text.headline if self.text else "Untitled"

    @property
    def is_public(self):
        return self.status == self.Status.PUBLISHED and self.published_at <= timezone.now()

    @property
    def is_scheduled(self):
        return self.status == self.Status.PUBLISHED and not self.is_public

    @property
    def is_taken_down(self):
        return self.status == self.Status.TAKEN_DOWN

    @property
    def has_unpublished_changes(self):
        return self.live_id != self.latest_id

    @property
    def state(self):
        """One word for the desk: draft, scheduled, published, taken down."""
        return "Scheduled" if self.is_scheduled else self.get_status_display()

    @property
    def shows_as_live(self):
        return self.live_label_until is not None and self.live_label_until > timezone.now()

    @property
    def direction(self):
        return "rtl" if self.language.split("-")[0] in RIGHT_TO_LEFT else "ltr"

    @property
    def is_in_another_language(self):
        return self.language.split("-")[0] != translation.get_language().split("-")[0]

    # What the newsroom does

    def write(self, *, by, note="", at=None, **text):
        """Keep a new version with what changed in `text`; readers see nothing of it yet.

        `text` takes the fields of `StoryVersion`: headline, kicker, standfirst, dateline,
        body, lead_picture (or lead_picture_id), lead_caption. What is not named stays as it
        was. Returns the latest version, which is a new one only if something differs.
        """
        if "lead_picture" in text:
            picture = text.pop("lead_picture")
            text["lead_picture_id"] = picture.pk if picture else None
        if "body" in text:
            text["body"] = body.clean(text["body"])
        with transaction.atomic():
            if self._state.adding:
                self.created_by = self.created_by or by
                self.slug = self.slug or slugify(text["headline"]) or "story"
                self.save()
            # Two people may save at once: the second gets the next number.
            self.refresh_from_db(
                fields=["latest"], from_queryset=Story.objects.select_for_update(of=("self",))
            )
            before = self.latest.text() if self.latest else {}
            after = before | text
            if after == before:
                return self.latest
            self.latest = self.versions.create(
                number=self.latest.number + 1 if self.latest else 1,
                created_by=by,
                created_at=at or timezone.now(),
                note=note,
                **after,
            )
            self._keep_embeds(self.latest)
            self.save(update_fields=["latest"])
        return self.latest

    def publish(self, *, by, at=None, note=""):
        """Put the latest version before readers, now or at the later moment `at`.

        A story that has been live keeps its first moment of publication; readers are told
        that it was updated if the text differs. Raises `publishing.NotReady` with
        everything the editor still has to settle, and changes nothing then.
        """
        with transaction.atomic():
            self._lock()
            publishing.ensure_ready(self, at=at)
            now = timezone.now()
            was_live, has_been_seen = self.live_id, self.has_been_seen
            if not has_been_seen:
                self.published_at = at or now
            elif was_live != self.latest_id:
                self.updated_at = now
            if (
                self.status == self.Status.PUBLISHED
                and was_live == self.latest_id
                and has_been_seen
            ):
                return  # pressed twice
            self.status = self.Status.PUBLISHED
            self.live = self.latest
            self.taken_down_at, self.taken_down_reason = None, ""
            self.save(
                update_fields=[
                    "status", "live", "published_at", "updated_at",
                    "taken_down_at", "taken_down_reason",
                ]
            )  # fmt: skip
            self._remember("scheduled" if self.is_scheduled else "published", by, note)
            publishing.live_text_changed.send(Story, story=self)
            transaction.on_commit(partial(publishing.announce, self))

    def schedule(self, *, by, at):
        """Publish at a later moment.

        Raises `publishing.NotReady` if that moment has passed, or if readers have seen the
        story already: its first moment of publication stays what it was.
        """
        publishing.ensure_can_be_scheduled(self, at)
        self.publish(by=by, at=at)

    def unschedule(self, *, by):
        """Make a scheduled story a draft again. Raises `publishing.NotReady` if it is out."""
        with transaction.atomic():
            self._lock()
            if not self.is_scheduled:
                raise publishing.NotReady(["Only a scheduled story can go back to draft."])
            self.status, self.live, self.published_at = self.Status.DRAFT, None, None
            self.save(update_fields=["status", "live", "published_at"])
            self._remember("unscheduled", by)
            publishing.live_text_changed.send(Story, story=self)
            transaction.on_commit(partial(publishing.announce, self))

    def take_down(self, *, by, reason):
        """Remove the story and leave a notice with the reason at its address (410 Gone).

        The text stays in the database: the legal desk may need it. Raises
        `publishing.NotReady` without a reason, or for a story that no reader could see.
        """
        with transaction.atomic():
            self._lock()
            publishing.ensure_can_be_taken_down(self, reason)
            if self.is_taken_down:
                return
            self.status = self.Status.TAKEN_DOWN
            self.taken_down_at, self.taken_down_reason = timezone.now(), reason.strip()
            self.save(update_fields=["status", "taken_down_at", "taken_down_reason"])
            self._remember("taken down", by, reason.strip())
            publishing.live_text_changed.send(Story, story=self)
            transaction.on_commit(partial(publishing.announce, self))

    @property
    def has_been_seen(self):
        return self.published_at is not None and self.published_at <= timezone.now()

    def _lock(self):
        """Two editors may press at once: wait for the row, then look at it afresh."""
        # Only the row itself: PostgreSQL locks no outer-joined table.
        self.refresh_from_db(from_queryset=Story.objects.select_for_update(of=("self",)))

    def _remember(self, action, by, note=""):
        self.events.create(action=action, by=by, note=note, version=self.live)

    def _keep_embeds(self, version):
        Embed.objects.bulk_create(
            Embed(version=version, **{f"{kind}_id": pk})
            for kind, pk in body.existing_embeds(version.body)
        )
