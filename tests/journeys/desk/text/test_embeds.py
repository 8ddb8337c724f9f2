"""Another site's page, and a sound, put into a text: pasted, asked for, changed, taken back."""

import pytest

from articles.models import Sound

from ...keyboard import EDITOR, FOCUSED, back_in_text, press_in_toolbar, tab_to, wait_a_frame
from .test_pasting import paste, text_of

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
DIALOG = "dialog.media-dialog[open]"
VIDEO = "https://vimeo.com/22439234"
CODE = f'<iframe src="https://player.vimeo.com/video/22439234"></iframe><a href="{VIDEO}">x</a>'


def write_title(desk, words):
    desk.wait_for_selector(DIALOG)
    desk.wait_for_function(FOCUSED, arg="#media-title")
    desk.keyboard.press("Control+a")
    desk.keyboard.insert_text(words)
    desk.keyboard.press("Enter")
    is_closed(desk)


def is_closed(desk):
    """A dialog is shut before it says what was asked for: that is in the text once the focus is."""
    desk.wait_for_selector(DIALOG, state="detached")
    back_in_text(desk)


def test_an_embed_is_pasted_titled_changed_and_taken_back_with_the_keyboard(desk):
    asked = []
    desk.on("request", lambda request: asked.append(request.url))
    tab_to(desk, EDITOR)
    paste(desk, VIDEO, "text/plain")
    write_title(desk, "The last ferry")
    node = f'<story-media data-kind="frame" data-address="{VIDEO}" data-title="The last ferry">'
    assert text_of(desk) == f"{node}</story-media>"
    card = desk.locator(".story-embed--media")
    assert card.get_attribute("aria-label") == "Vimeo: The last ferry"
    assert VIDEO in card.inner_text()

    desk.keyboard.press("Enter")  # the card is chosen
    write_title(desk, "The very last ferry")
    assert 'data-title="The very last ferry"' in text_of(desk)
    desk.keyboard.press("Control+z")
    assert 'data-title="The last ferry"' in text_of(desk)
    wait_a_frame(desk)
    desk.keyboard.press("Delete")
    assert text_of(desk) == ""
    desk.keyboard.press("Control+z")
    assert node in text_of(desk)

    desk.evaluate("document.querySelector('.ProseMirror').editor.commands.setContent('<p></p>')")
    desk.evaluate("document.querySelector('.ProseMirror').editor.commands.focus('start')")
    paste(desk, "https://elsewhere.example/x", "text/plain")
    link = '<a href="https://elsewhere.example/x">https://elsewhere.example/x</a>'
    assert text_of(desk) == f"<p>{link}</p>"
    said = desk.locator(".body-editor__status").inner_text()
    assert said.startswith("elsewhere.example is not on the list")
    assert not [url for url in asked if "vimeo" in url or "elsewhere" in url]
    desk.close(run_before_unload=False)


@pytest.mark.thorough
def test_a_sound_of_ones_own_is_sent_and_stands_there_with_what_is_said(desk):
    tab_to(desk, EDITOR)
    press_in_toolbar(desk, "Insert a sound")
    desk.wait_for_selector(DIALOG)
    desk.keyboard.press("Enter")
    assert "Choose a file, or write an address." in desk.locator(DIALOG).inner_text()
    desk.get_by_label("A file of your own").set_input_files(
        {"name": "gulls.ogg", "mimeType": "audio/ogg", "buffer": b"OggS" + bytes(99)}
    )
    desk.get_by_text("“gulls.ogg” is played.").wait_for()
    desk.get_by_label("Transcript").fill("One gull.\n\nTwo <gulls>.")
    desk.get_by_label("Title").focus()
    write_title(desk, "Gulls")
    sound = Sound.objects.get()
    assert text_of(desk) == (
        f'<story-media data-kind="audio" data-sound="{sound.pk}" data-title="Gulls" '
        'data-transcript="One gull.\n\nTwo &lt;gulls&gt;."></story-media>'
    )

    press_in_toolbar(desk, "Insert a page of another site")
    desk.wait_for_selector(DIALOG)
    desk.get_by_label("Address of the page").fill(CODE)
    desk.keyboard.press("Enter")
    is_closed(desk)
    assert 'data-address="https://player.vimeo.com/video/22439234"' in text_of(desk)
    assert "Without a title" in desk.locator(".story-embed--media").nth(1).inner_text()
    desk.close(run_before_unload=False)
