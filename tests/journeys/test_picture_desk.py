"""From twenty files on a desk to a gallery on a phone, and what an editor meets on the way."""

from base64 import b64encode

import pytest

from articles.models import Gallery, Picture
from tests.articles.pictures import another, large_gallery
from tests.factories import GalleryFactory, PictureFactory

from .keyboard import tab_to
from .test_gallery import ids, is_shown, until, without_files  # noqa: F401 a fixture
from .walking import OVERFLOWS

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

BRING = """
({selector, kinds, files}) => {
  const data = new DataTransfer();
  for (const {name, type, bytes} of files)
    data.items.add(new File([Uint8Array.from(atob(bytes), c => c.charCodeAt(0))], name, {type}));
  const about = {dataTransfer: data, clipboardData: data, bubbles: true, cancelable: true};
  const target = document.querySelector(selector);
  for (const kind of kinds)
    target.dispatchEvent(new (kind === "paste" ? ClipboardEvent : DragEvent)(kind, about));
}"""
TWO_ROWS = "() => document.querySelectorAll('[data-rows] > [data-row]').length === 2"
DONE = "() => /uploaded.*\\.$/.test(document.querySelector('.uploads__status').textContent)"


def as_sent(name, data, kind="image/jpeg"):
    return {"name": name, "type": kind, "bytes": b64encode(data).decode()}


def picture(number):
    return as_sent(f"boat {number}.jpg", another(width=300, height=200))


def drop(page, files, selector="body", kinds=("dragover", "drop")):
    page.evaluate(BRING, {"selector": selector, "kinds": kinds, "files": files})


def line_of(page, name):
    return page.locator(".upload").filter(has_text=name)


def rows(page):
    return page.locator("[data-rows] > [data-row]")


@pytest.fixture
def refusals(complaints):
    """The browser writes an answer 4xx into its console, which here is meant: take them out."""
    yield
    complaints[:] = [words for words in complaints if "/picture/upload/" not in words]


def test_twenty_files_become_a_gallery_that_a_reader_swipes_through(
    desk, open_page, refusals, live_server
):
    desk.goto("/admin/articles/gallery/add/")
    desk.locator("#id_title").fill("The regatta")
    letter = as_sent("letter.pdf", b"%PDF-1.4", "application/pdf")
    drop(desk, [*(picture(n) for n in range(1, 11)), letter, *(picture(n) for n in range(11, 21))])

    assert desk.locator(".upload").count() > 10
    assert desk.locator(".upload progress:visible").count() == 3
    until(desk, DONE)
    status = desk.locator(".uploads__status")
    assert status.inner_text() == "20 of 21 uploaded, 1 not taken."
    assert status.get_attribute("role") == "status"
    assert "This is not a JPEG" in line_of(desk, "letter.pdf").inner_text()
    assert line_of(desk, "letter.pdf").get_by_role("button").count() == 1  # no second try
    desk.get_by_role("button", name="Leave it: letter.pdf").click()
    assert desk.locator(".upload").count() == 0
    assert rows(desk).count() == 20

    # The last becomes the first, the first but one the fifth, by keys alone.
    last = rows(desk).nth(19)
    last.get_by_role("button", name="Move to the top").focus()
    desk.keyboard.press("Enter")
    assert desk.locator(".desk-announcer").inner_text().endswith("now 1 of 20.")
    place = rows(desk).nth(1).locator("[data-place]")
    place.focus()
    desk.keyboard.press("Control+a")
    desk.keyboard.type("5")
    desk.keyboard.press("Enter")
    for number in range(20):
        rows(desk).nth(number).locator("[name$=-alt]").fill(f"Boat at place {number + 1}")
    rows(desk).nth(0).locator("[name$=-caption]").fill("The winner comes in.")
    rows(desk).nth(2).locator("[data-cover]").check()
    desk.get_by_role("button", name="Publish now").click()
    desk.wait_for_selector(".messagelist")

    gallery = Gallery.objects.get()
    assert gallery.is_public
    placements = gallery.placements_for_page()
    names = [placement.picture.original_name for placement in placements]
    assert names[:6] == ["boat 20.jpg", "boat 2.jpg", "boat 3.jpg", "boat 4.jpg", "boat 1.jpg",
                         "boat 5.jpg"]  # fmt: skip
    assert [p.picture.alt for p in placements] == [f"Boat at place {n}" for n in range(1, 21)]
    assert gallery.cover_id == placements[2].picture_id

    phone = open_page(width=390, height=844, has_touch=True, is_mobile=True)
    phone.goto(gallery.get_absolute_url())
    assert phone.get_by_text("The winner comes in.").is_visible()
    phone.keyboard.press("ArrowRight")
    is_shown(phone, 2)
    phone.keyboard.press("ArrowLeft")
    is_shown(phone, 1)
    box = phone.locator(".slides").bounding_box()
    finger = phone.context.new_cdp_session(phone)
    for number in (2, 3):
        finger.send(
            "Input.synthesizeScrollGesture",
            {"x": 300, "y": box["y"] + 100, "xDistance": -260, "speed": 1500},
        )
        is_shown(phone, number)
    phone.wait_for_url(f"**#p{ids(gallery)[2]}")


