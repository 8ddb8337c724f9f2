"""WordPress exports whatever stood in its database, also what XML cannot contain."""

import io

import pytest

from articles.comments.models import Comment
from articles.interchange import wordpress
from articles.interchange.incoming.xml.mending import Mended
from articles.models import Story
from newsroom.characters import FORBIDDEN

from .exports import FOOT, HEAD, export, post

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "nasty",
    [
        b"\x00", b"\x01", b"\x08", b"\x0b", b"\x0c", b"\x1b[31m"[:1], b"\x1f",
        b"\xef\xbf\xbe", b"\xef\xbf\xbf", b"\xed\xa0\x80", b"\xed\xbf\xbf",
        b"\xef\xb7\x90", b"\xf0\x9f\xbf\xbe",
        b"&#0;", b"&#11;", b"&#x0B;", b"&#xFFFE;", b"&#65535;", b"&#xD800;", b"&\x01#8;",
    ],
    ids=repr,
)  # fmt: skip
def test_a_forbidden_character_is_left_out_and_all_else_comes_in(tmp_path, nasty):
    data = export(post(title="Tide NASTYtables", content="One NASTYtwo.", name="tide-NASTYtables"))
    path = tmp_path / "export.xml"
    path.write_bytes(data.encode().replace(b"NASTY", nasty))

    wordpress.import_site(path)

    story = Story.objects.get()
    assert story.latest.headline == "Tide tables"
    assert " ".join(story.latest.body.split()) == "<p>One two.</p>"
    assert not FORBIDDEN.search(story.slug)


def test_an_export_with_characters_of_all_kinds_keeps_those_that_are_allowed(import_site):
    import_site(post(title="Bundes\xadtags — 10\xa0000 👩\u200d🚒 می\u200cرود"))

    story = Story.objects.get()
    assert story.latest.headline == "Bundes\xadtags — 10\xa0000 👩\u200d🚒 می\u200cرود".replace(
        "\xa0", " "
    )
    assert not Comment.objects.exists()


@pytest.mark.parametrize("size", [1, 2, 3, 5, 7, 64, 100_000])
def test_it_does_not_matter_where_the_file_is_cut(size):
    data = (HEAD + "a&#11;b&#x1F;c&#65534;d\ufffe\uffff\x0be&amp;#11;ö🚒\ufffd&" + FOOT).encode()
    mended = Mended(io.BytesIO(data))

    read = b"".join(iter(lambda: mended.read(size), b""))
    assert read == (HEAD + "abcd e&amp;#11;ö🚒\ufffd&" + FOOT).encode()


def test_bytes_of_another_encoding_are_left_to_their_meaning():
    latin = '<?xml version="1.0" encoding="ISO-8859-1"?><a>ï¿¾</a>'.encode("latin-1")
    wide = "<a>\u0b0b\u0001</a>".encode("utf-16")

    for data in (latin, wide):
        assert Mended(io.BytesIO(data)).read(1000) == data
