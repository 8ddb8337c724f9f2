"""Tables of stories brought in: columns, who sees what, each row accounted for."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from articles.interchange import table as importing
from articles.interchange.table import rows as reading
from articles.models import OldAddress, Story
from tests.factories import picture_file
from tests.tiers import some_in_a_quick_run

from ..refusals import NO_FILES, assert_refused
from .tables import SITE, row, table

pytestmark = [pytest.mark.database, pytest.mark.django_db]


@pytest.fixture
def bring_in(tmp_path):
    """bring_in(table(row()), …): the report of importing this text, or these bytes."""

    def bring_in(text, **options):
        path = tmp_path / "stories.csv"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return importing.import_site(path, SITE, **options)

    return bring_in


def test_a_row_becomes_a_story(bring_in, client):
    bring_in(table(row()))

    story = Story.objects.published().get()
    assert (story.headline, story.live.standfirst) == ("The ferry left", "At six.")
    assert timezone.localtime(story.published_at).strftime("%Y-%m-%d %H:%M") == "2019-05-15 10:00"
    assert story.live.body == "<p>Nobody was on the pier.</p>"
    assert (story.section.name, story.slug) == ("Harbour & sea", "ferry-left")
    assert [str(byline.author) for byline in story.bylines.all()] == ["Ana Petrov", "Bo Li"]
    assert {topic.name for topic in story.topics.all()} == {"Ferries", "Piers"}
    assert client.get("/2019/ferry.html").url == story.get_absolute_url()


@pytest.mark.parametrize(
    "written",
    [
        lambda: table(row()).encode("utf-8-sig"),
        lambda: table(row()).encode("utf-16"),
        lambda: table(row(), separator=";"),
        lambda: table(row(), separator="\t"),
        lambda: table(row(), separator="|"),
        lambda: "sep=;\r\n" + table(row(), separator=";"),
        lambda: table(row()).replace("\r\n", "\n"),
        lambda: table(row()).replace("headline", "Titel").replace("section", "RUBRIK"),
    ],
    ids=["with a mark", "UTF-16", "semicolons", "tabs", "bars", "for Excel", "LF", "German"],
)
def test_a_table_is_read_however_a_program_writes_it(bring_in, written):
    bring_in(written())

    story = Story.objects.published().get()
    assert (story.headline, story.section.name) == ("The ferry left", "Harbour & sea")
    assert [str(byline.author) for byline in story.bylines.all()] == ["Ana Petrov", "Bo Li"]


@pytest.mark.parametrize(
    ("column", "text", "body"),
    [
        ("body", "<p>One</p><p>Two</p>", "<p>One</p><p>Two</p>"),
        ("body", "One\n\nTwo", "<p>One</p><p>Two</p>"),
        ("html", "One<script>alert(1)</script>", "<p>One</p>"),
        ("text", "1 < 2 & <b>\n\nTwo", "<p>1 &lt; 2 &amp; &lt;b&gt;</p><p>Two</p>"),
        ("markdown", "**One**\n\n- Two", "<p><strong>One</strong></p><ul><li>Two</li></ul>"),
    ],
)
def test_the_name_of_its_column_says_what_a_text_is(bring_in, column, text, body):
    cells = row(**{column: text})
    if column != "body":
        del cells["body"]
    bring_in(table(cells))

    assert Story.objects.get().latest.body == body


# Who sees what


@pytest.mark.parametrize(
    "differs",
    [
        {"status": ""},
        {"status": "draft"},
        {"status": "Entwurf"},
        {"status": "pending"},
        {"status": "private"},
        {"status": "ready, I think"},
        {"status": "scheduled"},
        {"status": "embargoed"},
        {"date": ""},
        {"date": "0000-00-00"},
        {"date": "0001-01-01"},
        {"date": "3/4/2020"},
        {"date": "soon"},
        {"embargo": "9000-01-01"},
        {"embargo": "when the lawyers agree"},
        {"expires": "2020-01-01"},
        {"expires": "in spring"},
        {"password": "x"},
        {"body": ""},
    ],
    ids=str,
)
def test_what_is_not_plainly_public_is_a_draft_and_said(bring_in, differs):
    report = bring_in(table(row(**differs)))

    assert not Story.objects.published().exists()
    assert Story.objects.get().status == Story.Status.DRAFT
    assert [name for names in report.hidden.values() for name in names] == [
        "post line 2 “The ferry left”"
    ]


def test_without_a_status_rows_are_public_only_where_that_is_said(bring_in):
    cells = row()
    del cells["status"]
    bring_in(table(cells))
    assert not Story.objects.published().exists()
    bring_in(table(cells | {"old address": "/other.html"}), without_status="published")
    assert Story.objects.published().count() == 1


def test_what_is_published_tomorrow_waits_and_an_embargo_that_is_over_holds_nothing(bring_in):
    tomorrow = (timezone.now() + timedelta(days=1)).isoformat()
    bring_in(table(row(1, date=tomorrow), row(2, date=tomorrow, status="scheduled"),
                   row(3, embargo="2019-01-01", expires="9000-01-01")))  # fmt: skip

    assert [story.slug for story in Story.objects.published()] == ["ferry-3"]
    assert Story.objects.filter(published_at__gt=timezone.now()).count() == 2


# Accounted for


def test_rows_that_are_none_are_named_by_their_line_and_columns_that_nobody_knows_by_name(bring_in):
    text = table(row(1, body="<p>Two\r\nlines</p>", mood="calm"))
    text += "one,cell\r\n\r\n" + ",".join("x" * 30) + "\r\n"
    report = bring_in(text)

    said = "\n".join(report.lines())
    assert "post line 4" in said
    assert "post line 6" in said
    assert "it has 2 of 11 columns: 1" in said
    assert "columns that are not read: mood" in said
    assert report.accounted_items == report.total_items == 3
    assert Story.objects.count() == 1


def test_the_same_row_twice_comes_in_once_and_two_of_one_slug_stay_two(bring_in):
    one = row(1, slug="same")
    report = bring_in(table(one, one, row(2, slug="same"), row(3, slug="same", headline="Another")))

    assert report.counts["post"] == {"imported": 3, "left out": 1}
    assert Story.objects.count() == 3


def test_a_row_is_known_again_by_its_id_or_its_old_address(bring_in):
    bring_in(table(row(1, id="7"), row(2, id="8")))
    report = bring_in(table(row(1, id="7", headline="New"), row(2, id="9", **{"old address": ""})))
    assert report.counts["post"] == {"changed": 1, "imported": 1}

    assert bring_in(table(row(1, id="7")), dry_run=True).counts["post"] == {"changed": 1}
    assert Story.objects.filter(live__headline="New").count() == 1


def test_a_picture_is_named_with_what_is_written_of_it(bring_in, monkeypatch):
    def fetch(address, **_):
        return picture_file().read()

    monkeypatch.setattr("articles.interchange.incoming.pictures.fetch", fetch)
    bring_in(table(row(picture="/i/boat.jpg", alt="A boat", caption="At <dawn>")),
             fetch_pictures=True)  # fmt: skip

    lead = Story.objects.get().live.lead_picture
    assert (lead.alt, lead.caption) == ("A boat", "At <dawn>")


def test_a_picture_that_is_nowhere_is_accounted_for(bring_in):
    report = bring_in(table(row(picture="javascript:alert(1)"), row(2, picture="/x.jpg")))
    assert report.accounted_items == report.total_items == 3


def test_the_command_tells_the_whole_report(tmp_path, capsys):
    (tmp_path / "x.csv").write_text(table(row(1), row(2, status="")))
    call_command("import_csv", str(tmp_path / "x.csv"), site=SITE)

    said = capsys.readouterr().out
    assert "The file holds 2 items" in said
    assert "has no status: 1" in said
    assert "The import is complete." in said


# Bad input

HEAD = table(row()).split("\r\n")[0]
BAD = {
    "nothing": (b"", "The file is empty"),
    "another table": (b"name,price\r\nBoat,9\r\n", "names no column that is known"),
    "a text": (b"Dear editor", "names no column that is known"),
    "no body": (b"headline,date\r\nx,y\r\n", "names no column that is known"),
    "two headlines": (b"headline,title,body\r\nx,y,z\r\n", "“headline” and “title”"),
    "Latin-1": (table(row(headline="Caf\xe9")).encode("latin-1"), "Line 2 is not in UTF-8"),
    "half of UTF-16": (table(row()).encode("utf-16")[:201], "cannot be read"),
    "an open quotation": (table(row(), row(2)).encode() + b'"never closed', "From line 4 on"),
    "a cut row": (table(row(body="a\r\n" * 50)).encode()[:220], "is never closed"),
    "a zip": (b"PK\x03\x04....", "names no column"),
    "a quotation within": (HEAD.encode() + b'\r\n"x"y,1\r\n', "From line 2 on"),
    "a header that never ends": (b"headline,body," + b"x" * 70_000, "names no column"),
    "too many columns": (b"headline,body" + b",x" * 600, "more than 500 columns"),
}


@pytest.mark.parametrize(("data", "words"), BAD.values(), ids=BAD)
def test_a_bad_file_is_refused_in_one_sentence_with_nothing_imported(tmp_path, data, words):
    path = tmp_path / "bad.csv"
    path.write_bytes(data)

    assert_refused("import_csv", path, words, site=SITE)


def test_a_field_without_end_is_refused_before_it_is_read(tmp_path, monkeypatch):
    monkeypatch.setattr(reading, "LONGEST_FIELD", 5000)
    for text in ("x" * 9000, '"' + "x\n" * 9000):
        (tmp_path / "x.csv").write_text(f"{HEAD}\n{text}")
        with pytest.raises(importing.Unreadable, match=r"more than 8 million|never closed"):
            importing.import_site(tmp_path / "x.csv", SITE)


@pytest.mark.parametrize("name", NO_FILES)
def test_what_is_no_file_is_refused(tmp_path, name):
    assert_refused("import_csv", f"{tmp_path}/{name}", site=SITE)


STRANGE = [
    {"old address": "javascript:alert(1)", "body": "<a href='javascript:alert(1)'>x</a>"},
    {"old address": "http://["},
    {"old address": "https://elsewhere.example/admin/"},
    {"old address": "//", "slug": "/../.."},
    {"headline": "+ADw-script+AD4-alert(1)", "body": "+ADw-script+AD4-"},
    {"headline": '=HYPERLINK("http://x")\x00\x0b'},
    {"author": "admin", "section": "admin", "topics": ";;;,,,"},
    {"body": "<div>" * 20_000},
    {"body": "a" * 1_000_001},
    {"date": "9" * 400},
    {"topics": ",".join(map(str, range(500)))},
]


@pytest.mark.parametrize("number", some_in_a_quick_run(list(range(len(STRANGE))), 5))
def test_a_strange_row_is_survived_and_accounted_for(bring_in, number):
    report = bring_in(table(row(1, **STRANGE[number]), row(2, headline="Sound")))

    assert report.accounted_items == report.total_items == 2
    assert "Sound" in {story.headline for story in Story.objects.published()}
    assert not OldAddress.objects.filter(path__contains="admin").exists()
    assert not any("javascript:" in s.latest.body for s in Story.objects.all() if s.latest)
