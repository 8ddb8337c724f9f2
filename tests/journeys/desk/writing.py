"""Writing in a story's form, and what the form says of where the words are."""

from articles.models import Story

from ..keyboard import EDITOR

WORDS = (
    "The ferry “Ana” sails at 7 – and a café waits: \u0627\u0644\u0628\u062d\u0631 \U0001f6a2"
    ' style="x"\u00a0<b>'
)
SAVED = "Saved for you alone"
BACK_WITHIN = 40_000  # milliseconds, pauses between two tries included


def open_to_write(page, story, site=""):
    """Open a story's form and write in it; `page.text` is what stands there then."""
    page.story, page.form = story, f"{site}/admin/articles/story/{story.pk}/change/"
    page.goto(page.form)
    page.on("dialog", lambda dialog: dialog.accept())
    write(page)


def write(page, words=WORDS):
    page.wait_for_selector(EDITOR)
    page.locator(EDITOR).click()
    page.keyboard.press("Control+End")
    page.keyboard.insert_text(words)
    page.text = text_of(page)
    assert "sails at 7" in page.text


def text_of(page):
    page.wait_for_selector(EDITOR)
    return page.locator("#id_body").input_value()


def says(page, words):
    page.wait_for_function(
        "words => document.querySelector('[data-kept]')?.textContent.includes(words)",
        arg=words,
        timeout=BACK_WITHIN,
    )


def save(page, *, press="click"):
    button = page.get_by_role("button", name="Save", exact=True)
    getattr(button, press)()


def is_saved(page):
    """Every letter is in the new version, once."""
    page.wait_for_selector(".messagelist >> text=Saved as version", timeout=BACK_WITHIN)
    assert text_of(page) == page.text
    assert Story.objects.get(pk=page.story.pk).latest.body.count("sails at 7") == 1


def is_offered_and_restored(page, form):
    page.goto(form)
    page.wait_for_selector("text=Not saved")
    page.get_by_role("button", name="Restore").first.click()
    page.wait_for_selector("#desk-restored")
    assert text_of(page) == page.text, text_of(page)


def continue_in(page, other):
    """`other`, where the same person goes on with what was written in `page`."""
    other.text, other.story, other.form = page.text, page.story, page.form
    return other
