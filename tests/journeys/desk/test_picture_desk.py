"""From twenty files on a desk to a gallery on a phone, and what an editor meets on the way."""

import pytest
from playwright.sync_api import expect

from articles.models import Gallery, Picture
from tests.articles.pictures.library import another, large_gallery
from tests.factories import GalleryFactory, PictureFactory

from ..readers.test_gallery import ids, is_shown, until, without_files  # noqa: F401 a fixture
from ..screens import DESK, PHONE
from .dropping import DONE, TWO_ROWS, as_sent, drop, picture, rows

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def line_of(page, name):
    return page.locator(".upload").filter(has_text=name)


@pytest.fixture
def refusals(complaints):
    """The browser writes an answer 4xx into its console, which here is meant: take them out."""
    yield
    complaints[:] = [words for words in complaints if "/picture/upload/" not in words]


@pytest.mark.thorough
def test_twenty_files_become_a_gallery_that_a_reader_swipes_through(
    desk, open_page, refusals, live_server
):
    desk.goto("/admin/articles/gallery/add/")
    desk.locator("#id_title").fill("The regatta")
    letter = as_sent("letter.pdf", b"%PDF-1.4", "application/pdf")
    drop(desk, [*(picture(n) for n in range(1, 11)), letter, *(picture(n) for n in range(11, 21))])

    assert desk.locator(".upload").count() > 10
    expect(desk.locator(".upload progress:visible")).to_have_count(3)
    until(desk, DONE)
    status = desk.locator(".uploads__status")
    assert status.inner_text() == "20 of 21 uploaded, 1 not taken."
    assert status.get_attribute("role") == "status"
    assert "This is not a JPEG" in line_of(desk, "letter.pdf").inner_text()
    expect(line_of(desk, "letter.pdf").get_by_role("button")).to_have_count(1)  # no second try
    desk.get_by_role("button", name="Leave it: letter.pdf").click()
    expect(desk.locator(".upload")).to_have_count(0)
    expect(rows(desk)).to_have_count(20)

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
    expect(phone.get_by_text("The winner comes in.")).to_be_visible()
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


@pytest.mark.thorough
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
    expect(rows(desk)).to_have_count(1)
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


@pytest.mark.thorough
def test_saving_waits_for_the_files_that_are_on_their_way(desk):
    desk.goto("/admin/articles/gallery/add/")
    desk.locator("#id_title").fill("The regatta")
    drop(desk, [picture(n) for n in range(4)])
    desk.get_by_role("button", name="Save", exact=True).click()
    desk.wait_for_url("**/change/")
    assert Gallery.objects.get().placements.count() == 4


@pytest.mark.thorough
def test_without_a_script_the_form_itself_brings_the_files(open_page, desk):
    state = desk.context.storage_state()
    page = open_page(java_script_enabled=False, storage_state=state)
    page.goto("/admin/articles/gallery/add/")
    page.locator("#id_title").fill("The regatta")
    files = [{"name": f"{n}.jpg", "mimeType": "image/jpeg", "buffer": another()} for n in (1, 2, 3)]
    page.locator("#id_files").set_input_files(files)
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator("[data-row]")).to_have_count(3)
    # The order is a number beside each.
    page.locator("[name$=-position]").nth(2).fill("1")
    page.get_by_role("button", name="Save", exact=True).click()
    names = [p.picture.original_name for p in Gallery.objects.get().placements_for_page()]
    assert names == ["3.jpg", "1.jpg", "2.jpg"]


@pytest.mark.thorough
@pytest.mark.usefixtures("without_files")
def test_five_hundred_rows_are_moved_and_saved_by_one_press(desk):
    gallery = large_gallery()
    order = ids(gallery)
    desk.goto(f"/admin/articles/gallery/{gallery.pk}/change/")
    expect(rows(desk)).to_have_count(500)
    place = rows(desk).nth(499).locator("[data-place]")
    place.scroll_into_view_if_needed()
    place.fill("2")
    place.press("Enter")
    rows(desk).nth(1).locator("[name$=-caption]").fill("From the end")
    desk.keyboard.press("Control+s")
    desk.wait_for_selector(".messagelist")
    assert ids(gallery) == [order[0], order[-1], *order[1:-1]]
    assert gallery.placements.all()[1].caption == "From the end"
    expect(desk.locator(".errornote")).to_have_count(0)


@pytest.mark.thorough
@pytest.mark.usefixtures("refusals")
def test_the_pages_for_pictures_are_open_to_everyone(desk, assert_good_on):
    screens = [PHONE, DESK]
    pictures = [PictureFactory(), PictureFactory(ask_first=True, alt="")]
    gallery = GalleryFactory(pictures=pictures)
    numbers = ",".join(str(each.pk) for each in pictures)
    for path in (
        "picture/",
        "picture/add/",
        f"picture/{pictures[0].pk}/change/",
        f"picture/words/?ids={numbers}",
        f"picture/same-words/?ids={numbers}",
        "gallery/add/",
        f"gallery/{gallery.pk}/change/",
    ):
        desk.goto(f"/admin/articles/{path}")
        assert_good_on(desk, screens)
    drop(desk, [as_sent("letter.pdf", b"%PDF", "application/pdf")])
    until(desk, DONE)
    desk.locator("[data-row]").first.locator("[data-remove]").check()
    assert_good_on(desk, screens)
    desk.locator("[data-from-library]").click()
    desk.wait_for_selector(".picker__choice")
    desk.locator("details.picker__upload summary").click()
    assert_good_on(desk, screens)
