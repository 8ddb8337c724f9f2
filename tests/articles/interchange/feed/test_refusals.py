"""Feeds that nobody should import: one sentence, status 1, and nothing changed."""

import pytest
from django.core.management import CommandError, call_command

from articles.interchange import feed
from articles.interchange.feed import reading
from articles.interchange.incoming.xml import stream
from articles.models import OldAddress, Story
from tests.articles.interchange.wordpress import exports as wordpress
from tests.tiers import some_in_a_quick_run

from ..refusals import NO_FILES, assert_refused
from .feeds import ATOM_HEAD, RSS_HEAD, atom, entry, item, rss

pytestmark = pytest.mark.django_db

DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>'
BODY = rss(item()).removeprefix(DECLARATION)
LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
RDF = '<r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#"/>'

BAD = {
    "nothing at all": b"",
    "plain text": b"Dear editor",
    "a web page": b"<!DOCTYPE html><html><body><p>Hello<br></body></html>",
    "tidy HTML": b"<html><body><p>Hello</p></body></html>",
    "a WordPress export": wordpress.export(wordpress.post(status="private")).encode(),
    "RSS 1.0": RDF.encode(),
    "half a file": (RSS_HEAD + item(1) + item(2)[:200]).encode(),
    "a missing end": (ATOM_HEAD + entry(1)).encode(),
    "broken UTF-8": rss(item(title="ABC")).encode().replace(b"ABC", b"\xff\xfe\xc3("),
    "entities that explode": (
        f'<!DOCTYPE rss [<!ENTITY l0 "ha">{LAUGHS}]>{BODY}'.replace("Story 1", "&l9;")
    ).encode(),
    "a file of the machine": (
        f'<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]>{BODY}'.replace("Story 1", "&x;")
    ).encode(),
    "a file of a server": f'<!DOCTYPE rss SYSTEM "http://127.0.0.1:9/x.dtd">{BODY}'.encode(),
    "UTF-7": DECLARATION.replace("UTF-8", "UTF-7").encode() + BODY.encode(),
    "UTF-16 that is none": DECLARATION.replace("UTF-8", "UTF-16").encode() + BODY.encode(),
    "a deep pit": (RSS_HEAD + "<a>" * 20_000).encode(),
    "a deep pit in a text": (
        ATOM_HEAD + '<entry><content type="xhtml">' + "<div>" * 20_000
    ).encode(),
    "no site": b"<rss><channel><item><title>x</title></item></channel></rss>",
}


@pytest.mark.parametrize("data", BAD.values(), ids=BAD)
def test_a_bad_file_is_refused_in_one_sentence_with_nothing_imported(tmp_path, data):
    path = tmp_path / "bad.xml"
    path.write_bytes(data)

    assert_refused("import_feed", path)


@pytest.mark.parametrize("tenth", some_in_a_quick_run(list(range(1, 10)), 3))
def test_a_file_that_is_cut_anywhere_is_refused(tmp_path, tenth):
    whole = rss(item(1), item(2), item(3))
    path = tmp_path / "cut.xml"
    path.write_text(whole[: len(whole) * tenth // 10])

    with pytest.raises(feed.Unreadable):
        feed.import_site([path])
    assert not Story.objects.exists()


@pytest.mark.parametrize("name", NO_FILES)
def test_what_is_no_file_is_refused(tmp_path, name):
    assert_refused("import_feed", f"{tmp_path}/{name}")


def test_of_several_files_the_bad_one_is_named_and_none_comes_in(tmp_path):
    (tmp_path / "1.xml").write_text(rss(item(1)))
    (tmp_path / "2.xml").write_text(rss(item(2))[:-30])
    with pytest.raises(CommandError, match=r"2\.xml: The file is broken or incomplete"):
        call_command("import_feed", str(tmp_path / "1.xml"), str(tmp_path / "2.xml"))
    assert not Story.objects.exists()


def test_feeds_of_two_sites_are_not_one_archive(tmp_path):
    (tmp_path / "1.xml").write_text(rss(item(1)))
    (tmp_path / "2.xml").write_text(rss(item(2)).replace("lantern.example", "other.example"))
    with pytest.raises(CommandError, match="feed of another site"):
        call_command("import_feed", str(tmp_path / "1.xml"), str(tmp_path / "2.xml"))
    assert not Story.objects.exists()


@pytest.mark.parametrize("site", ["lantern.example", "ftp://x.example", "https://", "http://["])
def test_a_site_that_has_no_address_is_refused_in_words(tmp_path, site):
    (tmp_path / "1.xml").write_text(rss(item(1)))
    with pytest.raises(CommandError, match="no address of a site"):
        call_command("import_feed", str(tmp_path / "1.xml"), site=site)


def test_an_endless_entry_and_an_endless_text_are_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(stream, "MAX_NODE", 200_000)
    monkeypatch.setattr(reading, "MAX_ENTRY", 300_000)
    path = tmp_path / "long.xml"
    for words, text in (
        ("single text", rss(item(title="A" * 500_000))),
        ("single entry", rss(item(more="<category>x</category>" * 30_000))),
        ("single entry", atom(entry(content='<content type="xhtml">' + "<p>x</p>" * 60_000
                                            + "</content>"))),
    ):  # fmt: skip
        path.write_text(text)
        with pytest.raises(feed.Unreadable, match=words):
            feed.import_site([path])


STRANGE = [
    item(link="javascript:alert(1)", guid="javascript:alert(1)"),
    item(link="http://[", guid="http://]"),
    item(guid=None, link=None),
    item(link="//other.example/x", more='<enclosure url="http://[" type="image/png"/>'),
    item(**{"content:encoded": "<img src='http://['><a href='http://['>x</a>Text"}),
    item(**{"content:encoded": "<img " * 50_000 + "Text"}),
    item(**{"content:encoded": "<img \"'" * 20_000 + "Text"}),
    item(category="", **{"dc:creator": "\u202e" * 3}),
    item(title="", description="", **{"content:encoded": "<p>Text</p>"}),
    item(more="<category>x</category>" * 500),
    item(pubDate="9" * 5000),
]


@pytest.mark.parametrize("strange", STRANGE, ids=range(len(STRANGE)))
def test_a_strange_item_is_survived_and_accounted_for(tmp_path, strange):
    path = tmp_path / "strange.xml"
    path.write_text(rss(strange, item(2, title="Sound")))

    report = feed.import_site([path])
    assert report.accounted_items == report.total_items >= 2
    assert "Sound" in {s.headline for s in Story.objects.published()}
    assert not OldAddress.objects.filter(path__contains="javascript").exists()
    assert not any("javascript:" in s.latest.body for s in Story.objects.all() if s.latest)


def test_old_addresses_are_those_of_the_site_alone(tmp_path):
    path = tmp_path / "1.xml"
    path.write_text(rss(item(link="https://elsewhere.example/admin/", guid="x")))
    feed.import_site([path])
    assert list(OldAddress.objects.values_list("path", flat=True)) == ["/news/feed.xml"]
