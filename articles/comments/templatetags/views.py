from django import template

from articles.comments.conversation import Conversation

register = template.Library()


@register.simple_tag
def views_of(story):
    """What readers said under the story: `threads`, `count`, `address` of the form; one query."""
    return Conversation(story)
