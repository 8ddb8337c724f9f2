import re

from django.core.exceptions import ValidationError
from django.db import models

from newsroom import redirects
from newsroom.model_fields import CharField

FULL_ADDRESS = re.compile(r"https?://[^\s/?#@]+\.[^\s/?#@]+([/?#]\S*)?", re.IGNORECASE)


class Imported(models.Model):
    """Which row came from which record of another system, so that importing is idempotent."""

    source = CharField(max_length=200, help_text="Address of the other site.")
    kind = CharField(max_length=20)
    external_id = CharField(max_length=100)
    # The row's own id; the kind says in which table.
    object_id = models.PositiveBigIntegerField()

    class Meta:
        verbose_name = verbose_name_plural = "imported things"
        constraints = [
            models.UniqueConstraint(fields=["source", "kind", "external_id"], name="imported_once")
        ]

    def __str__(self):
        return f"{self.kind} {self.external_id} from {self.source}"


class OldAddress(models.Model):
    """An address of the past, on this site or another. Whoever asks for it is sent on (301): to a
    story, or to where `leads_to` says, a path of this paper or an address elsewhere.
    """

    path = CharField(max_length=500, unique=True, help_text="With its query, if it had one.")
    story = models.ForeignKey(
        "articles.Story",
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="old_addresses",
    )
    # Also for the edition before, which goes on writing while a new one is put in.
    leads_to = CharField(max_length=1000, blank=True, default="", db_default="")

    class Meta:
        verbose_name_plural = "old addresses"
        constraints = [
            models.CheckConstraint(
                name="old_address_leads_to_one_place",
                condition=models.Q(story__isnull=True) ^ models.Q(leads_to=""),
                violation_error_message="Say where it leads: to a story, or elsewhere.",
            )
        ]

    def __str__(self):
        return self.path

    def clean(self):
        """Refuses a path that is none, and what would send readers on twice or in a circle."""
        if not redirects.is_path_of_this_site(self.path):
            raise ValidationError({"path": "Write it from its first “/” on: /2019/05/ferry.html"})
        if not self.leads_to:
            self._refuse_to_be_led_to()
            return
        if self.is_elsewhere:
            if not FULL_ADDRESS.fullmatch(self.leads_to):
                raise ValidationError(
                    {"leads_to": "Write a path of the paper, or an address with https://."}
                )
        elif not redirects.is_path_of_this_site(self.leads_to) or "?" in self.leads_to:
            raise ValidationError(
                {"leads_to": "Write a path of the paper without “?”: /topics/sea/"}
            )
        elif self.leads_to in alike(self.path):
            raise ValidationError({"leads_to": "It would lead to itself."})
        else:
            self._refuse_a_chain()
        self._refuse_to_be_led_to()

    @property
    def is_elsewhere(self):
        return not self.leads_to.startswith("/")

    @property
    def target(self):
        """Where it leads, in one text."""
        return self.leads_to or self.story.get_absolute_url()

    def _others(self):
        return OldAddress.objects.exclude(pk=self.pk)

    def _refuse_a_chain(self):
        following = self._others().filter(path__in=alike(self.leads_to))
        if (old := following.select_related("story__section").first()) is None:
            return
        if old.leads_to in alike(self.path):
            words = f"That is a circle: {old.path} leads back here."
        else:
            words = f"That is an old address itself, which leads to {old.target}: write that."
        raise ValidationError({"leads_to": words})

    def _refuse_to_be_led_to(self):
        before = self._others().filter(leads_to__in=alike(self.path)).first()
        if before:
            raise ValidationError(
                {"path": f"The old address {before.path} leads here. Let it lead further first."}
            )


def alike(path):
    """With and without the last slash."""
    return {path, path.removesuffix("/") or "/", f"{path.removesuffix('/')}/"}


class AskedFor(models.Model):
    """How often a path was asked for that is an old address (`is_known`), or that is nothing.

    Of whoever asked nothing is kept, and no query: articles.addresses.asked_for counts.
    """

    path = CharField(max_length=500, unique=True)
    is_known = models.BooleanField()
    count = models.PositiveIntegerField(default=0)
    last_on = models.DateField()

    class Meta:
        default_permissions = ()
        verbose_name = "path asked for"
        verbose_name_plural = "paths asked for"
        indexes = [models.Index(fields=["is_known", "-count"], name="asked_for_most")]

    def __str__(self):
        return self.path
