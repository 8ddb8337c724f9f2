"""The rights of pictures, beside whatever uses them at the desk."""

from django import template

from articles.admin.picture.warnings import MOST_SHOWN, warnings_about

register = template.Library()


@register.inclusion_tag("admin/articles/picture/_rights_warnings.html")
def picture_warnings(thing):
    """What is to be known of the pictures of a story or gallery; nothing for a new one (None)."""
    rows = warnings_about(thing) if thing else []
    return {"rows": rows[:MOST_SHOWN], "others": len(rows[MOST_SHOWN:])}
