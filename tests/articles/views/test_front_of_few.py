"""What the front page of a small or a new paper shows, and what stands for a missing portrait."""

import re

import pytest
from django.utils import timezone

from articles.models import Author
from tests.factories import (
    AuthorFactory,
    GalleryFactory,
    PictureFactory,
    SectionFactory,
    editor,
    reporter,
)

from .test_front import TOP, ago, front, published

pytestmark = pytest.mark.django_db


def test_a_paper_without_a_story_says_what_will_come_and_shows_readers_no_desk(client):
    html = client.get("/").text

    assert "No story has been published yet." in html
    assert 'href="/latest.rss"' in html
    assert "To begin" not in html
    assert "/admin/" not in html


@pytest.mark.parametrize(
    ("somebody", "steps"),
    [
        (editor, ["Name the paper", "Make its sections", "Write the first story"]),
        (reporter, ["Write the first story"]),
    ],
)
def test_a_paper_without_a_story_shows_those_who_may_write_where_to_begin(client, somebody, steps):
    client.force_login(somebody())
    shown = re.findall(r'<a href="(/admin/articles/[^"]+)">([^<]+)</a>', client.get("/").text)

    assert [words for _, words in shown] == steps
    for address, _ in shown:
        assert client.get(address).status_code in (200, 302)


def test_a_section_leads_on_to_more_of_it(client):
    published(5, section=SectionFactory(front_layout="none"), prominence=TOP)
    section = SectionFactory(name="Harbour & quay")
    published(section=section, at=ago(days=9))

    html = client.get("/").text

    assert re.search(rf'href="{section.get_absolute_url()}">\s*More from Harbour &amp; quay', html)


@pytest.mark.parametrize("beside", range(6))
def test_fewer_than_a_column_stand_under_the_lead(client, beside):
    section = SectionFactory(front_layout="none")
    published(section=section, lead_picture=PictureFactory(), prominence=TOP)
    for _ in range(beside):
        published(section=section, at=ago(hours=3))

    page, html = front(), client.get("/").text

    assert len(page.beside) == min(beside, 4)
    assert page.has_column == (beside >= 3)
    assert ("front-top" in html) == page.has_column
    assert ("story-group" in html) == (0 < beside < 3)


def test_a_day_of_another_year_says_which(client):
    published(5, section=SectionFactory(front_layout="none"), prominence=TOP)
    section, now = SectionFactory(front_layout="list"), timezone.localtime()
    published(section=section, at=now.replace(year=now.year - 1, month=7, day=2))
    published(section=section, at=now.replace(year=now.year - 3, month=12, day=31))

    html = client.get("/").text

    assert f">2 Jul {now.year - 1}</time>" in html
    assert f">31 Dec {now.year - 3}</time>" in html


@pytest.mark.parametrize(("count", "few"), [(0, True), (1, True), (2, True), (3, False)])
def test_one_or_two_galleries_have_their_words_beside_the_picture(client, count, few):
    for _ in range(count):
        GalleryFactory(published=True, standfirst="From midnight to the first buyers.")

    assert front().has_few_galleries == few
    shown = client.get("/").text.count("From midnight to the first buyers.")
    assert shown == (count if few else 0)


def test_whoever_wrote_an_opinion_has_a_face_or_initials_and_the_paper_its_mark(client):
    published(section=SectionFactory(front_layout="none"), prominence=TOP)
    section = SectionFactory()
    pictured = AuthorFactory(name="Mirela Okafor", portrait=PictureFactory(key="portrait-of-m"))
    for authors in ([pictured], [AuthorFactory(name="Tom Hallam")], []):
        published(section=section, kind="opinion", authors=authors)

    html = client.get("/").text
    portraits = html.split('<div class="portrait">')[1:]

    assert len(portraits) == 3
    assert sum("portrait-of-m" in each.split("</div>")[0] for each in portraits) == 1
    assert re.findall(r'<span aria-hidden="true">([^<\d]+)</span>', html) == ["◆", "TH"]


@pytest.mark.parametrize(
    ("name", "initials"),
    [
        ("Ana Petrov", "AP"), ("Ewan", "E"), ("Konstantina-Maria van der Berg", "KB"),
        ("de la Cruz", "DC"), ("Åsa Öberg", "ÅÖ"), ("ليلى حداد", "ل"), ("王小明", "王"),
        ("Ирина Орлова", "ИО"), ("O’Neill", "O"), ("Jo 2", "J"), ("", ""), ("—", ""),
        ("ana petrov", "AP"),
    ],
)  # fmt: skip
def test_initials_are_those_of_the_first_and_last_name(name, initials):
    assert Author(name=name).initials == initials
