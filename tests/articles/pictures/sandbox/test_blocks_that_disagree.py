"""Where several blocks of a file say something, or one in several places: which of them counts."""

import hashlib

import pytest
from PIL import Image

from articles.pictures.sandbox.metadata import read_metadata

from .metadata_files import (
    ARTIST,
    COPYRIGHT,
    DESCRIPTION,
    alternatives,
    exif,
    iim,
    of,
    packet,
    several,
)

# --- Exif and what Windows writes beside it

USER_COMMENT, XP_TITLE, XP_COMMENT, XP_AUTHOR, XP_KEYWORDS = 0x9286, 0x9C9B, 0x9C9C, 0x9C9D, 0x9C9E


def windows(text):
    return text.encode("utf-16-le") + b"\0\0"


@pytest.mark.parametrize(
    "comment",
    [
        b"ASCII\0\0\0Pier 4",
        b"ASCII\0\0\0Pier 4\0\0\0\0\0\0",
        b"\0" * 8 + b"Pier 4   ",
        b"UNICODE\0" + "Pier 4".encode("utf-16-le"),
        b"UNICODE\0" + "Pier 4".encode("utf-16-be"),
        b"UNICODE\0" + "\ufeffPier 4".encode("utf-16-le"),
        b"UNICODE\0" + "\ufeffPier 4".encode("utf-16-be"),
        b"UNICODE\0" + "Pier 4\0\0".encode("utf-16-be"),
        b"UNICODE\0Pier 4",
        b"JIS\0\0\0\0\0Pier 4",
        b"Pier 4",
    ],
)
def test_a_comment_in_exif_is_a_caption_if_there_is_no_other(comment):
    assert of(exif=exif(more={USER_COMMENT: comment})) == {"caption": "Pier 4"}
    both = exif({DESCRIPTION: "The ferry."}, {USER_COMMENT: comment})
    assert of(exif=both) == {"caption": "The ferry."}


@pytest.mark.parametrize(
    ("comment", "text"),
    [
        (b"JIS\0\0\0\0\0" + "最後のフェリー".encode("iso2022_jp"), "最後のフェリー"),
        (b"UNICODE\0" + "Praha: Dvořák".encode("utf-16-le"), "Praha: Dvořák"),
        (b"UNICODE\0" + "Praha: Dvořák".encode("utf-16-be"), "Praha: Dvořák"),
        (b"UNICODE\0" + "Praha: Dvořák".encode(), "Praha: Dvořák"),
        (b"ASCII\0\0\0" + "Praha: Dvořák".encode(), "Praha: Dvořák"),
    ],
)
def test_a_comment_in_exif_names_its_alphabet(comment, text):
    assert of(exif=exif(more={USER_COMMENT: comment})) == {"caption": text}


@pytest.mark.parametrize("comment", [b"ASCII\0\0\0", b"\0" * 264, b"UNICODE\0", b"ASCII\0\0\0hdr"])
def test_an_empty_comment_is_none(comment):
    assert of(exif=exif(more={USER_COMMENT: comment})) == {}


def test_what_windows_writes_is_read():
    block = exif(
        {
            XP_COMMENT: windows("Poslední přívoz"),
            XP_AUTHOR: windows("Antonín Dvořák;Jo"),
            XP_KEYWORDS: windows("přívoz;mlha"),
        }
    )
    assert of(exif=block) == {
        "caption": "Poslední přívoz", "creator": "Antonín Dvořák, Jo", "keywords": "přívoz, mlha",
    }  # fmt: skip


def test_question_marks_that_windows_wrote_for_letters_are_letters_again():
    block = exif(
        {
            DESCRIPTION: "Praha: Dvo?ák".encode("ascii", "replace"),
            XP_TITLE: windows("Praha: Dvořák"),
            ARTIST: b"Dvo??k",
            XP_AUTHOR: windows("Dvořák"),
        }
    )
    assert of(exif=block) == {"caption": "Praha: Dvořák", "creator": "Dvořák"}
    other = exif({DESCRIPTION: "The ferry?", XP_TITLE: windows("IMG_1234")})
    assert of(exif=other) == {"caption": "The ferry?"}


def test_a_notice_of_exif_in_an_alphabet_of_windows():
    assert of(exif=exif({COPYRIGHT: "© 2026 Jo".encode("cp1252")})) == {"copyright": "© 2026 Jo"}


# --- When XMP and IIM disagree

XMP = packet(
    alternatives("dc:description", x_default="Of XMP") + several("dc:creator", "Xenia", kind="Seq"),
    'photoshop:City="Xanten"',
)
IIM = iim((120, b"Of IIM"), (80, b"Ines"), (90, b"Imatra"))


def agreed(digest):
    """What is read of both, if Photoshop has left this digest of the block."""
    image = Image.new("RGB", (2, 2))
    image.info = {"xmp": XMP, "photoshop": {0x0404: IIM, 0x0425: digest}}
    return read_metadata(image)


def test_xmp_goes_first_where_nobody_has_touched_iim_since():
    of_xmp = {"caption": "Of XMP", "creator": "Xenia", "place": "Xanten"}

    assert of(xmp=XMP, iim=IIM) == of_xmp
    assert agreed(hashlib.md5(IIM, usedforsecurity=False).digest()) == of_xmp


def test_iim_goes_first_where_it_was_changed_after_xmp_was_written():
    older = hashlib.md5(b"another block", usedforsecurity=False).digest()

    assert agreed(older) == {"caption": "Of IIM", "creator": "Ines", "place": "Imatra"}


@pytest.mark.parametrize("digest", [b"", b"\0" * 16, b"short", None, 5, b"x" * 17])
def test_a_digest_that_is_none_changes_nothing(digest):
    assert agreed(digest)["caption"] == "Of XMP"
