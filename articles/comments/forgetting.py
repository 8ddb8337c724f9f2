"""What readers' views touch, when one is saved or deleted; moderators' verbs say it themselves."""

from django.db.models.signals import post_delete, post_save

from articles import page_keys
from newsroom.page_store.forgetting import forget

from .models import Comment


def listen():
    """Connect to what is saved of readers' views; idempotent."""
    for signal in (post_save, post_delete):
        signal.connect(_changed, sender=Comment, dispatch_uid=__name__)


def _changed(sender, instance, raw=False, **kwargs):
    # One that waits for a moderator stands nowhere yet.
    if not raw and instance.status != Comment.Status.WAITING:
        forget(page_keys.views_of(instance.story_id))
