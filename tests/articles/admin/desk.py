"""What the tests of the desk have in common: a form as a browser would send it."""

from django.urls import reverse

from tests.html import on_one_line

BLANK_INLINES = {"bylines-TOTAL_FORMS": 0, "bylines-INITIAL_FORMS": 0}


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
    if story and story.sensitive:
        form["sensitive"] = "on"
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


def page_of(client, story):
    """The story's screen on the desk."""
    return on_one_line(client.get(address("story_change", story.pk)).text)


def press(client, story, button, **changes):
    """Send the story's form by one of its buttons."""
    form = story_form(story.section, story, **changes)
    response = client.post(address("story_change", story.pk), form | {button: "1"}, follow=True)
    story.refresh_from_db()
    return response


def answer(client, story, page, **form):
    """Send the form of a page that asks something about the story."""
    response = client.post(address(f"story_{page}", story.pk), form)
    story.refresh_from_db()
    return response
