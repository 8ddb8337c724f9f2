"""What photographers and agencies wrote into a file is read; what betrays somebody is not."""

import pytest
from PIL import Image

from articles.models import Picture
from articles.pictures.sandbox import metadata

from .metadata_files import (
    ARTIST,
    COPYRIGHT,
    DATE,
    DESCRIPTION,
    EXIF_IFD,
    GPS_IFD,
    OFFSET,
    OWNER,
    PHOTOS,
    SERIAL,
    alternatives,
    exif,
    iim,
    needs_photographs,
    of,
    packet,
    photograph,
    several,
)


@needs_photographs
def test_the_reference_photograph_of_the_iptc_is_read_word_for_word():
    assert photograph("iptc/IPTC-PhotometadataRef-Std2017.1.jpg") == {
        "caption": "The description aka caption (ref2017.1)",
        "credit": "Credit Line (ref2017.1)",
        "creator": "Creator1 (ref2017.1), Creator2 (ref2017.1)",
        "copyright": "Copyright (Notice) 2017.1 IPTC - www.iptc.org (ref2017.1)",
        "usage_terms": "Rights Usage Termns (ref2017.1)",
        "people": (
            "Person Shown 1 (ref2017.1), Person Shown 2 (ref2017.1), Person Name 1 (ref2017.1)"
        ),
        "keywords": "Keyword1ref2017.1, Keyword2ref2017.1, Keyword3ref2017.1",
        "place": (
            "Sublocation (Location created1) (ref2017.1), City (Location created1) (ref2017.1), "
            "Province/State (Location created1) (ref2017.1), "
            "CountryName (Location created1) (ref2017.1)"
        ),
        "taken_at": "2017-07-13T17:01:00+00:00",
        "source": "softwareImage",
    }  # fmt: skip


@needs_photographs
@pytest.mark.parametrize(
    ("name", "hour"),
    [
        ("camera/Canon_40D.jpg", "2008-05-30T15:56:01"),
        ("camera/Nikon_D70.jpg", "2008-03-15T09:52:01"),
        ("gps/DSCN0010.jpg", "2008-10-22T16:28:39"),
    ],
)
def test_of_a_photograph_that_nobody_has_described_only_its_hour_is_known(name, hour):
    assert photograph(name) == {"taken_at": hour}


def test_every_field_of_the_standard_finds_its_place():
    elements = (
        alternatives("Iptc4xmpCore:AltTextAccessibility", x_default="Two boats at a pier")
        + alternatives("dc:description", x_default="The last ferry.")
        + several("dc:creator", "Jo Lindqvist", kind="Seq")
        + alternatives("dc:rights", x_default="© 2026 Harbour Pictures")
        + alternatives("xmpRights:UsageTerms", x_default="Once, in print.")
        + several("dc:subject", "ferry", "Harbour", "FERRY", "night, fog")
        + several("Iptc4xmpExt:PersonInImage", "Ana Petrov", "Bo Nilsen")
        + "<Iptc4xmpExt:PersonInImageWDetails><rdf:Bag><rdf:li rdf:parseType='Resource'>"
        + alternatives("Iptc4xmpExt:PersonName", x_default="Mirela Okafor")
        + "</rdf:li></rdf:Bag></Iptc4xmpExt:PersonInImageWDetails>"
        + "<Iptc4xmpExt:LocationCreated><rdf:Bag><rdf:li><rdf:Description"
        + ' Iptc4xmpExt:Sublocation="Pier 4" Iptc4xmpExt:City="Portside"'
        + ' Iptc4xmpExt:CountryName="Northland" exif:GPSLatitude="59,20.5N"/>'
        + "</rdf:li></rdf:Bag></Iptc4xmpExt:LocationCreated>"
        + "<photoshop:DateCreated>2026-03-05T21:40:12.35+01:00</photoshop:DateCreated>"
        + "<Iptc4xmpExt:DigitalSourceType"
        + ' rdf:resource="http://cv.iptc.org/newscodes/digitalsourcetype/digitalCapture"/>'
    )
    read_back = of(xmp=packet(elements, 'photoshop:Credit="Jo Lindqvist / Harbour"'))

    assert read_back == {
        "alt": "Two boats at a pier",
        "caption": "The last ferry.",
        "credit": "Jo Lindqvist / Harbour",
        "creator": "Jo Lindqvist",
        "copyright": "© 2026 Harbour Pictures",
        "usage_terms": "Once, in print.",
        "keywords": "ferry, Harbour, night, fog",
        "people": "Ana Petrov, Bo Nilsen, Mirela Okafor",
        "place": "Pier 4, Portside, Northland",
        "taken_at": "2026-03-05T21:40:12+01:00",
        "source": "digitalCapture",
    }


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF"])
def test_it_is_read_from_every_kind_of_file(kind):
    words = packet(alternatives("dc:description", x_default="The last ferry."))

    assert of(kind=kind, xmp=words)["caption"] == "The last ferry."


