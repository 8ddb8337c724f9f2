"""How much the checks have to say of a story as it was saved, kept for the list of stories."""

import logging

from django.db import transaction

from articles import publishing
from articles.models import Checked, Story

from .accepting import accepted
from .draft import Draft
from .registry import findings

MOST = 999
logger = logging.getLogger(__name__)


def keep_count(story):
    """Count what is open in the latest version. A check that breaks keeps nobody from saving."""
    try:
        with transaction.atomic():
            # Not the one in memory: its byline may have been saved since it was read.
            _count(Story.objects.select_related("section", "latest").get(pk=story.pk))
    except Exception:
        logger.exception("The checks of story %s broke off.", story.pk)
        Checked.objects.filter(story=story).delete()


def _count(story):
    draft, may_stand = Draft.of(story), accepted(story)
    unsettled = [each for each in findings(draft) if (each.check, each.key) not in may_stand]
    blocking = [each for each in unsettled if each.blocks]
    missing = publishing.problems_of(draft)
    counts = {
        "version": story.latest.number,
        "stops": min(len(missing) + len(blocking), MOST),
        "advises": min(len(unsettled) - len(blocking), MOST),
    }
    Checked.objects.update_or_create(story=story, defaults=counts)
