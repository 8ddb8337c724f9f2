"""Archives of feeds brought in: who sees what, texts, pictures, old addresses."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from articles.interchange import feed
from articles.models import Author, OldAddress, Picture, Section, Story
from tests.factories import picture_file

from .feeds import SITE, atom, entry, item, rss

pytestmark = [pytest.mark.database, pytest.mark.django_db]
AT = datetime(2019, 5, 15, 8, tzinfo=UTC)
MADE_OF = {"RSS": lambda: rss(item()), "Atom": lambda: atom(entry())}


@pytest.fixture
def bring_in(tmp_path):
    """bring_in(rss(item()), …): the report of importing these files, in this order."""

    def bring_in(*texts, **options):
        paths = []
        for number, text in enumerate(texts):
            paths.append(tmp_path / f"{number}.xml")
            paths[-1].write_bytes(text if isinstance(text, bytes) else text.encode())
        return feed.import_site(paths, **options)

    return bring_in


@pytest.mark.parametrize("kind", MADE_OF)
def test_an_entry_becomes_a_story_with_its_date_author_section_and_old_address(
    bring_in, client, kind
):
    bring_in(MADE_OF[kind]())

    story = Story.objects.published().get()
    assert (story.published_at, story.headline) == (AT, "Story 1")
    assert story.live.body == "<p>The ferry left at six.</p>"
    assert (story.section.name, story.slug) == ("Ferry", "story-1")
    assert [(a.name, a.user) for a in story.authors.all()] == [("Ana Petrov", None)]
    old = "/2019/05/story-1/" if kind == "RSS" else "/2019/05/story-1.html"
    for address in (old, old.rstrip("/")):
        answer = client.get(address)
        assert (answer.status_code, answer.url) == (301, story.get_absolute_url()), address
    feed_at = "/news/feed.xml" if kind == "RSS" else "/atom.xml"
    assert client.get(feed_at).url == "/latest.rss"


def test_a_number_in_the_address_of_an_entry_leads_on_too(bring_in, client):
    bring_in(rss(item(link=f"{SITE}/story.php?id=7&utm_source=rss", guid="7")))

    story = Story.objects.get()
    assert client.get("/story.php?id=7").url == story.get_absolute_url()
    assert not OldAddress.objects.filter(path__contains="utm").exists()
    assert not OldAddress.objects.filter(path="/7").exists()


def test_links_between_entries_lead_to_their_new_addresses(bring_in):
    link = (
        f'<p>See <a href="{SITE}/2019/05/story-2/">it</a> and <a href="../../06/x/">that</a>.</p>'
    )
    bring_in(rss(item(1, **{"content:encoded": link}), item(2)))

    first, second = Story.objects.order_by("slug")
    assert f'href="{second.get_absolute_url()}"' in first.live.body
    assert f'href="{SITE}/2019/06/x/"' in first.live.body


# Who sees what


@pytest.mark.parametrize(
    "text",
    [
        rss(item(pubDate=None)),
        rss(item(pubDate="0000-00-00 00:00:00")),
        rss(item(pubDate="Mon, 01 Jan 0001 00:00:00 GMT")),
        rss(item(pubDate="last spring")),
        rss(item(**{"content:encoded": None, "description": None})),
        atom(entry(more='<a:control xmlns:a="http://www.w3.org/2007/app"><a:draft>yes</a:draft>'
                        "</a:control>")),
        atom(entry(more='<control xmlns="http://purl.org/atom/app#"><draft/></control>')),
        atom(entry(more='<b:status xmlns:b="http://schemas.google.com/blogger/2018">DRAFT'
                        "</b:status>")),
        atom(entry(published=None, updated=None)),
    ],
    ids=["no date", "zeros", "year one", "words", "no text", "draft", "older draft", "Blogger’s",
         "no date in Atom"],
)  # fmt: skip
def test_what_readers_did_not_have_becomes_a_draft(bring_in, text):
    report = bring_in(text)

    assert not Story.objects.published().exists()
    assert Story.objects.get().status == Story.Status.DRAFT
    assert sum(map(len, report.hidden.values())) == 1


def test_an_entry_of_tomorrow_waits_until_then(bring_in):
    at = timezone.now().replace(microsecond=0) + timedelta(days=1)
    bring_in(atom(entry(published=f"<published>{at.isoformat()}</published>")))

    assert not Story.objects.published().exists()
    assert Story.objects.get().published_at == at


def test_what_blogger_keeps_beside_posts_stays_out_and_is_accounted_for(bring_in):
    kind = '<category scheme="http://schemas.google.com/g/2005#kind" term="x#{}"/>'
    trash = '<b:status xmlns:b="http://schemas.google.com/blogger/2018">SOFT_TRASHED</b:status>'
    entries = [entry(n, kind=kind.format(k)) for n, k in enumerate(("post", "comment", "settings"))]
    report = bring_in(atom(*entries, entry(4, more=trash)))

    assert Story.objects.count() == 1
    assert not Section.objects.filter(name__contains="#").exists()
    assert report.accounted_items == report.total_items == 4


# Texts


@pytest.mark.parametrize(
    ("content", "body"),
    [
        ('<content type="text">One &lt;b&gt;\n\nTwo</content>', "<p>One &lt;b&gt;</p><p>Two</p>"),
        (
            '<content type="xhtml"><x:div xmlns:x="http://www.w3.org/1999/xhtml"><x:p>By '
            "<x:em>sea</x:em> &amp; land<x:br/>home</x:p></x:div></content>",
            "<p>By <em>sea</em> &amp; land<br>home</p>",
        ),
        (
            '<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p onclick="x()">By '
            'sea</p><script>alert(1)</script><a href="javascript:alert(1)">x</a></div></content>',
            "<p>By sea</p><p>x</p>",
        ),
        ('<content type="text/html">&lt;p&gt;By sea&lt;/p&gt;</content>', "<p>By sea</p>"),
    ],
    ids=["text", "elements", "hostile elements", "by its media type"],
)
def test_a_text_of_atom_is_read_as_what_it_is(bring_in, content, body):
    # What stands behind it has its own namespace again.
    bring_in(atom(entry(category=None, content=content, more='<category term="Sea"/>')))

    story = Story.objects.get()
    assert story.latest.body == body
    assert story.section.name == "Sea"


def test_a_summary_is_a_standfirst_unless_a_program_cut_it_from_the_text(bring_in):
    long = "<p>The ferry left at six, and nobody was on the pier.</p>"
    bring_in(rss(
        item(1, description="By hand: a ferry leaves."),
        item(2, description="<p>The ferry left at six […]</p><p>The post <a href='x'>Story</a> "
                            "appeared first on <a href='y'>Lantern</a>.</p>",
             **{"content:encoded": long}),
    ))  # fmt: skip

    first, second = Story.objects.order_by("slug")
    assert first.live.standfirst == "By hand: a ferry leaves."
    assert second.live.standfirst == ""


def test_a_text_that_the_feed_has_cut_is_named(bring_in):
    report = bring_in(rss(item(description="The ferry left […]", **{"content:encoded": None})))

    assert Story.objects.get().live.body == "<p>The ferry left […]</p>"
    assert any("the feed has only its beginning" in note for note in report.notes)


def test_a_text_that_stands_elsewhere_is_named_and_not_fetched(bring_in):
    report = bring_in(atom(entry(
        content='<content type="html" src="http://169.254.169.254/latest/"/>',
        summary="<summary>What it is about.</summary>",
    )))  # fmt: skip

    assert Story.objects.get().latest.body == "<p>What it is about.</p>"
    assert any("169.254.169.254/latest/) and is not fetched" in note for note in report.notes)


def test_with_a_section_all_stories_stand_in_it_and_categories_are_topics(bring_in):
    bring_in(rss(item(1), item(2, category="Docks & piers")), section="Archive")

    assert {s.section.name for s in Story.objects.all()} == {"Archive"}
    topics = {t.name for s in Story.objects.all() for t in s.topics.all()}
    assert topics == {"Ferry", "Docks & piers"}


def test_authors_are_names_without_accounts_whatever_they_are_called(bring_in):
    names = (
        "admin",
        "<script>x</script>",
        "ana@lantern.example (Ana Petrov)",
        "jo@lantern.example",
    )
    bring_in(rss(*(item(n, **{"dc:creator": name}) for n, name in enumerate(names))))

    assert {a.name for a in Author.objects.all()} == {
        "admin", "<script>x</script>", "Ana Petrov", "jo",
    }  # fmt: skip
    assert not Author.objects.exclude(user=None).exists()


# Pictures


def test_pictures_of_texts_and_enclosures_are_fetched_on_request(bring_in, monkeypatch):
    asked = []

    def fetch(address, *, max_bytes):
        asked.append(address)
        return picture_file(600 + 10 * len(asked), 400).read()

    monkeypatch.setattr("articles.interchange.incoming.pictures.fetch", fetch)
    boat, pier = f"{SITE}/i/boat.jpg", f"{SITE}/i/pier.jpg"
    text = "<p>Words</p><img src='/i/pier.jpg' alt='A pier &gt; all'>"
    more = f'<enclosure url="{boat}" type="image/jpeg" length="1"/>'
    more += '<enclosure url="/i/horn.mp3" type="audio/mpeg"/>'
    bring_in(rss(item(more=more, **{"content:encoded": text})), fetch_pictures=True)

    assert sorted(asked) == [boat, pier]
    assert {p.alt for p in Picture.objects.all()} == {"A pier > all", ""}
    body = Story.objects.get().live.body
    assert 'data-kind="picture"' in body
    assert f"{SITE}/i/horn.mp3" in body


def test_pictures_are_not_fetched_from_inside(bring_in, monkeypatch):
    text = "<p>Words</p><img src='http://127.0.0.1/x.png'><img src='file:///etc/passwd'>"
    report = bring_in(rss(item(**{"content:encoded": text})), fetch_pictures=True)

    assert not Picture.objects.exists()
    [(_, reason)] = [key for key in report.left_out if key[0] == "attachment"]
    assert "public" in reason


# Again, several files, and accounted for


def test_nothing_is_doubled_and_a_dry_run_changes_nothing(bring_in):
    assert bring_in(rss(item(1), item(2)), dry_run=True).counts["post"] == {"imported": 2}
    assert not Story.objects.exists()

    bring_in(rss(item(1), item(2)))
    report = bring_in(rss(item(1), item(2, title="Another title"), item(3)))
    assert report.counts["post"] == {"unchanged": 1, "changed": 1, "imported": 1}
    assert Story.objects.count() == 3


def test_of_an_entry_that_several_files_have_the_first_is_taken(bring_in):
    report = bring_in(rss(item(1, title="New")), rss(item(1, title="Old"), item(2)))

    assert {s.headline for s in Story.objects.all()} == {"New", "Story 2"}
    assert report.counts["post"] == {"imported": 2, "left out": 1}
    assert report.accounted_items == report.total_items


def test_the_site_may_be_said_behind_the_entries_or_not_at_all(bring_in):
    head, foot = "<rss version='2.0'><channel>", "</channel></rss>"
    bring_in(f"{head}{item(1)}<link>{SITE}</link>{foot}")
    bring_in(f"{head}{item(2)}{foot}")

    assert OldAddress.objects.filter(path__startswith="/2019/05/story-").count() == 4
    assert Story.objects.count() == 2


def test_what_of_a_file_was_mended_or_not_read_is_named(bring_in):
    text = rss(item(title="A\x0btab", more="<x:odd xmlns:x='urn:x'>1</x:odd>"))
    report = bring_in(text.replace("</channel>", "\x01</channel>"))

    assert Story.objects.get().headline == "A tab"
    said = "\n".join(report.lines())
    assert "characters that XML forbids were left out: 1" in said
    assert "elements that are not read: {urn:x}:odd (1)" in said


def test_nested_cdata_is_read_as_browsers_do(bring_in):
    text = rss(item(**{"content:encoded": "HERE"}))
    bring_in(text.replace("HERE", "<![CDATA[<p>a <![CDATA[b]]> c</p>]]>"))

    assert "a " in Story.objects.get().latest.body
    assert " c" in Story.objects.get().latest.body


def test_the_command_tells_the_whole_report(tmp_path, capsys):
    (tmp_path / "1.xml").write_text(rss(item(1), item(2, pubDate=None)))
    (tmp_path / "2.xml").write_text(atom(entry(3)))
    call_command("import_feed", str(tmp_path / "1.xml"), str(tmp_path / "2.xml"), section="News")

    said = capsys.readouterr().out
    assert "The file holds 3 items" in said
    assert "has no date: 1" in said
    assert "post /2019/05/story-2/ “Story 2”" in said
    assert "The import is complete." in said