@pytest.mark.parametrize(
    "nasty",
    [
        "\x00", "\x01", "\x0b", "\x1f", "\ufffe", "\uffff",
        "&#0;", "&#11;", "&#x1F;", "&#65535;", "&#xfffe;",
    ],
    ids=ascii,
)  # fmt: skip
def test_one_character_that_xml_forbids_does_not_lose_the_other_words(nasty):
    text = alternatives("dc:description", x_default=f"The last {nasty}ferry.")
    read_back = of(xmp=packet(text, 'photoshop:Credit="Jo Lindqvist"'))

    assert read_back == {"caption": "The last ferry.", "credit": "Jo Lindqvist"}


def test_text_for_those_who_cannot_see_comes_in_the_best_language_there_is():
    def alt(**texts):
        return of(xmp=packet(alternatives("Iptc4xmpCore:AltTextAccessibility", **texts)))["alt"]

    assert alt(de="Boote", en_GB="Boats", x_default="Båtar") == "Båtar"
    assert alt(de="Boote", en_GB="Boats") == "Boats"
    assert alt(de="Boote", sv="Båtar") == "Boote"


def test_what_is_newer_goes_before_what_is_older():
    """XMP over IIM over Exif, field by field; something empty is no word."""
    read_back = of(
        xmp=packet(alternatives("dc:description", x_default="XMP"), 'photoshop:Credit=" "'),
        iim=iim((120, b"IIM"), (110, b"IIM"), (116, b"IIM")),
        exif=exif({DESCRIPTION: "Exif", ARTIST: "Exif", COPYRIGHT: "Exif"}),
    )

    assert read_back == {
        "caption": "XMP", "credit": "IIM", "copyright": "IIM", "creator": "Exif",
    }  # fmt: skip


def test_an_agencys_block_of_the_nineties_is_read():
    block = iim(
        (120, b"The last ferry."), (110, b"HP"), (80, b"Jo Lindqvist"), (80, b"Bo Nilsen"),
        (116, b"HP 1998"), (25, b"ferry"), (25, b"fog"), (92, b"Pier 4"), (90, b"Portside"),
        (101, b"Northland"), (55, b"19980305"), (60, b"214012-0500"),
    )  # fmt: skip

    assert of(iim=block) == {
        "caption": "The last ferry.", "credit": "HP", "creator": "Jo Lindqvist, Bo Nilsen",
        "copyright": "HP 1998", "keywords": "ferry, fog", "place": "Pier 4, Portside, Northland",
        "taken_at": "1998-03-05T21:40:12-05:00",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("charset", "written", "text"),
    [
        (b"\x1b%G", "Café à l’île".encode(), "Café à l’île"),
        (b"", "Café à l’île".encode(), "Café à l’île"),
        (b"", "Café à l’île".encode("cp1252"), "Café à l’île"),
        (b"\x1b%G", "Café".encode("cp1252"), "Café"),
        (b"\x1b.A", b"Caf\xe9", "Café"),
    ],
)
def test_letters_survive_whatever_the_block_says_of_itself(charset, written, text):
    assert of(iim=iim((120, written), charset=charset))["caption"] == text


def test_several_photographers_of_one_field_are_told_apart():
    assert of(exif=exif({ARTIST: "Ana Petrov; Bo Nilsen"}))["creator"] == "Ana Petrov, Bo Nilsen"


def test_a_notice_of_two_holders_is_one_line():
    assert of(exif=exif({COPYRIGHT: "Ana Petrov\0Harbour Record\0"}))["copyright"] == (
        "Ana Petrov, Harbour Record"
    )