def test_a_file_that_is_there_already_is_offered_and_a_lost_line_is_taken_up_again(
    desk, refusals, complaints
):
    data = another(width=300, height=200)
    there = PictureFactory(caption="Boats at dusk")
    Picture.objects.filter(pk=there.pk).update(digest="")
    desk.goto("/admin/articles/gallery/add/")
    desk.locator("#id_title").fill("The regatta")
    drop(desk, [as_sent("1.jpg", data)])
    until(desk, DONE)
    drop(desk, [as_sent("again.jpg", data)])
    until(desk, DONE)
    assert "This file is in the library already." in line_of(desk, "again.jpg").inner_text()
    desk.get_by_role("button", name="Use the one that is there: again.jpg").click()
    assert rows(desk).count() == 1
    drop(desk, [as_sent("again.jpg", data)])
    until(desk, DONE)
    desk.get_by_role("button", name="Keep both: again.jpg").click()
    until(desk, TWO_ROWS)

    desk.route("**/picture/upload/", lambda route: route.abort())
    drop(desk, [picture(3)])
    until(desk, DONE)
    assert "The connection was lost." in line_of(desk, "boat 3.jpg").inner_text()
    desk.unroute("**/picture/upload/")
    desk.get_by_role("button", name="Try again: boat 3.jpg").click()
    until(desk, "() => document.querySelectorAll('[data-rows] > [data-row]').length === 3")
    assert desk.locator(".uploads__status").inner_text().endswith("uploaded.")
    complaints[:] = [words for words in complaints if "ERR_FAILED" not in words]


def test_saving_waits_for_the_files_that_are_on_their_way(desk):
    desk.goto("/admin/articles/gallery/add/")
    desk.locator("#id_title").fill("The regatta")
    drop(desk, [picture(n) for n in range(4)])
    desk.get_by_role("button", name="Save", exact=True).click()
    desk.wait_for_url("**/change/")
    assert Gallery.objects.get().placements.count() == 4


def test_without_a_script_the_form_itself_brings_the_files(open_page, desk):
    state = desk.context.storage_state()
    page = open_page(java_script_enabled=False, storage_state=state)
    page.goto("/admin/articles/gallery/add/")
    page.locator("#id_title").fill("The regatta")
    files = [{"name": f"{n}.jpg", "mimeType": "image/jpeg", "buffer": another()} for n in (1, 2, 3)]
    page.locator("#id_files").set_input_files(files)
    page.get_by_role("button", name="Save", exact=True).click()
    assert page.locator("[data-row]").count() == 3
    # The order is a number beside each.
    page.locator("[name$=-position]").nth(2).fill("1")
    page.get_by_role("button", name="Save", exact=True).click()
    names = [p.picture.original_name for p in Gallery.objects.get().placements_for_page()]
    assert names == ["3.jpg", "1.jpg", "2.jpg"]


def test_pictures_are_chosen_from_the_library_by_keyboard(desk):
    for number in range(30):
        PictureFactory(caption=f"Boat number {number}")
    ended = PictureFactory(caption="An old lease", usable_until="2001-01-31")
    desk.goto("/admin/articles/gallery/add/")
    desk.locator("#id_title").fill("The regatta")
    tab_to(desk, "[data-from-library]")
    desk.keyboard.press("Enter")
    desk.wait_for_selector(".picker__choice")
    assert desk.locator(".picker__choice").count() == 24
    assert desk.locator(".picker__choice .rights").first.inner_text() == "Ready to use"
    desk.get_by_role("button", name="Load more").click()
    until(desk, "() => document.querySelectorAll('.picker__choice').length === 30")

    desk.locator("#picker-search").fill("lease")
    desk.get_by_role("radio", name="All").check()
    until(desk, "() => document.querySelector('.picker__status').textContent.startsWith('1 found')")
    desk.keyboard.press("Tab")
    desk.locator(".picker__choice").focus()
    desk.keyboard.press("Enter")
    said = desk.locator(".picker__status").inner_text()
    assert said == "“An old lease” cannot be chosen. The right to use it ended on 31 January 2001."

    desk.locator("#picker-search").fill("number 1")
    until(desk, "() => document.querySelectorAll('.picker__choice').length === 12")
    desk.locator("#picker-search").focus()
    for key in ("ArrowDown", "Enter", "ArrowDown", "Enter"):
        desk.keyboard.press(key)
    assert desk.locator(".picker__choice[aria-pressed=true]").count() == 2
    desk.get_by_role("button", name="Add 2 pictures").click()
    until(desk, TWO_ROWS)
    desk.get_by_role("button", name="Save", exact=True).click()
    desk.wait_for_url("**/change/")
    shown = [p.picture for p in Gallery.objects.get().placements_for_page()]
    assert len(shown) == 2
    assert ended not in shown


