"""Bringing in a folder or a zip of pictures by the command."""

import gc
import os
import stat
import statistics
import tracemalloc
import zipfile
from itertools import pairwise

import pytest
from django.core.management import CommandError, call_command

from articles.interchange import pictures_folder
from articles.models import Gallery, Picture, Record
from tests.articles.pictures.library import another

pytestmark = pytest.mark.django_db


@pytest.fixture
def import_pictures(capsys):
    """import_pictures(path, …): what the command says, and the words with which it fails."""

    def import_pictures(path, **options):
        failure = ""
        try:
            call_command("import_pictures", str(path), **options)
        except CommandError as problem:
            failure = str(problem)
        return capsys.readouterr().out + failure

    return import_pictures


@pytest.fixture
def folder(tmp_path):
    """A folder of these files: folder({"1.jpg": bytes})."""

    def make(files):
        path = tmp_path / "regatta"
        for name, data in files.items():
            (path / name).parent.mkdir(parents=True, exist_ok=True)
            (path / name).write_bytes(data)
        return path

    return make


@pytest.fixture
def archive(tmp_path):
    """A zip of these files; a name may be a ZipInfo."""

    def make(files, compression=zipfile.ZIP_DEFLATED):
        path = tmp_path / "regatta.zip"
        with zipfile.ZipFile(path, "w", compression) as made:
            for name, data in files:
                made.writestr(name, data, compression)
        return path

    return make


def names():
    return list(Picture.objects.order_by("pk").values_list("original_name", flat=True))


def test_a_folder_comes_in_in_the_order_in_which_people_count(folder, import_pictures):
    path = folder({n: another() for n in ("10.jpg", "2.jpg", "day 2/1.jpg", "1.JPG")})
    (path / ".DS_Store").write_bytes(b"x")
    said = import_pictures(path, credit="Jo", gallery="The  regatta")
    assert names() == ["1.JPG", "2.jpg", "10.jpg", "1.jpg"]
    gallery = Gallery.objects.get()
    assert gallery.title == "The regatta"
    assert gallery.published_at is None
    assert gallery.cover.original_name == "1.JPG"
    assert [p.picture.original_name for p in gallery.placements_for_page()] == names()
    assert {picture.credit for picture in Picture.objects.all()} == {"Jo"}
    assert "4 new in the library, 0 were there already. 4 put into “The regatta”." in said


def test_a_raised_digit_in_a_name_is_no_number_and_no_error(folder, import_pictures):
    import_pictures(folder({n: another() for n in ("10\u00b22.jpg", "2\u00b21.jpg")}))
    assert names() == ["2\u00b21.jpg", "10\u00b22.jpg"]


def test_a_zip_comes_in_as_a_folder_does(archive, import_pictures):
    files = [("b/2.jpg", another()), ("b/1.jpg", another()), ("__MACOSX/b/._1.jpg", b"x")]
    said = import_pictures(archive(files))
    assert names() == ["1.jpg", "2.jpg"]
    assert "2 new" in said


def test_a_second_run_adds_nothing_and_a_gallery_grows_by_what_is_new(folder, import_pictures):
    files = {"1.jpg": another(), "2.jpg": another()}
    import_pictures(folder(files), gallery="The regatta")
    said = import_pictures(folder(files), gallery="The regatta")
    assert "0 new in the library, 2 were there already. 0 put into" in said
    import_pictures(folder({"3.jpg": another()}), gallery="The regatta")
    assert Picture.objects.count() == Gallery.objects.get().placements.count() == 3


def test_what_is_refused_is_named_with_its_reason_and_the_rest_stays(folder, import_pictures):
    path = folder({"1.jpg": another(), "letter.pdf": b"%PDF-1.4", "empty.jpg": b""})
    said = import_pictures(path)
    assert "letter.pdf: This is not a JPEG, PNG, WebP, GIF or AVIF picture." in said
    assert "empty.jpg: The file is empty." in said
    assert said.endswith("Files that were not taken: 2. See above.")
    assert names() == ["1.jpg"]


def test_the_log_says_once_what_came_in(folder, import_pictures):
    import_pictures(folder({"1.jpg": another(), "2.jpg": another()}))
    line = Record.objects.get()
    assert (line.action, line.note, line.details) == ("imported", "regatta", {"pictures": 2})


def test_a_gallery_is_published_if_its_pictures_are_described(folder, import_pictures):
    path = folder({"1.jpg": another()})
    said = import_pictures(path, gallery="The regatta", publish="yes")
    assert "Describe picture 1 for those who cannot see it." in said
    assert "stays a draft" in said
    Picture.objects.update(alt="A boat")
    assert "is published" in import_pictures(path, gallery="The regatta", publish="yes")
    assert Gallery.objects.get().is_public


def test_nothing_undescribed_is_slipped_into_a_gallery_that_readers_have(folder, import_pictures):
    path = folder({"1.jpg": another()})
    import_pictures(path, gallery="The regatta")
    Picture.objects.update(alt="A boat")
    Gallery.objects.get().publish(by=None)
    assert "0 put into" in import_pictures(path, gallery="The regatta")
    said = import_pictures(folder({"2.jpg": another()}), gallery="The regatta")
    assert "“The regatta” is published." in said
    assert Gallery.objects.get().placements.count() == 1


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"publish": "yes"}, "Name the gallery"),
        ({"credit": "a" * 121}, "A credit has up to 120 characters"),
        ({"gallery": "a" * 161}, "a title up to 160"),
    ],
)
def test_options_that_cannot_be_meant_are_refused_first(folder, import_pictures, options, words):
    assert words in import_pictures(folder({"1.jpg": another()}), **options)
    assert not Picture.objects.exists()


