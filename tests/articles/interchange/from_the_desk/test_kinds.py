"""Feeds, Markdown and tables move in at the desk; which file is which is told by its content."""

import json

import pytest

from articles.interchange.from_the_desk import kinds
from articles.models import MoveIn, Picture, Section, Story
from tests.articles.interchange.feed import feeds
from tests.articles.interchange.ghost import exports as ghost
from tests.articles.interchange.markdown import sites
from tests.articles.interchange.table import tables
from tests.articles.interchange.wordpress import exports as wordpress
from tests.articles.pictures.library import another
from tests.factories import picture_file
from tests.html import on_one_line

pytestmark = pytest.mark.django_db

TEXT = sites.text()
GHOST = json.dumps(ghost.export(ghost.post(1)))
FILES = {
    "wordpress": lambda: wordpress.export(wordpress.post()),
    "feed": lambda: feeds.rss(feeds.item()),
    "feed of Atom": lambda: feeds.atom(feeds.entry()),
    "feed of UTF-16": lambda: feeds.rss(feeds.item()).encode("utf-16"),
    "ghost": lambda: GHOST,
    "ghost in a zip with texts": lambda: sites.zipped({"x.json": GHOST, "theme/README.md": "# X"}),
    "markdown": lambda: sites.zipped({"a.md": TEXT, "a.jpg": another(), "package.json": "{}"}),
    "markdown with data": lambda: sites.zipped({"a.md": TEXT, "data.json": '{"posts": [1]}'}),
    "table": lambda: tables.table(tables.row()),
    "table of semicolons": lambda: tables.table(tables.row(), separator=";").encode("utf-8-sig"),
    "pictures": lambda: sites.zipped({"a.jpg": another()}),
}


@pytest.mark.parametrize("name", FILES)
def test_what_a_file_is_is_told_by_what_is_in_it(tmp_path, name):
    content = FILES[name]()
    (tmp_path / "x").write_bytes(content.encode() if isinstance(content, str) else content)
    with (tmp_path / "x").open("rb") as file:
        assert kinds.kind_of(file) == name.split()[0]


def test_a_feed_markdown_files_and_a_table_come_in(give, worker):
    files = {"a.md": sites.text(body="![A boat](a.jpg) Words"), "a.jpg": picture_file().read()}
    for name, content in (
        ("old.xml", feeds.rss(feeds.item())),
        ("old.zip", sites.zipped(files)),
        ("old.csv", tables.table(tables.row(), tables.row(2, status=""))),
    ):
        assert give(name, content, site=sites.SITE, section="Archive").status_code == 303
        assert worker()

    assert {row.state for row in MoveIn.objects.all()} == {MoveIn.State.DONE}
    assert Story.objects.published().count() == 3
    assert Section.objects.get().name == "Archive"
    assert Picture.objects.count() == 1
    assert "has no status: 1" in MoveIn.objects.first().report


@pytest.mark.parametrize(
    ("content", "site"),
    [
        (lambda: sites.zipped({"a.md": TEXT}), ""),
        (lambda: tables.table(tables.row()), "lantern"),
        (lambda: feeds.rss(feeds.item()), "lantern"),
    ],
    ids=["Markdown without", "a table with another word", "a feed with another word"],
)
def test_the_address_of_the_site_is_asked_for_where_it_is_needed(give, content, site):
    answer = give("old", content(), site=site)
    assert answer.status_code == 422
    assert kinds.NO_SITE in answer.text
    assert not MoveIn.objects.exists()


def test_a_feed_that_does_not_say_its_site_is_refused_in_words(give, worker):
    give("old.xml", "<rss><channel><item><title>x</title></item></channel></rss>")
    worker()
    row = MoveIn.objects.get()
    assert row.state == MoveIn.State.REFUSED
    assert "does not say which site" in on_one_line(row.trouble)
