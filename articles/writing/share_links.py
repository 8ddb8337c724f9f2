"""Secret addresses at which a lawyer or a source reads a story before it is published.

A link shows one version or the latest; it ends at its hour, when somebody ends it, and when readers
get the story. Its secret is shown once and stands in no log (newsroom.machine.masks); only a digest
of it is kept.
"""

import hashlib
import secrets
from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from articles import rights
from articles.models import Record, ShareLink

BYTES = 24  # of a secret: 192 bits
LONGEST = timedelta(days=30)
KEPT_FOR = timedelta(days=90)  # after it has ended, so that one can see who had it


def make(story, *, by, for_whom, lasts, version=None):
    """A new link; returns it and its secret, which nobody can be told again.

    `lasts` is a timedelta of at most LONGEST. Raises PermissionDenied.
    """
    rights.ensure(by, "publish", story)
    secret = secrets.token_urlsafe(BYTES)
    with transaction.atomic():
        link = ShareLink.objects.create(
            story=story,
            version=version,
            digest=_digest(secret),
            for_whom=for_whom,
            made_by=by,
            ends_at=timezone.now() + min(lasts, LONGEST),
        )
        Record.objects.keep(story, "shared outside", by=by, note=for_whom)
    return link, secret


def end(link, *, by):
    """Let the link lead nowhere from now on; False if it did already."""
    rights.ensure(by, "publish", link.story)
    with transaction.atomic():
        is_first = ShareLink.objects.filter(pk=link.pk, ended_at=None).update(
            ended_at=timezone.now()
        )
        if is_first:
            Record.objects.keep(link.story, "sharing ended", by=by, note=link.for_whom)
    return bool(is_first)


def opened_by(secret):
    """The open link of this secret, or None."""
    links = ShareLink.objects.filter(digest=_digest(secret), ended_at=None)
    return links.filter(ends_at__gt=timezone.now()).select_related("version").first()


def delete_old():
    """For the worker."""
    ShareLink.objects.filter(ends_at__lt=timezone.now() - KEPT_FOR).delete()


def _digest(secret):
    return hashlib.sha256(secret.encode()).hexdigest()