@pytest.mark.parametrize("words", ["OLYMPUS DIGITAL CAMERA         ", "SONY DSC", "   "])
def test_what_a_camera_writes_of_itself_is_no_caption(words):
    assert of(exif=exif({DESCRIPTION: words})) == {}


@pytest.mark.parametrize(
    ("written", "hour"),
    [
        ("2026-03-05T21:40:12+01:00", "2026-03-05T21:40:12+01:00"),
        ("2026-03-05T21:40Z", "2026-03-05T21:40:00+00:00"),
        ("2026-03-05T21:40:12", "2026-03-05T21:40:12"),
        ("2026-03-05", "2026-03-05T00:00:00"),
        ("2026-03", None),
        ("2026-02-30", None),
        ("0000-00-00T00:00:00", None),
        ("0001-01-01T00:00:00+23:59", None),
        ("2126-03-05", None),
        ("yesterday", None),
    ],
)
def test_an_hour_that_cannot_be_is_left_out(written, hour):
    words = of(xmp=packet(attributes=f'photoshop:DateCreated="{written}"'))

    assert words.get("taken_at") == hour


def test_the_cameras_offset_completes_the_hour_that_a_program_copied():
    hour = exif(more={DATE: "2026:03:05 21:40:12", OFFSET: "+01:00"})
    copied = packet(attributes='photoshop:DateCreated="2026-03-05T21:40:12"')
    day = packet(attributes='photoshop:DateCreated="2026-03-05"')
    other = packet(attributes='photoshop:DateCreated="2026-03-04"')

    assert of(exif=hour)["taken_at"] == "2026-03-05T21:40:12+01:00"
    assert of(exif=hour, xmp=copied)["taken_at"] == "2026-03-05T21:40:12+01:00"
    assert of(exif=hour, xmp=day)["taken_at"] == "2026-03-05T21:40:12+01:00"
    assert of(exif=hour, xmp=other)["taken_at"] == "2026-03-04T00:00:00"


@pytest.mark.parametrize("written", ["0000:00:00 00:00:00", "    :  :     :  :  ", "2026:13:45"])
def test_a_camera_whose_clock_was_never_set_says_nothing(written):
    assert of(exif=exif(more={DATE: written})) == {}


def test_how_it_was_made_is_one_of_the_words_that_the_desk_has():
    assert frozenset(Picture.Source.values) == metadata.SOURCES

    def source(address):
        return of(xmp=packet(attributes=f'Iptc4xmpExt:DigitalSourceType="{address}"')).get("source")

    of_iptc = "http://cv.iptc.org/newscodes/digitalsourcetype/"
    assert source(f"{of_iptc}trainedAlgorithmicMedia") == Picture.Source.MADE
    assert source(f"{of_iptc}compositeWithTrainedAlgorithmicMedia/") == Picture.Source.PARTLY_MADE
    assert source(f"{of_iptc}magic") is None
    assert source("") is None


def test_where_the_camera_stood_and_whose_it_is_stays_in_the_file():
    written = Image.Exif()
    written[ARTIST] = "Jo Lindqvist"
    written.get_ifd(GPS_IFD).update({1: "N", 2: (59.0, 20.0, 30.5), 3: "E", 4: (18.0, 4.0, 7.5)})
    written.get_ifd(EXIF_IFD).update({OWNER: "Jo at 4 Quay Street", SERIAL: "81230000471"})
    words = packet(
        '<exif:GPSLatitude>59,20.508N</exif:GPSLatitude><aux:SerialNumber xmlns:aux="a">8123'
        "</aux:SerialNumber>",
        'exif:GPSLongitude="18,4.125E"',
    )

    assert of(exif=written.tobytes(), xmp=words) == {"creator": "Jo Lindqvist"}


@needs_photographs
@pytest.mark.parametrize("name", ["gps/DSCN0010.jpg", "gps/DSCN0021.jpg", "gps/DSCN0029.jpg"])
def test_no_coordinate_of_a_photograph_is_in_what_is_read(name):
    with Image.open(PHOTOS / name) as image:
        position = image.getexif().get_ifd(GPS_IFD)
    assert position[2]
    assert position[4]

    assert set(photograph(name)) == {"taken_at"}
