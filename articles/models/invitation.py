from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone

from newsroom.model_fields import CharField, EmailField

from .fields import person_key
from .record import masked


class InvitationQuerySet(models.QuerySet):
    def pending(self):
        """Those that nobody has answered or withdrawn, though their letter may be too old."""
        return self.filter(joined_at=None, withdrawn_at=None)


class Invitation(models.Model):
    """Somebody is asked to work at the desk. Until they come, nobody has a right by it.

    How it is made, answered and withdrawn stands in articles.colleagues.
    """

    email = EmailField("e-mail address")
    role = CharField(max_length=20)
    sections = models.ManyToManyField("articles.Section", blank=True, related_name="+")
    invited_by = person_key()
    invited_at = models.DateTimeField(default=timezone.now)
    # A link names the letter it came with: a later letter ends it.
    letters = models.PositiveSmallIntegerField(default=1)
    ends_at = models.DateTimeField()
    joined_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        ordering = ["-invited_at", "-pk"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                condition=Q(joined_at=None, withdrawn_at=None),
                name="one_invitation_of_an_address",
            )
        ]

    def __str__(self):
        return masked(self.email)

    @property
    def is_open(self):
        return not (self.joined_at or self.withdrawn_at) and self.ends_at > timezone.now()
