"""What an editor has accepted: an advice that may stand, or a block that was overridden."""

from django.conf import settings
from django.db import transaction

from articles import publishing, rights
from articles.models import AcceptedFinding, Record

from .draft import Draft
from .registry import findings


def may_be_overridden(finding):
    """Whether the newsroom lets an editor publish in spite of it."""
    return not finding.blocks or finding.check in settings.CHECKS_MAY_BE_OVERRIDDEN


def accepted(story):
    """{(check, key): AcceptedFinding} of a story; one query."""
    rows = AcceptedFinding.objects.filter(story=story).select_related("by")
    return {(row.check_name, row.key): row for row in rows}


def accept(story, finding, by, reason=""):
    """Let a finding stand. Raises NotReady where that takes a reason, or is not allowed.

    That a block was overridden, and why, stands in the log.
    """
    rights.ensure(by, "write", story)
    if not may_be_overridden(finding):
        raise publishing.NotReady(["The newsroom lets nobody publish in spite of this."])
    if finding.blocks and not reason.strip():
        raise publishing.NotReady(["Give the reason: it stands in the log."])
    with transaction.atomic():
        row, is_new = AcceptedFinding.objects.get_or_create(
            story=story, check_name=finding.check, key=finding.key,
            defaults={"by": by, "reason": reason.strip()},
        )  # fmt: skip
        if is_new and finding.blocks:
            Record.objects.keep(
                story, "check overridden", by=by, note=reason.strip(), check=finding.sentence
            )
    return row


def problems_of(story):
    """What blocks a story and was not overridden, as sentences: publishing asks this."""
    blocking = findings(Draft.of(story), blocking_only=True)
    if not blocking:
        return []
    may_stand = {*accepted(story)}
    if story.is_public and story.live:
        # What readers have already is no reason to keep a correction from them.
        before = findings(Draft.of(story, story.live), blocking_only=True)
        may_stand |= {(each.check, each.key) for each in before}
    return [each.sentence for each in blocking if (each.check, each.key) not in may_stand]
