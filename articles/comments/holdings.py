"""The views of somebody with an account: in the file that they download, and when they go."""

from django.conf import settings
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext, override

from accounts import holdings
from accounts.holdings import Part
from articles import page_keys
from articles.models import Story
from newsroom.page_store.forgetting import forget

from .models import Comment, Report

TOLD = {"comments.Comment.author": "views"}


def listen():
    """Answer what accounts ask; idempotent."""
    holdings.asked.connect(_parts, dispatch_uid="comments.holdings.parts")
    holdings.leaving.connect(_leave, dispatch_uid="comments.holdings.leave")


def _parts(sender, user, **kwargs):
    # Of a story that readers do not have (any more) nobody learns the headline by a view on it.
    stories = Story.objects.published().filter(comments__author=user).distinct()
    stories = stories.select_related("section", "live").defer("live__body").in_bulk()
    views = Comment.objects.filter(author=user).order_by("pk")
    rows = [_row(view, stories.get(view.story_id)) for view in views]
    note = gettext("Who has reported a view is nowhere kept.") if rows else ""
    return [Part("views", gettext("The views you have shared"), rows, note)]


def _row(view, story):
    states = {
        Comment.Status.WAITING: gettext("waits for an editor"),
        Comment.Status.APPROVED: gettext("stands under the story"),
        Comment.Status.REFUSED: gettext("was refused"),
    }
    gone = gettext("a story that is not there any more")
    return {
        gettext("Story"): story.headline if story else gone,
        gettext("Address"): settings.SITE_URL + story.get_absolute_url() if story else "",
        gettext("Shared"): view.created_at,
        gettext("By the name of"): view.name,
        gettext("Text"): view.text,
        gettext("State"): states[view.status],
        gettext("In answer to another view"): view.parent_id is not None,
    }


def _leave(sender, user, views_stay, **kwargs):
    """Let the views of who goes stay under nobody's name, or take them away.

    One that others have answered keeps its place, for what they said belongs to them.
    """
    views = Comment.objects.filter(author=user)
    shown = views.approved().values_list("story", flat=True)
    forget(*map(page_keys.views_of, sorted(set(shown))))
    with override(settings.LANGUAGE_CODE):
        nobody = {"author": None, "email": "", "name": gettext("Former reader")}
        if not views_stay:
            _take_away(views)
            Report.objects.filter(comment__in=views).delete()
            nobody |= {"text": gettext("Who wrote this has taken it away."), "is_pick": False}
        views.update(**nobody)


def _take_away(views):
    """Delete what nobody answers; an answer that goes may have been the only one."""
    answers = Comment.objects.filter(parent=OuterRef("pk"))
    while views.filter(~Exists(answers)).delete()[0]:
        pass
