"""From an empty form to a story before readers, with the keyboard alone."""

import pytest
from playwright.sync_api import expect

from articles.models import Picture, Story
from tests.articles.pictures.library import another
from tests.factories import (
    AuthorFactory,
    GalleryFactory,
    PictureFactory,
    QuoteFactory,
    SectionFactory,
    StoryFactory,
    picture_file,
)

from ..keyboard import (
    EDITOR,
    FOCUSED,
    back_in_text,
    caret_to_end,
    press_in_toolbar,
    tab_to,
    wait_a_frame,
)
from .at_the_desk import NOT_OURS, open_panel, open_story

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def write(page, field, words):
    tab_to(page, f"#id_{field}")
    page.keyboard.insert_text(words)


def choose(page, label, words):
    """Open the picker, look for the words, take the first answer."""
    press_in_toolbar(page, label)
    page.wait_for_selector("dialog.picker button.picker__choice")
    page.keyboard.insert_text(words)
    page.keyboard.press("Enter")
    page.wait_for_function(
        "words => { const found = document.querySelectorAll('.picker__choice');"
        " return found.length === 1 && found[0].textContent.includes(words) }",
        arg=words,
    )
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    back_in_text(page)


@pytest.mark.database
def test_a_story_with_all_that_a_story_may_have_goes_before_readers(desk, open_page):
    section = SectionFactory(name="City", slug="city")
    AuthorFactory(name="Jo Lindqvist")
    PictureFactory(caption="Boats at dusk", alt="Four boats")
    PictureFactory(caption="The bridge", alt="A bridge")
    GalleryFactory(title="A night at the fish market", published=True)
    QuoteFactory(text="You can count the books.", runs_on=None)
    desk.reload()
    desk.wait_for_selector(EDITOR)

    write(desk, "kicker", "Harbour")
    write(desk, "headline", "The night ferry sails again")
    assert desk.locator("output.desk-count").first.inner_text() == "27 of 110 characters"
    write(desk, "standfirst", "Eight months early.")
    tab_to(desk, EDITOR)
    desk.keyboard.type("The ferry left at six, as it always had.")
    desk.keyboard.press("Enter")
    press_in_toolbar(desk, "heading 2")
    desk.keyboard.type("Who paid for it")
    desk.keyboard.press("Enter")
    desk.keyboard.type("The county published its accounts")
    desk.keyboard.press("Control+Shift+ArrowLeft")
    wait_a_frame(desk)
    press_in_toolbar(desk, "Link (Ctrl+K)")
    desk.wait_for_function(FOCUSED, arg="#finder-words")
    desk.keyboard.insert_text("https://county.example/accounts")
    desk.keyboard.press("Enter")
    desk.wait_for_function(
        "() => document.querySelector('.ProseMirror a') && !!`${getSelection()}`"
    )
    caret_to_end(desk)
    desk.keyboard.press("Enter")
    choose(desk, "Insert a picture", "Boats")
    choose(desk, "Insert a gallery", "fish market")
    choose(desk, "Insert a quote", "count the books")
    desk.keyboard.type("Nobody counted the nights.")

    open_panel(desk, "Picture")
    tab_to(desk, "[data-picker-choose]")
    desk.keyboard.press("Enter")
    desk.wait_for_selector(".picker__choice")
    desk.keyboard.insert_text("The bridge")
    desk.wait_for_function("() => document.querySelectorAll('.picker__choice').length === 1")
    tab_to(desk, ".picker__choice")
    desk.keyboard.press("Enter")
    desk.wait_for_function(FOCUSED, arg="[data-picker-choose]")
    open_panel(desk, "Publish", key="Shift+Tab")
    tab_to(desk, "#id_section")
    desk.keyboard.type("City")
    tab_to(desk, "button[name=_publish]")
    with desk.expect_navigation(url="**/change/"):
        desk.keyboard.press("Enter")
    assert "Published." in desk.locator(".messagelist").inner_text()

    story = Story.objects.get()
    assert "&nbsp;" not in story.live.body
    reader = open_page(width=390)
    reader.goto(story.get_absolute_url())
    assert story.section == section
    assert reader.locator("h1").inner_text() == "The night ferry sails again"
    assert reader.locator(".prose h2").inner_text() == "Who paid for it"
    link = reader.locator(".prose a[href='https://county.example/accounts']")
    assert link.inner_text() == "accounts"
    prose = reader.locator(".prose")
    for words in ("Boats at dusk", "A night at the fish market", "You can count the books."):
        assert words in prose.inner_text()
    expect(reader.locator("img[alt='A bridge']")).to_have_count(1)
    assert "Nobody counted the nights." in prose.inner_text()


@pytest.mark.thorough
def test_escape_leaves_the_picker_and_returns_to_the_text(desk):
    PictureFactory()
    tab_to(desk, EDITOR)
    desk.keyboard.type("Here")
    press_in_toolbar(desk, "Insert a picture")
    desk.wait_for_selector(".picker__choice")
    desk.keyboard.press("Escape")
    back_in_text(desk)
    desk.keyboard.type(" and there")
    assert "Here and there" in desk.locator(EDITOR).inner_text()
    desk.evaluate("document.querySelector('form#story_form').reset()")
    desk.close(run_before_unload=False)


