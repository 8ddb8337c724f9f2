"""The rights of pictures, beside whatever uses them at the desk."""

from django import template

from articles.admin.picture.warnings import MOST_SHOWN, warnings_about

register = template.Library()


@register.inclusion_tag("admin/articles/picture/_rights_warnings.html")
def picture_warnings(user_of_pictures):
    """Warnings about the pictures of a story or gallery; none for a new one (None)."""
    rows = warnings_about(user_of_pictures) if user_of_pictures else []
    return {"rows": rows[:MOST_SHOWN], "others": len(rows[MOST_SHOWN:])}
