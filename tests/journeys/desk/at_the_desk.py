"""What reporters and editors do at the desk, by keyboard alone."""

from datetime import datetime

from django.utils import timezone

from ..keyboard import EDITOR, enter, tab_to, tab_to_name, wait_a_frame

# Two rules that parts of the stock admin break: Select2's list, and an empty head of a column.
NOT_OURS = ("list", "empty-table-header")


def open_story(page, story):
    """The story's own screen, once its text can be written in."""
    page.goto(f"/admin/articles/story/{story.pk}/change/")
    page.wait_for_selector(EDITOR)


def open_from_the_inbox(page, headline):
    page.goto("/admin/")
    enter(page, headline)
    page.wait_for_selector(EDITOR)


def write_text(page, words):
    """Write these words in place of the text."""
    tab_to(page, EDITOR)
    page.keyboard.press("Control+a")
    wait_a_frame(page)
    page.keyboard.type(words)


def open_panel(page, name, key="Tab"):
    """Go to the tabs beside the text, and with the arrows to the one of this name."""
    tab_to(page, "[role=tab][aria-selected=true]", key)
    for _ in range(page.get_by_role("tab").count()):
        if page.get_by_role("tab", name=name, selected=True).count():
            return
        page.keyboard.press("ArrowRight")
    raise AssertionError(f"The arrows do not lead to {name}.")


def in_december():
    """A moment to come that is typed alike in every country: day or month first, 12 hours or 24."""
    year = timezone.localdate().year + 1
    return timezone.make_aware(datetime(year, 12, 12, 11, 5))


def set_moment(page, at):
    """Type into the boxes of day and hour, number by number."""
    tab_to_name(page, "Day")
    page.keyboard.type(f"{at:%d%m%Y}")
    tab_to_name(page, "Hour")
    page.keyboard.type(f"{at:%H%M}")


def open_more(page):
    """What is rarely done with a story opens above the bar."""
    tab_to(page, "[data-desk-more] summary")
    page.keyboard.press("Enter")


def message(page):
    """What the desk says has just been done."""
    return page.locator(".messagelist").inner_text()


def state(page):
    """Where a story stands, with what is to be known of it."""
    return page.locator(".desk-state").inner_text()
