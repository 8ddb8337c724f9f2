"""What a machine writes where people write captions is none; what people write always is one."""

import time

import pytest

from articles.pictures.sandbox.no_captions import says_nothing
from tests.articles.pictures.photographs import encoded, motif, taken_in

from .metadata_files import DESCRIPTION, alternatives, exif, iim, of, packet

OF_MACHINES = """
OLYMPUS DIGITAL CAMERA
SONY DSC
SONY DSC-W830
KONICA MINOLTA DIGITAL CAMERA
Konica Minolta Digital Camera
MINOLTA DIGITAL CAMERA
KODAK DIGITAL STILL CAMERA
SAMSUNG DIGITAL CAMERA
SAMSUNG CAMERA PICTURES
FUJI PHOTO FILM CO., LTD. Digital Camera
Exif_JPEG_PICTURE
Exif_JPEG_T422
<KENOX S630  / Samsung S630>
<Digimax i6 PMP, Samsung #1>
<no title>
DCIM
DCIM\\100MEDIA\\DJI_0001.JPG
100CANON
DSC_0001
DSC_0001.NEF
_DSC1234
DSCN0010
DSCF1234.JPG
IMG_1234.JPG
IMG_1234
img_20240305_121314
IMG-20240305-WA0003
IMG_20240305_121314_123
IMG_1234 (1)
P1010023
PICT0012
PXL_20240305_121314123.MP.jpg
20240305_121314
WhatsApp Image 2024-03-05 at 12.13.14
FB_IMG_1580000000000
image00001
Image 001
Untitled-1
untitled
download (1)
scan0001
boat-at-the-pier.jpeg
Created with GIMP
Created with The GIMP
Processed by Hipstamatic
Processed with VSCO with c1 preset
Processed By eBay with ImageMagick, z1.1.0. ||B2
Edited with Paint.NET v3.36
Optimized by JPEGmini 3.9.20.0L
File written by Adobe Photoshop® 5.0
CREATOR: gd-jpeg v1.0 (using IJG JPEG v62), quality = 90
LEAD Technologies Inc. V1.01
AppleMark
ASCII\0\0\0
charset="Ascii" Screenshot
Screenshot
Screenshot 2024-03-05 at 12.13.14
Screen Shot 2024-03-05 at 12.13.14 PM
Screenshot_20240305-121314_Chrome
Bildschirmfoto 2024-03-05 um 12.13.14
Capture d’écran 2024-03-05 à 12.13.14
default
Default
User comments
binary comment
Caption
"Untitled"
Picasa
hdr
HDR
dav
sdr
cof
oznor
ptr
mde
edf
rhdr
filter: 0; jpegRotation: 0; fileterIntensity: 0.000000; filterMask: 0;
module: photo; hw-remosaic: false; touch: (-1.0, -1.0); modeInfo: ;
{"remixed":true,"source":"editor"}
a pier at dusk, masterpiece Negative prompt: blurry Steps: 20, Sampler: Euler a, CFG scale: 7
12345
2024:03:05 12:13:14
...
???
""".strip().splitlines()

OF_PEOPLE = """
Sony DSC sales fall
SONY DSC-W830 cameras on sale in Portside
An Olympus digital camera of 1996
The mayor's Olympus digital camera
Screenshot of the mayor's account
Screenshots that the council deleted
Created with GIMP by pupils of Northside school
Processed by hand, the fish is packed at Pier 4
Processed by women of the village
Made with love
Created by children
EDF
COF
MDE Group
EDF workers on strike
Picasa closes
Default on Northland's debt
The default
Hdr. Lindqvist
Photo 51
P-51
SAM-7
1984
2011
The DCIM folder of the dead man's camera
Untitled, 1963, oil on canvas
Unknown soldier
Camera obscura in Edinburgh
Camera in hand, Jo Lindqvist waits
Image of the year
Samsung Galaxy S23
Nikon D850
Kodak
Leica
Room 101
Pier 4
No comment, says the mayor
Left: Jo Smith; right: Ana Petrov;
<i>Nordstern</i> leaves
The ferry, see boat.jpg
Flight MH370
10 Downing Street
{the last word}
Steps: 20, all of them icy
Фото
Мост
港
""".strip().splitlines()


@pytest.mark.parametrize("text", OF_MACHINES)
def test_what_a_machine_writes_is_no_caption_wherever_it_stands(text):
    assert says_nothing(text)
    assert says_nothing(f"  {text}    ")
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace("\0", "")
    assert of(exif=exif({DESCRIPTION: text.encode()})) == {}
    assert of(iim=iim((120, text.encode()))) == {}
    assert of(xmp=packet(alternatives("dc:description", x_default=escaped))) == {}
    alt = alternatives("Iptc4xmpCore:AltTextAccessibility", x_default=escaped)
    assert of(xmp=packet(alt)) == {}


@pytest.mark.parametrize("text", OF_PEOPLE)
def test_what_somebody_has_written_is_a_caption(text):
    assert not says_nothing(text)
    assert of(iim=iim((120, text.encode())))["caption"] == text


def test_what_a_machine_wrote_does_not_stand_before_what_somebody_wrote():
    copied = packet(alternatives("dc:description", x_default="OLYMPUS DIGITAL CAMERA"))
    words = of(xmp=copied, iim=iim((120, b"SONY DSC")), exif=exif({DESCRIPTION: "The ferry."}))

    assert words == {"caption": "The ferry."}


@pytest.mark.parametrize(
    "text", ["NIKON Z 9", "nikon z30", "Harbour Scan v3", "HARBOUR SCAN V3.1", "Foto: unbekannt"]
)
def test_a_paper_knows_its_own_machines(text):
    own = ("NIKON Z*", "Harbour Scan v*", "Foto: unbekannt")

    assert not says_nothing(text)
    assert says_nothing(text, own)
    assert not says_nothing(f"{text} at last" if "unb" in text else f"The {text}", own)


@pytest.mark.django_db
def test_the_papers_setting_reaches_the_pictures(settings):
    settings.PICTURE_NO_CAPTIONS = ["Harbour Scan v*"]
    data = encoded(motif(), exif=exif({DESCRIPTION: "HARBOUR SCAN V3 "}))

    assert taken_in(data).caption == ""


@pytest.mark.parametrize(
    "text",
    [
        "IMG" + "1" * 5000, "IMG_" + "1_" * 2500 + "!", "a/" * 2500 + "!", "<" * 5000, "[" * 5000,
        "processed by " + "a " * 2500, "Steps: " * 1000, "adobe " * 1000, "(" * 5000,
        "IMG" + "1" * 180 + "!", "a/" * 90 + "!", "img_" + "1_ " * 60 + "!", "x" + "-" * 180,
    ],
)  # fmt: skip
def test_a_text_made_to_be_slow_is_judged_at_once(text):
    began = time.process_time()
    says_nothing(text, ("a*a*a*b",))

    assert time.process_time() - began < 1
