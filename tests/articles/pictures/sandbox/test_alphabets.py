"""Words in whatever alphabet are read as they were written, or not at all; never as others."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from articles.pictures.sandbox.alphabets import read as read_values
from tests.articles.pictures.photographs import encoded, motif, taken_in
from tooling.places import ROOT

from .metadata_files import (
    ARTIST,
    DESCRIPTION,
    alternatives,
    exif,
    iim,
    of,
    packet,
)
from .metadata_files import file as file_with
from .metadata_files import read as read_file

CASE = ROOT.parent / "shared" / "cases" / "17-iptc-latin2.jpg"


@pytest.mark.skipif(not CASE.exists(), reason="The example is not here.")
def test_a_block_that_declares_latin_2_is_read_in_it():
    assert read_file(CASE.read_bytes()) == {"caption": "Praha: Dvořák"}


DECLARED = [
    ("%G", "utf-8", "Praha: Dvořák, 東京"),
    ("%/I", "utf-8", "Praha: Dvořák, 東京"),
    ("%/E", "utf-16-be", "Praha: Dvořák, 東京"),
    (".A", "iso8859-1", "Café à l'île"),
    ("-A", "iso8859-1", "Café à l'île"),
    ("/A", "iso8859-1", "Größe"),
    (".B", "iso8859-2", "Łódź, Gdańsk, Győr"),
    ("-B", "iso8859-2", "Praha: Dvořák"),
    (".C", "iso8859-3", "Ħamrun, ĉe la ĝardeno"),
    (".D", "iso8859-4", "Rīga, Šiauliai"),
    ("-L", "iso8859-5", "Москва"),
    (".L", "iso8859-5", "Паром отходит"),
    ("-G", "iso8859-6", "العبارة"),
    (".F", "iso8859-7", "Το τελευταίο πλοίο"),
    ("-H", "iso8859-8", "המעבורת"),
    (".M", "iso8859-9", "İstanbul, Beyoğlu"),
    (".V", "iso8859-10", "Ísafjörður, Kárášjohka"),
    (".Y", "iso8859-13", "Vilnius, Čiurlionis"),
    (".b", "iso8859-15", "5 € à l'œuvre"),
    (".f", "iso8859-16", "București"),
    ("(B\x1b.B", "iso8859-2", "Praha: Dvořák"),
    ("$B", "iso2022_jp", "最後のフェリー"),
    ("$)B", "euc_jp", "最後のフェリー"),
    ("$)C", "euc_kr", "마지막 배"),
    ("$)A", "gb2312", "最后的渡轮"),
]


@pytest.mark.parametrize(("escape", "codec", "text"), DECLARED)
def test_a_declared_alphabet_is_believed(escape, codec, text):
    declared = b"\x1b" + escape.encode()

    assert of(iim=iim((120, text.encode(codec)), charset=declared)) == {"caption": text}


@pytest.mark.thorough
@given(st.text(st.characters(codec="iso8859-2", min_codepoint=32, exclude_categories=["Cc"])))
def test_every_text_of_a_declared_alphabet_is_that_text(text):
    written = text.encode("iso8859-2")
    if written.isascii() or not _is_utf_8(written):
        assert read_values([written], b"\x1b.B") == [text]


def _is_utf_8(data):
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True


@given(st.lists(st.text(st.characters(exclude_categories=["Cs", "Cc"])), max_size=3))
def test_every_text_in_utf_8_is_that_text(texts):
    for declared in (b"", b"\x1b%G"):
        assert read_values([text.encode() for text in texts], declared) == texts


@given(st.lists(st.binary(max_size=40), max_size=4), st.binary(max_size=8))
def test_whatever_bytes_there_are_they_are_read_or_left(values, declared):
    texts = read_values(values, b"\x1b" + declared)

    assert len(texts) == len(values)
    assert all(text is None or isinstance(text, str) for text in texts)


def test_a_text_may_switch_alphabets_in_its_midst():
    written = b"\x1b.ACaf\xe9 \x1b.BDvo\xf8\xe1k"

    assert of(iim=iim((120, written))) == {"caption": "Café Dvořák"}


@pytest.mark.parametrize(
    ("declared", "codec", "text"),
    [
        (b"\x1b.A", "utf-8", "Müller"),
        (b"\x1b.B", "utf-8", "Dvořák"),
        (b"\x1b.A", "cp1252", "Hélène’s garçon"),
        (b"\x1b%G", "cp1252", "Hélène’s garçon"),
        (b"\x1b%G", "mac_roman", "Straße in Köln"),
        (b"\x1b.Q", "utf-8", "Dvořák"),
        (b"rubbish", "utf-8", "Dvořák"),
        (b"\x1b", "utf-8", "Dvořák"),
    ],
)
def test_a_declaration_that_cannot_be_true_is_not_believed(declared, codec, text):
    assert of(iim=iim((120, text.encode(codec)), charset=declared)) == {"caption": text}


def test_half_a_letter_where_a_field_had_no_more_room_is_left_away():
    written = "Agentur Dvořá".encode()[:-1]

    for declared in (b"", b"\x1b%G"):
        assert of(iim=iim((110, written), charset=declared)) == {"credit": "Agentur Dvoř"}


SURE = [
    ("cp1252", "Café à l’île"), ("cp1252", "© 2026 Jo"), ("cp1252", "£5 at 20°"),
    ("cp1252", "«Bonjour»"), ("cp1252", "¿Qué?"), ("cp1252", "Nº 5"), ("cp1252", "Señor"),
    ("cp1252", "Straße in Köln"), ("cp1252", "São Paulo, nações"), ("cp1252", "Malmö"),
    ("cp1252", "Rødgrød på Færøerne"), ("cp1252", "A “quoted” word – and a dash"),
    ("mac_roman", "Straße in Köln"), ("mac_roman", "Café – don’t"), ("mac_roman", "Forêt à Noël"),
    ("cp1250", "Dvořák"), ("cp1250", "Kučera, Jiří"), ("cp1250", "Wałęsa w Gdańsku"),
    ("iso8859-2", "Dvořák"), ("iso8859-2", "Wałęsa w Gdańsku"),
]  # fmt: skip


@pytest.mark.parametrize(("codec", "text"), SURE)
def test_an_alphabet_that_nobody_named_is_read_where_there_is_one_way_to_read_it(codec, text):
    assert of(iim=iim((120, text.encode(codec)))) == {"caption": text}
    assert of(exif=exif({DESCRIPTION: text.encode(codec)})) == {"caption": text}


UNSURE = [
    ("cp1252", "Crème"), ("cp1252", "CAFÉ"), ("cp1250", "Škoda"), ("cp1250", "się"),
    ("cp1250", "keserűen"), ("cp1251", "Москва"), ("koi8-r", "Москва"), ("cp866", "Москва"),
    ("cp1253", "Ελλάδα"), ("cp1254", "İstanbul, Beyoğlu"), ("cp1255", "המעבורת"),
    ("cp1256", "العبارة"), ("shift_jis", "東京"), ("euc_jp", "東京の船"), ("gbk", "最后的渡轮"),
    ("big5", "渡輪"), ("cp850", "Café"), ("cp437", "Größe"), ("iso8859-5", "Москва"),
]  # fmt: skip


@pytest.mark.parametrize(("codec", "text"), UNSURE)
def test_what_may_be_one_thing_or_another_is_not_read(codec, text):
    assert of(iim=iim((120, text.encode(codec)))) == {"illegible": "caption"}
    assert of(exif=exif({ARTIST: text.encode(codec)})) == {"illegible": "creator"}


def test_what_one_text_leaves_open_another_of_the_block_decides():
    alone = of(iim=iim((110, "Hélène Crème".encode("cp1252"))))
    together = of(
        iim=iim((110, "Hélène Crème".encode("cp1252")), (120, "Le garçon à vélo".encode("cp1252")))
    )

    assert alone == {"illegible": "credit"}
    assert together == {"credit": "Hélène Crème", "caption": "Le garçon à vélo"}


def test_what_cannot_be_read_is_taken_from_where_it_can():
    illegible = "Москва".encode("cp1251")
    words = packet(alternatives("dc:description", x_default="Москва"))

    assert of(iim=iim((120, illegible)), xmp=words) == {"caption": "Москва"}
    assert of(iim=iim((80, illegible)), exif=exif({ARTIST: "Jo"})) == {"creator": "Jo"}


@pytest.mark.django_db
def test_an_editor_is_told_of_words_that_could_not_be_read():
    data = file_with(iim=iim((120, "Москва".encode("cp1251"))))
    told, kept = taken_in(data), taken_in(data, caption="Moscow")

    assert (told.caption, told.findings) == ("", {"illegible": True})
    assert (kept.caption, kept.findings) == ("Moscow", {})
    assert taken_in(encoded(motif())).findings == {}
