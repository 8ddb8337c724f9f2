"""A gallery by wheel, finger, key and button, with a script and without one."""

import pytest
from playwright.sync_api import Error, expect

from tests.articles.pictures.library import large_gallery
from tests.factories import GalleryFactory, PictureFactory
from tests.tiers import one_in_a_quick_run

pytestmark = [
    pytest.mark.journey,
    pytest.mark.looks,
    pytest.mark.django_db(transaction=True),
]

# Which picture fills the screen, as its place in the list; -1 as long as the page is on its way.
IN_VIEW = """() => {
  const list = document.querySelector(".slides")?.getBoundingClientRect();
  return [...document.querySelectorAll(".slide")].findIndex(
    (slide) => Math.abs(slide.getBoundingClientRect().left - list?.left) < 2);
}"""
SHIFTED = """() => new Promise((done) => {
  let sum = 0;
  new PerformanceObserver((list) => list.getEntries().forEach((entry) => { sum += entry.value; }))
    .observe({ type: "layout-shift", buffered: true });
  setTimeout(() => done(sum), 400);
})"""


@pytest.fixture
def without_files(complaints):
    """The pictures of a large gallery are rows without files; of that nobody may complain."""
    yield
    complaints[:] = [words for words in complaints if "/media/" not in words]


def gallery_of(count, **size):
    pictures = [PictureFactory(**({"width": 900, "height": 600} | size)) for _ in range(count)]
    return GalleryFactory(published=True, pictures=pictures)


def ids(gallery):
    return list(gallery.placements.values_list("picture_id", flat=True))


def until(page, condition):
    """Wait until a function of the page is true; our policy forbids Playwright's own waiting."""
    for _ in range(1200):  # a minute, on a busy machine
        try:
            if page.evaluate(condition):
                return
        except Error as left:  # for the next page, while this one was asked
            if "context was destroyed" not in str(left):
                raise
        page.wait_for_timeout(50)
    pytest.fail(f"Never: {condition}")


def is_shown(page, number):
    """Wait until the picture at this place, counted from 1, fills the screen."""
    until(page, f"() => ({IN_VIEW})() === {number - 1}")


def test_the_arrow_keys_step_and_home_and_end_lead_to_the_ends(page):
    gallery = gallery_of(4)
    page.goto(gallery.get_absolute_url())
    for key, number in (("ArrowRight", 2), ("ArrowRight", 3), ("ArrowLeft", 2), ("End", 4),
                        ("ArrowRight", 4), ("Home", 1), ("ArrowLeft", 1)):  # fmt: skip
        page.keyboard.press(key)
        is_shown(page, number)
        assert page.url.endswith(f"#p{ids(gallery)[number - 1]}")
        words = page.get_by_role("status").text_content().strip()
        assert words in ("", f"Picture {number} of 4")
    # The picture has the screen to itself.
    assert page.locator(".gallery").evaluate("e => Math.abs(e.getBoundingClientRect().top) < 2")


@pytest.mark.thorough
def test_where_one_reads_from_right_to_left_the_left_arrow_leads_on(page, settings):
    settings.LANGUAGE_CODE = "ar"
    page.goto(gallery_of(3).get_absolute_url())

    assert page.locator("html").get_attribute("dir") == "rtl"
    for key, number in (("ArrowLeft", 2), ("ArrowLeft", 3), ("ArrowRight", 2), ("End", 3)):
        page.keyboard.press(key)
        is_shown(page, number)


@pytest.mark.thorough
def test_a_button_keeps_the_focus_and_the_place_under_the_finger(page):
    page.goto(gallery_of(3).get_absolute_url())
    on = page.get_by_role("link", name="Next picture")
    back = page.get_by_role("link", name="Previous picture")
    place = on.bounding_box()

    assert place["height"] >= 44
    for number in (2, 3, 3):
        on.click(force=True)  # also on the last picture, where it leads nowhere
        is_shown(page, number)
        assert page.evaluate("document.activeElement.rel") == "next"
        assert on.bounding_box()["x"] == place["x"]
    assert on.get_attribute("aria-disabled") == "true"
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    is_shown(page, 2)
    assert back.evaluate("e => e === document.activeElement")
    assert page.get_by_role("status").text_content().strip() == "Picture 2 of 3"


def test_a_swipe_leads_to_the_next_picture_and_the_address_follows(open_page):
    gallery = gallery_of(3)
    page = open_page(width=390, height=844, has_touch=True, is_mobile=True)
    page.goto(gallery.get_absolute_url())
    box = page.locator(".slides").bounding_box()
    finger = page.context.new_cdp_session(page)
    finger.send(
        "Input.synthesizeScrollGesture",
        {"x": 300, "y": box["y"] + 100, "xDistance": -260, "speed": 1500},
    )

    is_shown(page, 2)
    page.wait_for_url(f"**#p{ids(gallery)[1]}")


@pytest.mark.thorough
def test_a_wheel_moved_sideways_leads_on(page):
    page.goto(gallery_of(3).get_absolute_url())
    box = page.locator(".slides").bounding_box()
    page.mouse.move(600, box["y"] + 100)
    page.mouse.wheel(900, 0)

    is_shown(page, 2)


@pytest.mark.thorough
def test_tab_walks_from_picture_to_picture(page):
    page.goto(gallery_of(3).get_absolute_url())
    page.get_by_role("link", name="Picture 1 of 3").focus()
    for number in (2, 3):
        page.keyboard.press("Tab")
        is_shown(page, number)
        assert page.evaluate("document.activeElement.textContent") == f"Picture {number} of 3"