def test_neither_folder_nor_zip(tmp_path, import_pictures):
    (tmp_path / "x.zip").write_bytes(b"PK\3\4 and then nothing")
    (tmp_path / "x.jpg").write_bytes(another())
    (tmp_path / "y.zip").write_bytes(b"")
    for name in ("x.zip", "x.jpg", "y.zip"):
        assert "neither a folder nor a zip" in import_pictures(tmp_path / name)
    assert "no such folder or file" in import_pictures(tmp_path / "nothing")


# Archives that mean harm


def linked(name):
    entry = zipfile.ZipInfo(name)
    entry.external_attr = (stat.S_IFLNK | 0o777) << 16
    return entry


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("../../x.jpg", "leads out"),
        ("a/../../x.jpg", "leads out"),
        ("/etc/x.jpg", "leads out"),
        ("C:\\x.jpg", "leads out"),
        ("..\\x.jpg", "leads out"),
        (linked("x.jpg"), "a link"),
        ("more.zip", "not opened"),
    ],
    ids=str,
)
def test_an_entry_that_is_no_plain_file_is_refused(archive, import_pictures, name, words):
    said = import_pictures(archive([(name, another()), ("good.jpg", another())]))
    assert words in said
    assert names() == ["good.jpg"]


def test_a_link_in_a_folder_is_not_followed(folder, import_pictures, tmp_path):
    path = folder({"1.jpg": another()})
    (tmp_path / "secret.jpg").write_bytes(another())
    (path / "2.jpg").symlink_to(tmp_path / "secret.jpg")
    (tmp_path / "others").mkdir()
    (tmp_path / "others/3.jpg").write_bytes(another())
    (path / "others").symlink_to(tmp_path / "others")
    os.mkfifo(path / "4.jpg")
    said = import_pictures(path)
    assert names() == ["1.jpg"]
    assert "2.jpg: It is a link, not a file." in said
    assert "4.jpg: It is not a file." in said


def test_a_locked_entry_is_refused(archive, import_pictures):
    path = archive([("1.jpg", another())])
    data = bytearray(path.read_bytes())
    data[6] |= 1  # in its own head, and in the list at the end
    data[data.rindex(b"PK\1\2") + 8] |= 1
    path.write_bytes(bytes(data))
    assert "1.jpg: It is locked with a password." in import_pictures(path)


def test_a_damaged_entry_is_refused_and_the_others_come(archive, import_pictures):
    path = archive([("1.jpg", another()), ("2.jpg", another())], zipfile.ZIP_STORED)
    data = bytearray(path.read_bytes())
    data[data.index(b"1.jpg") + 200] ^= 0xFF
    path.write_bytes(bytes(data))
    assert "1.jpg: It is damaged inside the archive." in import_pictures(path)
    assert names() == ["2.jpg"]


def test_what_an_archive_says_of_sizes_is_not_believed(archive, import_pictures, settings):
    settings.PICTURE_MAX_BYTES = 3_000_000
    bomb = b"\xff\xd8\xff" + b"\0" * 60_000_000
    path = archive([("bomb.jpg", bomb), ("good.jpg", another())])
    data = path.read_bytes()
    # It claims to be small; what it unpacks to is another matter.
    data = data.replace(len(bomb).to_bytes(4, "little"), (1000).to_bytes(4, "little"))
    path.write_bytes(data)
    tracemalloc.start()
    said = import_pictures(path)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert "bomb.jpg: " in said
    assert names() == ["good.jpg"]
    assert most < 20_000_000


def test_a_bomb_is_not_unpacked_to_its_end(archive, import_pictures):
    said = import_pictures(archive([("bomb.jpg", b"\xff\xd8\xff" + b"\0" * 20_000_000)]))
    assert "bomb.jpg: It grows too much when it is unpacked." in said


def test_an_archive_of_too_many_files_is_refused_as_a_whole(tmp_path, import_pictures):
    path = tmp_path / "many.zip"
    with zipfile.ZipFile(path, "w") as made:
        for number in range(10_001):
            made.writestr(f"{number}.jpg", b"")
    assert "more than 10000 files" in import_pictures(path)


def test_a_name_does_not_move_the_cursor_of_our_terminal(archive, import_pictures):
    said = import_pictures(archive([("a\x1b[2J\n.jpg", b"x")]))
    assert "\x1b" not in said
    assert "a?[2J?.jpg" in said


@pytest.mark.thorough
def test_many_pictures_take_no_more_memory_than_few(archive):
    # What follows a picture is part of its file, and of no picture.
    files = [(f"{number}.jpg", another() + os.urandom(100_000)) for number in range(30)]
    path = archive(files, zipfile.ZIP_STORED)
    held, most = [], []

    def watched(opened, total):
        for file in opened:
            gc.collect()  # whoever has served the site in this process has made that rare
            held.append(tracemalloc.get_traced_memory()[0])
            tracemalloc.reset_peak()
            yield file
            most.append(tracemalloc.get_traced_memory()[1] - held[-1])

    tracemalloc.start()
    try:
        assert pictures_folder.import_pictures(path, progress=watched).new == len(files)
    finally:
        tracemalloc.stop()
    # Other threads of this process allocate too: the median leaves out what they do once.
    kept = [after - before for before, after in pairwise(held)]
    assert statistics.median(kept) < 20_000, held
    assert statistics.median(most[15:]) < 1.5 * statistics.median(most[:15]), most
