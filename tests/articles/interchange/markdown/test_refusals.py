"""Folders and zips that somebody made to do harm."""

import stat
import zipfile

import pytest
from django.core.management import CommandError, call_command

from articles.interchange import markdown
from articles.interchange.markdown import folder
from articles.models import OldAddress, Picture, Story
from tests.factories import picture_file
from tests.tiers import some_in_a_quick_run

from ..refusals import NO_FILES, assert_refused
from .sites import SITE, text, write, yaml, zipped

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("name", [name for name in NO_FILES if name != "."])
def test_what_is_neither_folder_nor_zip_is_refused(tmp_path, name):
    assert_refused("import_markdown", f"{tmp_path}/{name}", site=SITE)


@pytest.mark.parametrize("data", [b"", b"Dear editor", zipped({"a.md": text()})[:60]])
def test_a_file_that_is_no_zip_is_refused(tmp_path, data):
    (tmp_path / "x.zip").write_bytes(data)
    with pytest.raises(CommandError, match="neither a folder nor a zip"):
        call_command("import_markdown", str(tmp_path / "x.zip"), site=SITE)
    assert not Story.objects.exists()


@pytest.mark.parametrize("site", ["lantern.example", "ftp://x.example", "https://", "http://["])
def test_a_site_that_has_no_address_is_refused_in_words(tmp_path, site):
    with pytest.raises(CommandError, match="no address of a site"):
        call_command("import_markdown", str(tmp_path), site=site)


def link(name):
    entry = zipfile.ZipInfo(name)
    entry.create_system, entry.external_attr = 3, (stat.S_IFLNK | 0o777) << 16
    return entry


def test_nothing_leads_out_of_a_zip_and_no_link_is_followed(tmp_path):
    (tmp_path / "x.zip").write_bytes(zipped({
        "../out.md": text(), "/etc/out.md": text(), "C:/out.md": text(), link("link.md"): "a.md",
        link("link.jpg"): "a.jpg", "../out.jpg": picture_file().read(),
        "a.md": text(body="![a](../out.jpg) ![b](link.jpg) ![c](/../../etc/passwd.png)"),
    }))  # fmt: skip
    report = markdown.import_site(tmp_path / "x.zip", SITE)

    said = "\n".join(report.lines())
    assert "its name leads out of the archive: 3" in said
    assert "it is a link, not a file: 1" in said
    assert Story.objects.get().slug == "a"
    assert not Picture.objects.exists()
    assert report.accounted_items == report.total_items


def test_links_in_a_folder_are_not_followed(tmp_path):
    secret = write(tmp_path / "secret", {"s.md": text(), "s.jpg": picture_file().read()})
    site = write(
        tmp_path / "site", {"a.md": text(body="![a](s.jpg) ![b](dir/s.jpg) ![](../secret/s.jpg)")}
    )
    (site / "s.md").symlink_to(secret / "s.md")
    (site / "s.jpg").symlink_to(secret / "s.jpg")
    (site / "dir").symlink_to(secret)
    report = markdown.import_site(site, SITE)

    assert Story.objects.count() == 1
    assert not Picture.objects.exists()
    assert "It is a link, not a file" in "\n".join(report.lines())


def test_what_grows_too_much_or_is_too_much_is_left_out(tmp_path, monkeypatch):
    monkeypatch.setattr(folder, "MAX_TEXT", 100_000)
    (tmp_path / "x.zip").write_bytes(zipped({
        "bomb.jpg": b"\0" * 5_000_000, "long.md": text(body="words " * 20_000),
        "a.md": text(body="![a](bomb.jpg) Words"),
    }))  # fmt: skip
    report = markdown.import_site(tmp_path / "x.zip", SITE)

    said = "\n".join(report.lines())
    assert "It grows too much when it is unpacked: 1" in said
    assert "it is longer than 4 MB: 1" in said
    assert Story.objects.published().count() == 1


def test_too_many_files_are_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(markdown, "MAX_FILES", 3)
    write(tmp_path / "site", {f"{n}.md": text() for n in range(5)})
    with pytest.raises(CommandError, match="more than 3 files"):
        call_command("import_markdown", str(tmp_path / "site"), site=SITE)
    assert not Story.objects.exists()


STRANGE = [
    text(url="javascript:alert(1)", aliases="[javascript:x, 'http://[', //, '']"),
    text(url="https://elsewhere.example/admin/"),
    text(slug="../../etc", aliases="[../../x]"),
    text(author="admin", categories="admin", tags="[]"),
    text(author="{}", categories="{a: {b: c}}", tags="[[[x]]]", title="[]"),
    text(image="{}", cover="javascript:alert(1)"),
    text(image="'http://['", body="![x](http://[) [y](http://[)"),
    text(body="<script>alert(1)</script><a href='javascript:alert(1)'>x</a>"),
    text(body="{{<" * 20_000),
    text(body="{% " * 20_000),
    text(body="![" * 20_000),
    text(body="> " * 20_000),
    text(body="- " * 20_000),
    text(body="a" * 1_000_001),
    yaml('title: "\\u0000\\u202ex"\ndate: 2019-05-15'),
    yaml("? [a, b]\n: x"),
    yaml("<<: {a: b}\ntitle: x"),
    "\ufeff---\r\ntitle: x\r\ndate: 2019-05-15\r\n---\r\nWords\r\n",
]


@pytest.mark.parametrize("number", some_in_a_quick_run(list(range(len(STRANGE))), 6))
def test_a_strange_file_is_survived_and_accounted_for(tmp_path, number):
    write(tmp_path, {"strange.md": STRANGE[number], "sound.md": text(title="Sound")})
    report = markdown.import_site(tmp_path, SITE)

    assert report.accounted_items == report.total_items >= 2
    assert "Sound" in {story.headline for story in Story.objects.published()}
    assert not OldAddress.objects.filter(path__contains="javascript").exists()
    assert not OldAddress.objects.filter(path__contains="admin").exists()
    for story in Story.objects.all():
        assert "javascript:" not in (story.latest.body if story.latest else "")
