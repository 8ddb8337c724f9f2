from django.conf import settings
from django.db import models, transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from articles import body, rights
from articles.querysets import StoryQuerySet
from newsroom import actor, clock, direction
from newsroom.model_fields import CharField
from newsroom.slugs import slugify

from . import publication, withdrawal
from .embed import Embed
from .fields import UnicodeSlugField, person_key
from .listed import Listed
from .publication import Publication
from .record import Record
from .shown import Shown
from .under_embargo import UnderEmbargo, embargo_key, not_before_its_embargo
from .version import StoryVersion
from .withdrawal import Withdrawal
from .workflow import Workflow


def languages():
    # A callable, or each new Django would ask for a migration.
    return settings.LANGUAGES


class Story(Shown, Workflow, Publication, Withdrawal, UnderEmbargo):
    """A story's identity. What it says stands in its versions.

    `latest` is what the desk works on (Workflow), `live` is what readers get (Publication),
    until it is taken from them (Withdrawal); an embargo may hold it back (UnderEmbargo).
    Writing makes a new version and moves `latest`; publishing moves `live`.
    """

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
    kind = CharField(max_length=12, choices=Kind, default=Kind.NEWS)
    prominence = models.SmallIntegerField(choices=Prominence, default=Prominence.NORMAL)
    language = CharField(max_length=10, default="en", choices=languages)
    authors = models.ManyToManyField("articles.Author", through="Byline", related_name="stories")
    topics = models.ManyToManyField("articles.Topic", blank=True, related_name="stories")
    # The word "Live" stands on the story until then.
    live_label_until = models.DateTimeField(
        "shows as live until",
        null=True,
        blank=True,
        help_text="While something is happening and the story follows it.",
    )
    sponsor = CharField(
        max_length=80, blank=True, help_text="Who has paid for this story. Readers are told."
    )
    comments_open = models.BooleanField("readers may share their views", default=True)
    embargo = embargo_key("stories")

    latest = models.ForeignKey(
        StoryVersion, null=True, on_delete=models.RESTRICT, related_name="+", editable=False
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    created_by = person_key("stories")

    objects = StoryQuerySet.as_manager()

    class Meta:
        ordering = [F("published_at").desc(nulls_first=True), "-pk"]
        verbose_name_plural = "stories"
        permissions = [
            ("publish_story", "Can publish, schedule and take down stories"),
            ("publish_everywhere_story", "Can publish in sections that do not name them"),
        ]
        indexes = [
            models.Index(fields=["-published_at", "-id"], name="newest_first"),
            models.Index(fields=["section", "-published_at", "-id"], name="newest_in_section"),
            # What readers ask for is answered by these alone, the rule included: see
            # docs/explanation/visibility.md. The hour of expiry only stands beside, or each query
            # would be planned longer.
            models.Index(
                fields=["-published_at", "-id"],
                include=["expires_at"],
                name="newest_for_readers",
                condition=Q(status="published"),
            ),
            models.Index(
                fields=["section", "-published_at", "-id"],
                include=["expires_at"],
                name="newest_in_section_for_readers",
                condition=Q(status="published"),
            ),
            # What waits at the desk is little, however much has been published.
            models.Index(
                fields=["stage", "submitted_at", "id"],
                name="with_the_editors",
                condition=~Q(stage="draft"),
            ),
            models.Index(
                fields=["created_by"],
                name="not_published_yet",
                condition=Q(status="draft"),
            ),
            # Few have one: whoever asks what updates show reads these alone.
            models.Index(
                fields=["update_at"],
                name="scheduled_updates",
                condition=Q(update_at__isnull=False),
            ),
        ]
        constraints = [
            *publication.CONSTRAINTS,
            *withdrawal.CONSTRAINTS,
            not_before_its_embargo("story"),
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
        if self.is_updated_by_now:
            return self.update_version
        return self.live or self.latest

    @property
    def modified_at(self):
        """The last substantive change that readers have, or None."""
        if self.update_is_substantive and self.is_updated_by_now:
            return self.update_at
        return self.updated_at

    @property
    def headline(self):
        return self.text.headline if self.text else "Untitled"

    @property
    def events(self):
        """What happened to the story: its lines of the log, newest first, without its versions'."""
        return Record.objects.about(self).exclude(action="written")

    # What the clock says. Querysets that ask it for many stories at once (`with_hours`) leave
    # the answers in these names; otherwise each question is a query.

    @property
    def is_public(self):
        """Whether readers see the story."""
        return self._as_annotated("is_out", lambda: self.is_out_at(clock.now()))

    @property
    def has_been_seen(self):
        return self._as_annotated("has_begun", lambda: self.has_been_seen_at(clock.now()))

    @property
    def is_updated_by_now(self):
        """Whether the scheduled update is what readers get."""
        if self.update_at is None:
            return False
        return self._as_annotated("update_is_due", lambda: self.update_at <= clock.now())

    def _as_annotated(self, name, ask):
        return self.__dict__[name] if name in self.__dict__ else ask()

    def _forget_hours(self):
        for name in ("is_out", "has_begun", "update_is_due", "label_is_on"):
            self.__dict__.pop(name, None)

    @property
    def is_scheduled(self):
        return self.status == self.Status.PUBLISHED and not self.has_been_seen

    @property
    def has_expired(self):
        return self.status == self.Status.PUBLISHED and self.has_been_seen and not self.is_public

    @property
    def is_taken_down(self):
        return self.status == self.Status.TAKEN_DOWN

    @property
    def has_unpublished_changes(self):
        return self.live_id != self.latest_id

    @property
    def state(self):
        """One word for the desk: draft, in review, ready, scheduled, published, expired …"""
        if self.status == self.Status.DRAFT:
            return self.get_stage_display()
        if self.status != self.Status.PUBLISHED:
            return self.get_status_display()
        if self.is_public:
            return "Updated" if self.modified_at else "Published"
        return "Expired" if self.has_been_seen else "Scheduled"

    @property
    def shows_as_live(self):
        if self.live_label_until is None:
            return False
        return self._as_annotated("label_is_on", lambda: self.live_label_until > timezone.now())

    @property
    def direction(self):
        return direction.of_language(self.language)

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
        return self._write(text, by=by, note=note, at=at)

    def write_again(self, number, *, by):
        """Let an old version be the text again: it becomes the next version, and is returned.

        Raises StoryVersion.DoesNotExist.
        """
        old = self.versions.get(number=number)
        return self._write(old.text(), by=by, note=f"Version {number} again", is_restored=True)

    def _write(self, text, *, by, note, at=None, is_restored=False):
        if "lead_picture" in text:
            picture = text.pop("lead_picture")
            text["lead_picture_id"] = picture.pk if picture else None
        if "body" in text:
            text["body"] = body.clean(text["body"])
        with transaction.atomic(), actor.acting(by):
            if self._state.adding:
                self.created_by = self.created_by or by
                self.slug = self.slug or slugify(text["headline"]) or "story"
                self.save()
            # Two people may save at once: the second gets the next number. No other field is
            # read again: the desk's form has changed some and saves them afterwards.
            self.lock_and_reload(fields=["latest", "stage", "approved_by"])
            rights.ensure(by, "write", self)
            before = self.latest.text() if self.latest else {}
            after = before | text
            if after == before:
                return self.latest
            version = StoryVersion(
                story=self,
                number=self.latest.number + 1 if self.latest else 1,
                created_by=by,
                created_at=at or timezone.now(),
                note=note,
                **after,
            )
            version.is_restored = is_restored
            version.save()
            self.latest = version
            self._keep_embeds(self.latest)
            self._unread_again()
            self.save(update_fields=["latest", "stage", "approved_by"])
        return self.latest

    def _keep_embeds(self, version):
        Embed.objects.bulk_create(
            Embed(version=version, **{f"{kind}_id": pk})
            for kind, pk in body.existing_embeds(version.body)
        )


Listed.extend(Story.topics.through)