def test_a_picture_is_uploaded_without_leaving_the_text(desk):
    tab_to(desk, EDITOR)
    press_in_toolbar(desk, "Insert a picture")
    tab_to(desk, "summary")
    desk.keyboard.press("Enter")
    file = {"name": "1.jpg", "mimeType": "image/jpeg", "buffer": picture_file().read()}
    desk.locator("dialog input[type=file]").set_input_files(file)
    tab_to(desk, "dialog input[name=caption]")
    desk.keyboard.insert_text("Fresh from the quay")
    desk.keyboard.press("Enter")
    desk.wait_for_selector(".story-embed")
    assert "Fresh from the quay" in desk.locator(".story-embed").inner_text()
    assert f'data-id="{Picture.objects.get().pk}"' in desk.locator("#id_body").input_value()
    desk.close(run_before_unload=False)


@pytest.mark.thorough
def test_a_picture_in_the_text_is_selected_and_deleted_with_the_keyboard(desk):
    picture = PictureFactory(caption="Boats at dusk")
    body = f'<p>Before</p><story-embed data-kind="picture" data-id="{picture.pk}"></story-embed>'
    story = StoryFactory(body=body + "<p>After</p>")
    desk.goto(f"/admin/articles/story/{story.pk}/change/")
    desk.wait_for_selector(".story-embed__thumbnail:not([hidden])")
    assert "Boats at dusk" in desk.locator(".story-embed").inner_text()
    tab_to(desk, EDITOR)
    desk.keyboard.press("Control+Home")
    desk.keyboard.press("ArrowDown")
    desk.wait_for_selector(".story-embed.ProseMirror-selectednode")
    desk.keyboard.press("Delete")
    desk.keyboard.press("Control+s")
    desk.wait_for_selector(".messagelist")
    story.refresh_from_db()
    assert story.latest.body == "<p>Before</p><p>After</p>"


@pytest.mark.thorough
def test_what_comes_from_elsewhere_is_pasted_clean(desk):
    tab_to(desk, EDITOR)
    foreign = (
        '<h1 style="color:red">Big</h1><p class="MsoNormal"><b style="x:y">Plain&nbsp;words'
        '</b> <img src="https://evil.example/x.png" onerror="alert(1)"><b>bold</b></p>'
        "<script>alert(1)</script><table><tr><td>Cell</td></tr></table>"
    )
    desk.evaluate(
        """html => { const data = new DataTransfer(); data.setData("text/html", html)
        document.activeElement.dispatchEvent(new ClipboardEvent("paste",
          { clipboardData: data, bubbles: true, cancelable: true })) }""",
        foreign,
    )
    html = desk.locator("#id_body").input_value()
    assert "bold" in html
    assert "Plain words" in html
    for nasty in ("style", "class", "img", "script", "evil", "&nbsp;"):
        assert nasty not in html


@pytest.mark.thorough
def test_the_pictures_of_a_gallery_change_places_by_keyboard_and_by_hand(desk):
    pictures = [PictureFactory(caption=f"Number {n}") for n in (1, 2, 3)]
    gallery = GalleryFactory(pictures=pictures)
    desk.goto(f"/admin/articles/gallery/{gallery.pk}/change/")
    tab_to(desk, "[aria-label='Move up: Number 3']")
    desk.keyboard.press("Enter")
    assert desk.locator(".desk-announcer").inner_text() == "Number 3: now 2 of 3."
    desk.keyboard.press("Enter")
    desk.keyboard.press("Control+s")
    desk.wait_for_selector(".messagelist")
    assert [p.picture for p in gallery.placements_for_page()] == [
        pictures[2], pictures[0], pictures[1],
    ]  # fmt: skip
    rows = desk.locator("[data-row]")
    rows.nth(2).locator(".placement__handle").drag_to(rows.nth(0), target_position={"x": 5, "y": 2})
    desk.keyboard.press("Control+s")
    desk.wait_for_load_state()
    desk.wait_for_selector(".messagelist")
    assert gallery.placements_for_page()[0].picture == pictures[1]


@pytest.mark.thorough
def test_several_files_become_a_gallery(desk):
    files = [
        # Two photographs: the same file sent twice is held back for the editor to decide.
        {"name": f"{n}.jpg", "mimeType": "image/jpeg", "buffer": another()}
        for n in (1, 2)
    ]
    desk.goto("/admin/articles/gallery/add/")
    write(desk, "title", "At sea")
    desk.locator("#id_files").set_input_files(files)
    tab_to(desk, "button[name=_save]")
    with desk.expect_navigation(url="**/change/"):
        desk.keyboard.press("Enter")
    expect(desk.locator("[data-row] img")).to_have_count(2)


@pytest.mark.thorough
def test_the_desk_keeps_nobody_out(desk, assert_accessible):
    story = StoryFactory(published=True, lead_picture=PictureFactory(), authors=[AuthorFactory()])
    gallery = GalleryFactory()
    pages = ["story/add/", "story/", "picture/add/", f"gallery/{gallery.pk}/change/"]
    pages += [f"story/{story.pk}/{page}/" for page in ("change", "versions", "versions/1")]
    pages += [f"story/{story.pk}/{page}/" for page in ("schedule", "take-down")]
    for page in pages:
        desk.goto(f"/admin/articles/{page}")
        if desk.locator("#id_body").count():
            desk.wait_for_selector(EDITOR)
        assert_accessible(desk, without=NOT_OURS)


@pytest.mark.thorough
def test_two_keys_ask_and_publish_from_within_the_text(desk):
    story, asked = StoryFactory(), []
    open_story(desk, story)
    desk.on("dialog", lambda dialog: (asked.append(dialog.message), dialog.accept()))
    desk.locator(EDITOR).click()
    desk.keyboard.press("Control+Enter")
    desk.wait_for_selector(".messagelist >> text=Published.")

    assert asked == ["Publish now?"]
    desk.locator(EDITOR).click()
    desk.keyboard.type("More. ")
    desk.keyboard.press("Control+s")
    desk.wait_for_selector(".messagelist >> text=Saved as version 2.")
