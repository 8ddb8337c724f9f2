from django import template

from articles.comments.conversation import Conversation
from articles.comments.models import Comment

register = template.Library()


@register.simple_tag
def views_of(story):
    """What readers said under the story: `threads`, `count`, `address` of the form; one query."""
    return Conversation(story)


@register.simple_tag
def views_waiting():
    """How many views wait for a moderator."""
    return Comment.objects.waiting().count()
