"""The public paper as files: each link leads to one, and nothing that is no reader's is there."""

import re
from html.parser import HTMLParser
from urllib.parse import unquote, urlsplit

import pytest
import time_machine
from django.core.management import CommandError, call_command

from articles.models import OldAddress, Story
from newsroom.static_copy.addresses import Addresses, file_of, link_to
from newsroom.static_copy.links import Page
from tests import small_paper
from tests.factories import StoryFactory


def addresses(is_copied=lambda path: not path.startswith("/accounts")):
    return Addresses("https://news.example", is_copied)


@pytest.mark.parametrize(
    ("address", "file"),
    [
        ("/", "index.html"),
        ("/city/?page=2", "city/_page=2/index.html"),
        ("/latest.rss", "latest.rss"),
        ("/caf%C3%A9/", "café/index.html"),
        (f"/{'ا' * 150}/", f"{'ا' * 91}-"),
    ],
)
def test_an_address_has_one_file(address, file):
    assert file_of(address).startswith(file)
    assert all(len(name.encode()) < 255 for name in file_of(address).split("/"))


def test_links_lead_from_file_to_file_and_what_leads_elsewhere_stays():
    page = Page(addresses(), "/city/7/x/", "city/7/x/index.html")
    text = page.rewritten(
        '<link rel="canonical" href="https://news.example/city/7/x/">'
        '<a title="a > b" href="/">1</a> <a href="https://news.example/city/?page=2#top">2</a>'
        '<a href="?view=grid">3</a> <a href="/accounts/login/">4</a> <a href="//other.example/">5'
        '</a><img srcset="/media/k/1.webp 480w, /media/k/2.webp 960w" src="/media/k/1.jpg">'
        '<img src="/accounts/pixel.gif"><p>He wrote href="/x/" there.</p>'
        '<form method="post" action="/accounts/"><a href="/../../etc/passwd">6</a>'
    )
    assert text == (
        '<link rel="canonical" href="https://news.example/city/7/x/">'
        '<a title="a > b" href="../../../">1</a> <a href="../../../city/_page=2/#top">2</a>'
        '<a href="../../../city/7/x/_view=grid/">3</a> <a href="../../../not-in-this-copy/">4</a> '
        '<a href="//other.example/">5</a>'
        '<img srcset="../../../media/k/1.webp 480w, ../../../media/k/2.webp 960w" '
        'src="../../../media/k/1.jpg">'
        '<p>He wrote href="/x/" there.</p>'
        '<form action="../../../not-in-this-copy/"><a href="../../../etc/passwd/">6</a>'
    )
    assert link_to("/city/", "", "404.html") == "/city/"


@pytest.fixture
def copy(tmp_path, settings, capsys):
    folder = tmp_path / "copy"

    def copy():
        call_command("export_static", str(folder))
        return capsys.readouterr().out

    copy.folder = folder
    return copy


def dead_links(folder):
    """Each link of a page of the copy to a file that is not there, as (page, link)."""
    for page in folder.rglob("*.html"):
        for name, link in links_of(page.read_text()):
            parts = urlsplit(link)
            if parts.netloc or parts.scheme or not parts.path:
                continue
            path = unquote(parts.path)
            start = folder if path.startswith("/") else page.parent
            there = (start / path.lstrip("/")).resolve()
            if not (there / "index.html" if path.endswith("/") else there).is_file():
                yield str(page.relative_to(folder)), name, link


class Links(HTMLParser):
    def __init__(self):
        super().__init__()
        self.found = []

    def handle_starttag(self, tag, attrs):
        for name, value in attrs:
            if name in ("href", "src", "action") and value:
                self.found.append((name, value))
            elif name in ("srcset", "imagesrcset"):
                self.found += [(name, part.split(" ")[0]) for part in value.split(", ")]


def links_of(text):
    links = Links()
    links.feed(text)
    return links.found


@time_machine.travel("2026-11-30T06:00:00+00:00", tick=False)  # an empty feed says when it is read
@pytest.mark.django_db
def test_every_link_of_the_copy_leads_to_a_file_and_it_is_kept_up_to_date(copy):
    pages = small_paper.paper()
    hidden = StoryFactory(headline="Nobody has seen this")
    story = Story.objects.get(live__kicker="Libraries")
    OldAddress.objects.create(path="/2009/old.html", story=story)
    first = copy()

    assert "0 taken away" in first
    assert list(dead_links(copy.folder)) == []
    own = copy.folder / story.get_absolute_url().strip("/") / "index.html"
    assert story.headline in own.read_text()
    assert f'url=..{story.get_absolute_url()}"' in (copy.folder / "2009/old.html").read_text()
    assert (copy.folder / pages["gallery"].strip("/") / "_view=grid/index.html").is_file()
    texts = "".join(path.read_text() for path in copy.folder.rglob("*.html"))
    assert hidden.headline not in texts
    assert not {"accounts", "admin", "search"} & {path.name for path in copy.folder.iterdir()}
    assert not re.search("csrf|/read/", texts)

    story.take_down(by=None, reason="A court has asked for it.")
    second = copy()
    assert not own.exists()
    assert list(dead_links(copy.folder)) == []
    assert int(re.search(r"(\d+) files written", second)[1]) < 60
    assert ", 0 files written, 0 taken away" in copy()


@pytest.mark.django_db
def test_a_folder_with_other_things_is_left_alone(copy):
    copy.folder.mkdir()
    (copy.folder / "index.html").write_text("A page of somebody else.")
    with pytest.raises(CommandError, match="holds other things"):
        copy()
    assert (copy.folder / "index.html").read_text() == "A page of somebody else."
