"""Another paper moves in, at the desk: its file is given, tried, brought in, and reported on."""

import json
import os
from pathlib import Path

import pytest

from articles.interchange.from_the_desk import doing, files, process
from articles.models import MoveIn, Story
from tests.articles.interchange.wordpress.exports import attachment, comment, export, post
from tests.factories import UserFactory

from .walking import OVERFLOWS

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
# Where somebody wants to look at the pages: a folder for pictures of them.
PICTURES = os.environ.get("PICTURES_OF_PAGES")
OLD = export(
    post(1, title="The bells ring", comments=comment(1)),
    post(2, title="المدينة القديمة", content="كلمات عن المدينة."),
    post(3, title="Plans", status="private"),
    attachment(4, "https://old.example/wp-content/uploads/2012/03/View.jpg"),
    post(5, type="nav_menu_item", title="Menu", terms=""),
)


@pytest.fixture
def give(open_page, live_server, client, tmp_path):
    """give(width=…): the page of the file that an administrator has given to be tried."""
    ada = UserFactory(is_staff=True, is_superuser=True, name="Ada Ward")
    client.force_login(ada)
    file = tmp_path / "مدونة old-site.xml"
    file.write_text(OLD, encoding="utf-8")

    def given(**screen):
        page = open_page(**screen)
        session = client.cookies["sessionid"].value
        page.context.add_cookies(
            [{"name": "sessionid", "value": session, "url": live_server.url}]
        )  # fmt: skip
        page.goto("/admin/articles/movein/")
        page.locator("[type=file]").set_input_files(file)
        photographed(page, "form")
        page.get_by_role("button", name="Give the file").click()
        page.wait_for_selector("text=It waits for its turn")
        return page

    return given


@pytest.fixture
def worker(monkeypatch):
    """worker(meanwhile): its turn; `meanwhile` is called while the file is half in."""

    def turn(meanwhile=lambda: None):
        def run(job, stop_requested):
            files.tell(job["folder"], doing="Writing stories", done=2, total=5, seconds=1)
            meanwhile()
            answer = process.import_file(job, process.Progress())
            Path(job["answer"]).write_text(json.dumps(answer))

        monkeypatch.setattr(doing, "_run", run)
        assert doing.do_if_due()

    return turn


def photographed(page, name):
    assert not page.evaluate(OVERFLOWS)
    if PICTURES:
        width = page.viewport_size["width"]
        for light in ("light", "dark"):
            page.emulate_media(color_scheme=light, reduced_motion="reduce")
            page.screenshot(path=f"{PICTURES}/{name}-{width}-{light}.png", full_page=True)
        page.emulate_media(color_scheme="light", reduced_motion="reduce")


@pytest.mark.parametrize("width", [390, pytest.param(1280, marks=pytest.mark.thorough)])
def test_a_wordpress_file_is_tried_and_brought_in_and_its_report_read(give, worker, width):
    page = give(width=width)
    photographed(page, "waits")
    worker()
    page.wait_for_selector("text=Tried, and nothing changed")
    assert not Story.objects.exists()
    photographed(page, "tried")

    page.get_by_role("button", name="Bring it in now").click()
    page.wait_for_selector("text=It waits for its turn")

    def watched():
        page.wait_for_selector("progress[value='40']")
        assert "2 of 5" in page.locator("[data-progress]").inner_text()
        photographed(page, "comes in")

    worker(watched)
    page.wait_for_selector("text=It is here")
    report = page.locator(".machine__report").inner_text()
    assert "The file holds 5 items and 1 comments; 5 and 1 are accounted for." in report
    for said in ("was private: 1", "“Plans”", "the menu here is made of the sections: 1"):
        assert said in report
    photographed(page, "here")
    assert MoveIn.objects.get(is_dry_run=False).state == MoveIn.State.DONE

    page.get_by_role("link", name="The stories").click()
    page.wait_for_selector("text=The bells ring")
    assert Story.objects.published().count() == 2
