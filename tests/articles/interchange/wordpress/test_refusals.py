"""Files that nobody should import: one sentence, status 1, and nothing changed."""

import io
import subprocess
import sys

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from articles.interchange.incoming.xml import stream
from articles.interchange.wordpress import Unreadable, import_site, reading
from articles.models import Story
from tests.tiers import some_in_a_quick_run

from ..refusals import NO_FILES, assert_refused
from .exports import FOOT, HEAD, export, post

pytestmark = pytest.mark.django_db

DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>'
BODY = export(post()).removeprefix(DECLARATION)
LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))

BAD = {
    "nothing at all": b"",
    "plain text": b"Dear editor",
    "a zip": b"PK\x03\x04....",
    "a web page": b"<!DOCTYPE html><html><body><p>Hello<br></body></html>",
    "tidy HTML": b"<html><body><p>Hello</p></body></html>",
    "another feed": b"<rss><channel><title>x</title><item><title>y</title></item></channel></rss>",
    "an Atom feed": b'<feed xmlns="http://www.w3.org/2005/Atom"></feed>',
    "half a file": (HEAD + post(1) + post(2)[:200]).encode(),
    "a missing end": (HEAD + post(1)).encode(),
    "crossed elements": (HEAD + post(1) + "<item><title></item></title>" + FOOT).encode(),
    "broken UTF-8": export(post(title="ABC")).encode().replace(b"ABC", b"\xff\xfe\xc3("),
    "entities that explode": (
        f'<!DOCTYPE rss [<!ENTITY l0 "ha">{LAUGHS}]>{BODY}'.replace("Story 1", "&l9;")
    ).encode(),
    "a file of the machine": (
        f'<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]>{BODY}'.replace("Story 1", "&x;")
    ).encode(),
    "a file of a server": f'<!DOCTYPE rss SYSTEM "http://127.0.0.1:9/x.dtd">{BODY}'.encode(),
    "the same in UTF-16": (
        f'<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]>{BODY}'.replace("Story 1", "&x;")
    ).encode("utf-16"),
    "UTF-7": DECLARATION.replace("UTF-8", "UTF-7").encode() + BODY.encode(),
    "UTF-16 that is none": DECLARATION.replace("UTF-8", "UTF-16").encode() + BODY.encode(),
    "an unknown encoding": DECLARATION.replace("UTF-8", "klingon").encode() + BODY.encode(),
    "a deep pit": (HEAD + "<a>" * 20_000).encode(),
    "no site": export(post()).replace("https://old.example", "javascript:alert(1)")
    .replace("https://network.example", "").encode(),
}  # fmt: skip


@pytest.mark.parametrize("data", BAD.values(), ids=BAD)
def test_a_bad_file_is_refused_in_one_sentence_with_nothing_imported(tmp_path, data):
    path = tmp_path / "bad.xml"
    path.write_bytes(data)

    assert_refused("import_wordpress", path)


@pytest.mark.parametrize("name", NO_FILES)
def test_what_is_no_file_is_refused(tmp_path, name):
    assert_refused("import_wordpress", f"{tmp_path}/{name}")


def test_a_flood_of_text_is_refused_long_before_its_end(tmp_path, monkeypatch):
    monkeypatch.setattr(stream, "MAX_NODE", 200_000)
    file = Flood(HEAD.encode() + b"<item><title>", b"A" * 10_000)

    with pytest.raises(Unreadable, match="single text"):
        list(reading._Reader(file, reading._Head()).items())
    assert file.given < 500_000


def test_an_endless_post_is_refused(monkeypatch):
    monkeypatch.setattr(reading, "MAX_ITEM", 200_000)
    row = b"<wp:postmeta><wp:meta_key>x</wp:meta_key><wp:meta_value>y</wp:meta_value></wp:postmeta>"
    file = Flood(HEAD.encode() + b"<item>", row)

    with pytest.raises(Unreadable, match="single post"):
        list(reading._Reader(file, reading._Head()).items())
    assert file.given < 500_000


def test_a_failure_in_the_middle_is_told_and_publishes_nothing_that_is_not_whole(
    tmp_path, monkeypatch
):
    path = tmp_path / "export.xml"
    path.write_text(export(post(1), post(2)))
    monkeypatch.setattr(
        "articles.interchange.incoming.comments.Comments.import_all",
        lambda *_: connection.cursor().execute("no"),
    )

    with pytest.raises(CommandError, match="What came in before stays: run it again"):
        call_command("import_wordpress", str(path))
    assert not Story.objects.published().exists()


HOSTILE = [
    "[caption]" * 20_000,
    "[gallery " * 20_000,
    "<!-- wp:paragraph {" * 20_000,
    "<blockquote>" * 300 + "x",
    "<" * 200_000,
    "\n" * 200_000,
    "<br>" * 50_000,
    "<div>" * 20_000,
    "<figure>" * 400 + "<figcaption>x",
    "&" * 200_000,
    "a" * 1_000_001,
]


@pytest.mark.parametrize(
    "text", some_in_a_quick_run(HOSTILE, 3), ids=lambda text: text[:18].strip()
)
def test_a_hostile_text_is_survived_and_accounted_for(tmp_path, text):
    path = tmp_path / "export.xml"
    path.write_text(export(post(content=text)))

    report = import_site(path)
    assert report.accounted_items == 1


def test_the_words_of_a_post_cannot_show_pictures_or_quotes_of_this_paper(tmp_path):
    path = tmp_path / "export.xml"
    embed = '<story-embed data-kind="picture" data-id="1"></story-embed>'
    path.write_text(export(post(content=f"{embed}Text<script>alert(1)</script>")))
    import_site(path)

    assert Story.objects.get().live.body == "<p>Text</p>"


class Flood(io.RawIOBase):
    """A file that never ends."""

    def __init__(self, head, again):
        self.head, self.again, self.given = head, again, 0

    def read(self, size=-1):
        data, self.head = self.head or self.again * (size // len(self.again) + 1), b""
        self.given += len(data)
        return data


def test_the_command_ends_with_status_one(tmp_path):
    done = subprocess.run(
        [sys.executable, "manage.py", "import_wordpress", str(tmp_path / "missing.xml")],
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert "There is no such file." in done.stderr
