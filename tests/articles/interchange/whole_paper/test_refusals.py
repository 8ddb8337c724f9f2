"""An export that was changed, cut off or made to harm: one sentence, and nothing written."""

import hashlib
import json
import stat
import zipfile

import pytest
from django.core.management import CommandError, call_command

from articles.interchange.whole_paper import MANIFEST, Refused, importing, writing
from articles.models import Picture, Section, Story, StoryVersion
from articles.pictures.storing import originals
from tests.factories import PictureFactory, SectionFactory, StoryFactory

pytestmark = [pytest.mark.database, pytest.mark.django_db(transaction=True)]

SECTIONS, STORIES = "rows/articles.section.jsonl", "rows/articles.story.jsonl"
VERSIONS, PICTURES = "rows/articles.storyversion.jsonl", "rows/articles.picture.jsonl"


@pytest.fixture
def archive(tmp_path, origin):
    """A paper with a picture and a story, exported; an empty one is here instead."""
    PictureFactory()
    StoryFactory(published=True)
    writing.write(tmp_path / "paper.zip")
    for picture in Picture.objects.all():
        originals.delete(picture.original.name)
    origin.restore()
    return tmp_path / "paper.zip"


class Edited:
    """The entries of an archive, to be changed by hand; the checksums of rows may be made right."""

    def __init__(self, path):
        with zipfile.ZipFile(path) as archive:
            self.entries = {name: archive.read(name) for name in archive.namelist()}
        self.path = path.with_name("edited.zip")

    def row(self, entry, **values):
        """The first row with other values, and checksums as if they had always been."""
        first, *others = self.entries[entry].splitlines(keepends=True)
        line = json.dumps(json.loads(first) | values).encode() + b"\n"
        return self.rows(entry, b"".join([line, *others]))

    def rows(self, entry, text):
        self.entries[entry] = text
        told = json.loads(self.entries[MANIFEST])
        table = next(t for t in told["tables"] if entry == f"rows/{t.lower()}.jsonl")
        told["tables"][table]["sha256"] = hashlib.sha256(text).hexdigest()
        told["tables"][table]["rows"] = text.count(b"\n")
        return self.manifest(told)

    def manifest(self, told):
        self.entries[MANIFEST] = json.dumps(told).encode()
        return self

    def with_manifest(self, **values):
        return self.manifest(json.loads(self.entries[MANIFEST]) | values)

    def original(self):
        return next(name for name in self.entries if name.startswith("originals/"))

    def written(self, others=()):
        with zipfile.ZipFile(self.path, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, content in [*self.entries.items(), *others]:
                archive.writestr(name, content)
        return self.path


def link():
    entry = zipfile.ZipInfo("originals/ab/cd/link.jpg")
    entry.external_attr = (stat.S_IFLNK | 0o777) << 16
    return entry


def changed(edited, entry, old, new):
    edited.entries[entry] = edited.entries[entry].replace(old, new)
    return edited


def without(edited, entry):
    del edited.entries[entry]
    return edited


def doubled(edited):
    return edited.rows(SECTIONS, edited.entries[SECTIONS] * 2)


def with_bytes(edited, entry, content):
    edited.entries[entry] = content
    return edited


REFUSALS = [
    (lambda e: changed(e, SECTIONS, b'"name":"', b'"name":"X').written(), "it was changed"),
    (lambda e: changed(e, e.original(), b"\xff", b"\xfe").written(), "not what its name says"),
    (lambda e: e.row(SECTIONS, name=7).written(), "line 1: “name” is a number and should be text"),
    (lambda e: e.row(SECTIONS, name=None).written(), "“name” is empty"),
    (lambda e: e.row(SECTIONS, name="x" * 9000).written(), "“name” is longer than"),
    (lambda e: e.row(SECTIONS, in_bar="yes").written(), "should be yes or no"),
    (lambda e: e.row(SECTIONS, position=10**30).written(), "beyond what can be kept"),
    (lambda e: e.row(STORIES, created_at="yesterday").written(), "“created_at” is no moment"),
    (lambda e: e.row(STORIES, status="secret").written(), "“status” is none of what it can be"),
    (lambda e: e.row(STORIES, colour="red").written(), "“colour” is no column"),
    (lambda e: e.row(STORIES, section=4711).written(), "contradict"),
    (lambda e: e.row(PICTURES, original="../../etc/passwd").written(), "“original” is nothing"),
    (lambda e: e.row(PICTURES, key="../up").written(), "“key” is nothing that this paper"),
    (lambda e: e.rows(SECTIONS, b"[1]\n").written(), "it is a list and should be an object"),
    (lambda e: e.rows(SECTIONS, b"[" * 100_000 + b"\n").written(), "it is no JSON"),
    (lambda e: e.rows(SECTIONS, b'{"id": NaN}\n').written(), "it is no JSON"),
    (lambda e: doubled(e).written(), "not after that of the line before"),
    (lambda e: without(e, STORIES).written(), "articles.story.jsonl is missing"),
    (lambda e: without(e, MANIFEST).written(), "no export of a paper"),
    (lambda e: e.with_manifest(format="x").written(), "an export of something else"),
    (lambda e: e.with_manifest(version=99).written(), "an edition whose exports are not known"),
    (lambda e: e.with_manifest(tables=[1]).written(), "The manifest says what none says"),
    (lambda e: e.written([("../../evil.sh", "#")]), "is no part of an export"),
    (lambda e: e.written([("/etc/passwd", "#")]), "is no part of an export"),
    (lambda e: e.written([(link(), "/etc/passwd")]), "is a link"),
    (lambda e: e.written([("bomb", b"0" * 30_000_000)]), "is a trap: it would become 30000000"),
]


@pytest.mark.filterwarnings("ignore:Duplicate name:UserWarning")
def test_whatever_is_wrong_is_said_and_nothing_is_written(archive):
    for make, words in REFUSALS:
        path = make(Edited(archive))
        with pytest.raises(Refused, match=words):
            importing.import_paper(path)
        assert not Section.objects.exists()
        assert not originals_there()
    with pytest.raises(Refused, match="stands in the archive 2 times"):
        importing.import_paper(Edited(archive).written([(SECTIONS, b"{}")]))


def originals_there():
    try:
        return originals.listdir("")[0] != [] and any(
            originals.listdir(f"{outer}/{inner}")[1]
            for outer in originals.listdir("")[0]
            for inner in originals.listdir(outer)[0]
        )
    except FileNotFoundError:
        return False


def test_cut_off_at_every_tenth_it_is_refused(archive, tmp_path):
    whole = archive.read_bytes()
    for tenth in range(10):
        cut = tmp_path / "cut.zip"
        cut.write_bytes(whole[: len(whole) * tenth // 10])
        with pytest.raises(CommandError, match="no zip file, or it is cut off"):
            call_command("import_paper", str(cut))
    assert not Section.objects.exists()


def test_a_script_that_somebody_wrote_into_a_text_does_not_come_in(archive, capsys):
    body = "<p>On Monday.</p><script>alert(1)</script>"
    call_command("import_paper", str(Edited(archive).row(VERSIONS, body=body).written()))
    assert StoryVersion.objects.first().body == "<p>On Monday.</p>"
    assert "cleaned: 1" in capsys.readouterr().out


def test_a_dry_run_looks_through_it_and_writes_nothing(archive, capsys):
    call_command("import_paper", str(archive), "--dry-run")
    assert "would come in" in capsys.readouterr().out
    assert not Story.objects.exists()


def test_a_paper_that_has_anything_is_left_alone(archive):
    SectionFactory()
    with pytest.raises(CommandError, match="not empty: it has sections"):
        call_command("import_paper", str(archive))


def test_a_disk_that_is_full_leaves_no_half_export(tmp_path, monkeypatch):
    def full(*args):
        raise OSError(28, "No space left on device")

    SectionFactory()
    monkeypatch.setattr(writing._Writing, "_originals", full)
    with pytest.raises(CommandError, match="The disk is full"):
        call_command("export_paper", str(tmp_path / "paper.zip"))
    assert not list(tmp_path.iterdir())
