"""What the tests of the desk have in common: a form as a browser would send it."""

from django.urls import reverse

BLANK_INLINES = {
    f"{prefix}-{name}": value
    for prefix in ("bylines", "corrections")
    for name, value in {"TOTAL_FORMS": 0, "INITIAL_FORMS": 0}.items()
}


def story_form(section, story=None, /, **changes):
    """The fields of the story form, filled as the desk fills them."""
    latest = story.latest if story else None
    form = {
        "headline": "Ferry sails again",
        "kicker": "",
        "standfirst": "",
        "dateline": "",
        "body": "<p>The ferry sailed on Monday.</p>",
        "lead_picture": "",
        "lead_caption": "",
        "note": "",
        "section": section.pk,
        "slug": story.slug if story else "",
        "kind": "news",
        "prominence": 1,
        "language": "en",
        "comments_open": "on",
        "based_on": latest.number if latest else 0,
    }
    if latest:
        form |= {
            "headline": latest.headline,
            "kicker": latest.kicker,
            "standfirst": latest.standfirst,
            "dateline": latest.dateline,
            "body": latest.body,
            "lead_picture": latest.lead_picture_id or "",
            "lead_caption": latest.lead_caption,
        }
    return BLANK_INLINES | form | changes


def inline(prefix, rows, initial=0):
    """Management fields and rows of an inline."""
    form = {f"{prefix}-TOTAL_FORMS": len(rows), f"{prefix}-INITIAL_FORMS": initial}
    for number, row in enumerate(rows):
        form |= {f"{prefix}-{number}-{name}": value for name, value in row.items()}
    return form


def address(name, *args):
    return reverse(f"admin:articles_{name}", args=args)


def said(response):
    """The messages on the page after a redirect."""
    return [str(message) for message in response.context["messages"]]