def test_a_pasted_picture_is_uploaded_inside_the_picker(desk):
    desk.goto("/admin/articles/gallery/add/")
    desk.locator("[data-from-library]").click()
    desk.wait_for_selector("dialog[open]")
    drop(desk, [picture(1), picture(2)], "dialog", ["paste"])
    until(desk, "() => document.querySelectorAll('.picker__choice').length === 2")
    desk.get_by_role("button", name="Add 2 pictures").click()
    until(desk, TWO_ROWS)


def test_the_library_takes_files_and_leads_to_their_words(desk):
    desk.goto("/admin/articles/picture/")
    drop(desk, [picture(n) for n in (1, 2)])
    until(desk, DONE)
    desk.get_by_role("link", name="Describe them and write their captions").click()
    assert desk.get_by_label("What is to be seen").count() == 2
    desk.get_by_label("What is to be seen").first.fill("A boat")
    desk.get_by_role("button", name="Save").click()
    desk.wait_for_selector(".messagelist")
    assert Picture.objects.filter(alt="A boat").count() == 1


def test_crops_follow_the_point_and_one_is_cut_otherwise(desk):
    picture = PictureFactory(width=900, height=600)
    desk.goto(f"/admin/articles/picture/{picture.pk}/change/")
    window = desk.locator(".crop:has(strong:text-is('1:1')) img")
    before = window.evaluate("e => e.style.left")
    tab_to(desk, ".focal-point__mark")
    for _ in range(5):
        desk.keyboard.press("ArrowLeft")
    assert desk.locator("#id_focal_x").input_value() == "0.4"
    assert window.evaluate("e => e.style.left") != before

    desk.get_by_role("button", name="Cut otherwise, crop 1:1").focus()
    desk.keyboard.press("Enter")
    assert desk.evaluate("document.activeElement.type") == "range"
    desk.keyboard.press("ArrowLeft")
    desk.keyboard.press("Tab")
    desk.keyboard.press("Tab")
    for _ in range(10):
        desk.keyboard.press("ArrowRight")
    moved = window.evaluate("e => e.style.left")
    desk.locator(".focal-point__mark").press("ArrowRight")
    assert window.evaluate("e => e.style.left") == moved  # it has a place of its own
    desk.get_by_role("button", name="Save", exact=True).click()
    desk.wait_for_selector(".messagelist")
    picture.refresh_from_db()
    assert picture.crops == {"1:1": {"x": 0.39, "y": 0.5, "zoom": 1.5}}
    assert picture.focal_x == pytest.approx(0.42)

    desk.goto(f"/admin/articles/picture/{picture.pk}/change/")
    desk.get_by_role("button", name="As the focal point, crop 1:1").click()
    desk.get_by_role("button", name="Save", exact=True).click()
    desk.wait_for_selector(".messagelist")
    picture.refresh_from_db()
    assert picture.crops == {}


@pytest.mark.usefixtures("without_files")
def test_five_hundred_rows_are_moved_and_saved_by_one_press(desk):
    gallery = large_gallery()
    order = ids(gallery)
    desk.goto(f"/admin/articles/gallery/{gallery.pk}/change/")
    assert rows(desk).count() == 500
    place = rows(desk).nth(499).locator("[data-place]")
    place.scroll_into_view_if_needed()
    place.fill("2")
    place.press("Enter")
    rows(desk).nth(1).locator("[name$=-caption]").fill("From the end")
    desk.keyboard.press("Control+s")
    desk.wait_for_selector(".messagelist")
    assert ids(gallery) == [order[0], order[-1], *order[1:-1]]
    assert gallery.placements.all()[1].caption == "From the end"
    assert not desk.locator(".errornote").count()


@pytest.mark.parametrize(("width", "light"), [(390, "dark"), (1280, "light")])
@pytest.mark.usefixtures("refusals")
def test_the_pages_for_pictures_are_open_to_everyone(
    desk, open_page, assert_accessible, width, light
):
    pictures = [PictureFactory(), PictureFactory(ask_first=True, alt="")]
    gallery = GalleryFactory(pictures=pictures)
    numbers = ",".join(str(each.pk) for each in pictures)
    page = open_page(width=width, color_scheme=light, storage_state=desk.context.storage_state())
    for path in (
        "picture/",
        "picture/add/",
        f"picture/{pictures[0].pk}/change/",
        f"picture/words/?ids={numbers}",
        f"picture/same-words/?ids={numbers}",
        "gallery/add/",
        f"gallery/{gallery.pk}/change/",
    ):
        page.goto(f"/admin/articles/{path}")
        page.wait_for_load_state("networkidle")
        assert not page.evaluate(OVERFLOWS), path
        assert_accessible(page)
    drop(page, [as_sent("letter.pdf", b"%PDF", "application/pdf")])
    until(page, DONE)
    page.locator("[data-row]").first.locator("[data-remove]").check()
    assert_accessible(page)
    page.locator("[data-from-library]").click()
    page.wait_for_selector(".picker__choice")
    page.locator("details.picker__upload summary").click()
    assert_accessible(page)
    page.context.close()