def test_without_a_script_links_and_the_keyboard_lead_through(open_page):
    gallery = gallery_of(3)
    page = open_page(java_script_enabled=False)
    page.goto(gallery.get_absolute_url())
    first, second, third = (page.locator(f"#p{pk}") for pk in ids(gallery))

    def fills_the_screen(slide):
        for _ in range(1200):
            if abs(slide.bounding_box()["x"]) < 2:
                return True
            page.wait_for_timeout(50)
        return False

    first.get_by_role("link", name="Next picture").click()
    assert page.url.endswith(f"#p{ids(gallery)[1]}")
    assert fills_the_screen(second)
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Full screen")).to_be_hidden()
    second.get_by_role("link", name="Next picture").click()
    assert fills_the_screen(third)
    third.get_by_role("link", name="Previous picture").click()
    assert fills_the_screen(second)
    page.get_by_role("link", name="All pictures at a glance").click()
    page.get_by_role("main").get_by_role("listitem").get_by_role("link").nth(2).click()
    assert page.url.endswith(f"/#p{ids(gallery)[2]}")
    assert fills_the_screen(third)


@pytest.mark.thorough
def test_the_address_of_a_picture_opens_on_it(page):
    gallery = gallery_of(3)
    page.goto(f"{gallery.get_absolute_url()}#p{ids(gallery)[2]}")
    is_shown(page, 3)
    page.keyboard.press("ArrowLeft")
    is_shown(page, 2)

    page.goto(gallery.placements.all()[1].get_absolute_url())
    assert "picture 2 of 3" in page.title()
    page.keyboard.press("ArrowRight")
    page.wait_for_url(f"**{gallery.placements.all()[2].get_absolute_url()}")
    page.keyboard.press("Escape")
    page.wait_for_url(f"**/#p{ids(gallery)[2]}")
    is_shown(page, 3)


@pytest.mark.thorough
def test_g_shows_all_at_a_glance_and_escape_leads_back(page):
    gallery = gallery_of(3)
    page.goto(gallery.get_absolute_url())
    page.keyboard.press("g")
    page.keyboard.press("ArrowRight")
    is_shown(page, 2)
    assert "view=grid" not in page.url  # a letter counts only inside the gallery
    page.keyboard.press("g")
    page.wait_for_url("**?view=grid")
    page.keyboard.press("Escape")
    page.wait_for_url(f"**{gallery.get_absolute_url()}")


@pytest.mark.thorough
def test_f_fills_the_screen_and_leaves_the_picture_where_it_was(page):
    page.goto(gallery_of(3).get_absolute_url())
    page.keyboard.press("ArrowRight")
    is_shown(page, 2)
    page.keyboard.press("f")
    until(page, "() => document.fullscreenElement?.className === 'gallery'")
    is_shown(page, 2)
    page.keyboard.press("f")
    until(page, "() => !document.fullscreenElement")
    is_shown(page, 2)


@pytest.mark.thorough
def test_only_the_next_picture_is_fetched_before_it_is_asked_for(page):
    page.goto(gallery_of(5).get_absolute_url())

    assert page.locator(".slide img").evaluate_all("all => all.map((image) => image.loading)") == [
        "auto", "eager", "lazy", "lazy", "lazy",
    ]  # fmt: skip


def test_a_single_picture_needs_no_buttons(page):
    page.goto(gallery_of(1).get_absolute_url())
    page.keyboard.press("ArrowRight")

    is_shown(page, 1)
    expect(page.get_by_role("link", name="Next picture")).to_have_count(0)


@pytest.mark.thorough
@pytest.mark.parametrize("width", one_in_a_quick_run([320, 1280], 320))
def test_sixty_pictures_of_every_shape_stay_whole_and_nothing_moves(open_page, width):
    shapes = [(60, 600), (600, 60), (900, 600), (400, 600)]
    pictures = [PictureFactory(width=w, height=h) for w, h in shapes]
    pictures += [PictureFactory() for _ in range(56)]
    page = open_page(width=width)
    page.goto(GalleryFactory(published=True, pictures=pictures).get_absolute_url())
    page.wait_for_load_state("networkidle")
    for number in (2, 3, 4, 5):
        page.keyboard.press("ArrowRight")
        is_shown(page, number)
    page.keyboard.press("End")
    is_shown(page, 60)

    assert page.evaluate(SHIFTED) <= 0.02
    for box in page.locator(".slide img").evaluate_all(
        "all => all.slice(0, 4).map((image) => image.getBoundingClientRect().toJSON())"
    ):
        assert box["width"] <= width
        assert box["height"] <= 0.79 * 800
    fit = "all => new Set(all.map((image) => getComputedStyle(image).objectFit)).size"
    assert page.locator(".slide img").evaluate_all(fit) == 1


@pytest.mark.thorough
@pytest.mark.usefixtures("without_files")
def test_keys_lead_from_part_to_part_of_a_long_gallery(page):
    gallery = large_gallery(150)
    gallery.publish(by=None)
    order = ids(gallery)
    page.goto(gallery.get_absolute_url())
    page.keyboard.press("End")
    is_shown(page, 100)
    page.keyboard.press("ArrowRight")
    page.wait_for_url(f"**?page=2#p{order[100]}")
    is_shown(page, 1)
    expect(page.get_by_role("link", name="Picture 101 of 150")).to_be_visible()
    page.keyboard.press("ArrowLeft")
    page.wait_for_url(f"**/#p{order[99]}")
    is_shown(page, 100)
    page.get_by_role("link", name="Next picture").click()
    page.wait_for_url(f"**?page=2#p{order[100]}")
    page.get_by_role("link", name="Part 1").click()
    page.wait_for_url("**?page=1*")
    is_shown(page, 1)
    expect(page.get_by_role("link", name="Picture 1 of 150")).to_be_visible()
