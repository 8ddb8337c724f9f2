from django.conf import settings
from django.db import models
from django.utils import timezone

from newsroom.model_fields import CharField, JSONField, TextField


def signed(person):
    """How the log names somebody: staff by name, readers by number, nobody by an address.

    The log forgets nothing, so that nothing may stand in it that a reader can ask us to forget.
    """
    if person is None:
        return ""
    if person.is_staff or person.is_superuser:
        return person.name or masked(person.email)
    return f"Reader {person.pk}"


def masked(address):
    """An e-mail address that can be told from another one, and not be written to."""
    name, at, domain = address.rpartition("@")
    return f"{name[:1]}…{at}{domain}"


# What can have been done, as the log says it and as one may ask for it.
ACTIONS = frozenset(
    [
        *("created", "written", "version restored", "changed", "deleted", "imported"),
        *("submitted", "returned", "approved", "published", "scheduled", "unscheduled"),
        *("updated", "update scheduled", "update cancelled", "expiry set", "expiry removed"),
        *("correction", "clarification", "update", "note", "retraction"),
        *("put under embargo", "embargo moved", "embargo removed", "moved"),
        *("taken down", "restored", "merged", "deleted for good", "withdrawn", "allowed again"),
        *(
            "pictures added",
            "put in order",
            "refused",
            "picked",
            "no longer picked",
            "reports dealt with",
        ),
        *(
            "noted",
            "taken over",
            "shared outside",
            "sharing ended",
            "check overridden",
            "breaking news",
            "breaking news ended",
            "rights changed",
            "password changed",
            *("invited", "invitation sent again", "invitation withdrawn", "joined"),
            *("muted", "banned", "restriction ended"),
        ),
    ]
)


class RecordQuerySet(models.QuerySet):
    def about(self, row):
        """What happened to one row, newest first."""
        return self.filter(kind=row._meta.model_name, object_id=row.pk)

    def keep(self, row, action, *, by, note="", title=None, **details):
        """Write down that somebody did something with a row. `by` is None for the site itself.

        `title` says what the row is called here, if not what it is called elsewhere.
        """
        line = self.line(row, action, by=by, note=note, title=title, details=details)
        line.save(force_insert=True, using=self.db)
        return line

    def line(self, row, action, *, by, note="", title=None, details=None):
        """As `keep`, for several that are stored at once.

        Raises ValueError for an action that stands not in ACTIONS: nobody could ask for it.
        """
        if action not in ACTIONS:
            raise ValueError(f"The log knows no “{action}”: add it to ACTIONS.")
        return self.model(
            kind=row._meta.model_name,
            object_id=row.pk,
            title=(str(row) if title is None else title)[:250],
            action=action,
            by=by,
            by_name=signed(by),
            note=note,
            details=details or {},
        )


class Record(models.Model):
    """One line of the log: who did what with which row, when and why.

    Lines are added and never changed or deleted: the database refuses (see triggers.py). They
    name rows by kind and number, so that they outlive them.
    """

    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    by_name = CharField(max_length=254, blank=True)
    action = CharField(max_length=40)
    kind = CharField(max_length=40)
    object_id = models.PositiveBigIntegerField()
    title = CharField(max_length=250, blank=True)
    note = TextField(blank=True)
    # What changed, by field: [before, after]; or facts of the action, like the version's number.
    details = JSONField(default=dict)

    objects = RecordQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name = "line of the log"
        verbose_name_plural = "log"
        default_permissions = ("view",)
        indexes = [
            models.Index(fields=["kind", "object_id", "-at"], name="record_by_thing"),
            models.Index(fields=["by", "-at"], name="record_by_person"),
            models.Index(fields=["-at", "-id"], name="record_newest_first"),
        ]

    def __str__(self):
        return f"{self.action} {self.at:%d %B %Y %H:%M}"
