"""Comments in the templates of other rooms, which do not know them."""

from django import template

from articles.comments.conversation import Conversation
from articles.comments.models import Comment

register = template.Library()


@register.simple_tag
def comments_of(story):
    """The Conversation under a story; one query."""
    return Conversation(story)


@register.simple_tag
def comments_waiting():
    """How many comments wait for a moderator; one query."""
    return Comment.objects.waiting().count()
