from django.db import models

from newsroom.model_fields import CharField, TextField


class LinkCheck(models.Model):
    """What an address outside the paper answered when a story with a link to it was last saved.

    `status` is that of HTTP, None where there was no answer; then `trouble` says why, as a clause.
    """

    digest = CharField(max_length=64, unique=True, help_text="By which the address is found.")
    address = TextField()
    status = models.PositiveSmallIntegerField(null=True)
    trouble = CharField(max_length=200, blank=True)
    asked_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["asked_at"], name="link_checks_by_age")]

    def __str__(self):
        return self.address[:80]
