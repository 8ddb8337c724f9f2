"""Files that WordPress and its plugins write, though they are no XML: read as WordPress does."""

import io

import pytest
from django.core.management import CommandError, call_command

from articles.interchange import wordpress
from articles.interchange.incoming.xml.mending import Mended, WithoutNestedCdata
from articles.models import Story

from .exports import FOOT, HEAD, post

pytestmark = pytest.mark.django_db

SCRIPT = "<p>One.</p><script>//<![CDATA[\nx()\n//]]></script><p>Two.</p>"


def bring_in(tmp_path, data):
    path = tmp_path / "export.xml"
    path.write_text(data, encoding="utf-8")
    return wordpress.import_site(path)


def with_content(inside):
    return HEAD + post(1, content="CONTENT").replace("CONTENT", inside) + post(2) + FOOT


@pytest.mark.parametrize(
    ("inside", "body"),
    [
        (f"<![CDATA[{SCRIPT}]]>", "<p>One.</p><p>Two.</p>"),
        ("<![CDATA[<p>A <![CDATA[b]]> c.</p>]]>", "<p>A  c.</p>"),
        ("<![CDATA[<p>A &lt;b]]]]><![CDATA[&gt; c.</p>]]>", "<p>A &lt;b]]&gt; c.</p>"),
    ],
    ids=["a script", "in the text", "as it should be"],
)  # fmt: skip
def test_cdata_inside_of_cdata_is_text(tmp_path, inside, body):
    report = bring_in(tmp_path, with_content(inside))

    assert " ".join(Story.objects.get(slug="story-1").live.body.split()) == " ".join(body.split())
    assert report.accounted_items == 2
    told = "the file: CDATA stands inside of CDATA, and was taken for text"
    assert (told in report.notes) == ("]]]]>" not in inside)


@pytest.mark.parametrize("size", [1, 7, 64, 100_000])
def test_it_does_not_matter_where_the_file_is_cut(size):
    data = f"<r><a n='1'>\n<![CDATA[{SCRIPT} <![CDATA[q]]]]><![CDATA[> ]] ]> ]]></a ><b>x</b></r>"
    read = WithoutNestedCdata(Mended(io.BytesIO(data.encode())))

    whole = b"".join(iter(lambda: read.read(size), b"")).decode()
    assert whole == data.replace("//]]></script>", "//]]]]><![CDATA[></script>")


@pytest.mark.parametrize("before", ["\n", "\r\n \t\n", "\ufeff\n", "\n" * 200_000])
def test_a_blank_first_line_does_no_harm(tmp_path, before):
    bring_in(tmp_path, before + HEAD + post() + FOOT)

    assert Story.objects.published().count() == 1


def test_prefixes_that_nobody_declares_mean_what_they_say(tmp_path):
    head = HEAD.replace('xmlns:wp="http://wordpress.org/export/1.2/"', "")
    head = head.replace('xmlns:dc="http://purl.org/dc/elements/1.1/"', "")
    report = bring_in(tmp_path, head + post() + FOOT)

    assert [author.name for author in Story.objects.published().get().authors.all()] == [
        "Ana Petrov"
    ]
    assert any("the prefixes dc, wp mean" in note for note in report.notes)


def test_a_prefix_may_have_another_name(tmp_path):
    data = (HEAD + post() + FOOT).replace("wp:", "old:").replace("xmlns:wp", "xmlns:old")
    bring_in(tmp_path, data)

    assert Story.objects.published().count() == 1


def test_what_was_left_out_is_counted(tmp_path):
    report = bring_in(
        tmp_path,
        HEAD + (post(title="A\x01BREFC\ufffe", content="x\x08y") + FOOT).replace("REF", "&#11;"),
    )

    assert "the file: characters that XML forbids were left out: 4" in report.notes


def test_what_is_broken_after_all_is_told_by_the_place_where_it_is(tmp_path):
    path = tmp_path / "export.xml"
    path.write_text(HEAD + "<item><title>x</item></title>" + FOOT)
    with pytest.raises(CommandError, match="broken or incomplete at line 11, column 17"):
        call_command("import_wordpress", str(path))
