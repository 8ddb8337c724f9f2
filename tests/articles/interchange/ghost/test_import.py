"""A Ghost export brought in: who sees what, every card, and each item accounted for."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from articles.interchange import ghost
from articles.models import Author, OldAddress, Picture, Section, Story, Topic
from tests.factories import picture_file

from .exports import (
    CARDS,
    FERRY,
    HIDDEN_CARDS,
    IMAGE,
    INSIDE,
    SITE,
    WALK,
    export,
    lexical,
    paragraph,
    post,
    words,
    write,
)

pytestmark = [pytest.mark.database, pytest.mark.django_db]


@pytest.fixture
def bring_in(tmp_path):
    """bring_in(post(1), …): the report of importing these; `files` come with them in a zip."""

    def bring_in(*posts, files=None, tables=None, **options):
        path = write(tmp_path / "ghost", export(*posts, **(tables or {})), files)
        return ghost.import_site(path, SITE, **options)

    return bring_in


# Who sees what


def test_a_post_becomes_a_story_with_its_date_author_section_and_topics(bring_in):
    bring_in(post(custom_excerpt="It took <eight> months.", tags=(FERRY, WALK, INSIDE)))

    story = Story.objects.published().get()
    assert story.published_at == datetime(2021, 3, 15, 21, 38, 8, tzinfo=UTC)
    assert story.live.body == "<p>The ferry left at six.</p>"
    assert story.live.standfirst == "It took <eight> months."
    assert (story.headline, story.slug, story.section.name) == ("Story 1", "story-1", "Ferry")
    assert [topic.name for topic in story.topics.all()] == ["Walks"]
    assert [(a.name, a.user) for a in story.authors.all()] == [("Ana Petrov", None)]
    assert not Topic.objects.filter(name__contains="inside").exists()


@pytest.mark.parametrize(
    "differs",
    [
        {"status": "draft"},
        {"status": "sent"},
        {"status": "anything"},
        {"status": None},
        {"visibility": "members"},
        {"visibility": "paid"},
        {"visibility": "tiers"},
        {"status": "scheduled", "published_at": "2021-01-01T00:00:00.000Z"},
        {"published_at": None, "created_at": "0000-00-00"},
        {"published_at": "0000-00-00 00:00:00", "created_at": None},
        {"lexical": None},
        {"lexical": lexical()},
    ],
)
def test_what_readers_did_not_have_becomes_a_draft(bring_in, differs):
    report = bring_in(post(**differs))

    assert not Story.objects.published().exists()
    assert Story.objects.get().status == Story.Status.DRAFT
    assert sum(map(len, report.hidden.values())) == 1


def test_what_is_scheduled_stays_so(bring_in):
    at = timezone.now().replace(microsecond=0) + timedelta(days=3)
    bring_in(post(status="scheduled", published_at=at.isoformat()))

    assert not Story.objects.published().exists()
    assert Story.objects.get().published_at == at


def test_a_page_is_a_story_among_the_pages_and_a_featured_post_stands_at_the_top(bring_in):
    bring_in(post(1, type="page"), post(2, featured=1), post(3, type=None, page=True))

    assert Section.objects.get(name="Pages").stories.count() == 2
    assert Story.objects.get(slug="story-2").prominence == Story.Prominence.TOP


# Texts


@pytest.mark.parametrize(("card", "found"), CARDS, ids=lambda each: str(each)[:24])
def test_every_card_is_in_the_text_as_what_it_is(bring_in, card, found):
    report = bring_in(post(lexical=lexical(paragraph("Before"), card, paragraph("After"))))

    text = Story.objects.get().latest.body
    assert found in text
    assert text.startswith("<p>Before</p>")
    assert text.endswith("<p>After</p>")
    assert "not known" not in "".join(report.notes)


@pytest.mark.parametrize("card", HIDDEN_CARDS, ids=lambda card: card["type"])
def test_what_was_for_letters_alone_is_in_no_text(bring_in, card):
    bring_in(post(lexical=lexical(paragraph("Before"), card)))

    assert Story.objects.get().latest.body == "<p>Before</p>"


def test_a_card_that_nobody_knows_is_reported_and_its_words_stay(bring_in):
    card = {"type": "hologram", "children": [paragraph("It floats.")]}
    report = bring_in(post(lexical=lexical(paragraph("Before"), card)))

    assert "<p>It floats.</p>" in Story.objects.get().latest.body
    assert any("not known here: hologram" in note for note in report.notes)


def test_emphasis_links_and_brackets_stay_what_they_were(bring_in):
    link = {"type": "link", "url": "https://a.example/?b=[1]", "children": [words("there", 3)]}
    text = paragraph("See [gallery] and ", link, words("x", 16), {"type": "linebreak"}, "a < b")
    bring_in(post(lexical=lexical(text)))

    body = Story.objects.get().latest.body
    assert "See [gallery] and <a" in body
    assert "<strong><em>there</em></strong></a><code>x</code><br>a &lt; b" in body


def test_a_text_of_an_older_ghost_is_read_from_its_mobiledoc(bring_in):
    document = {
        "version": "0.3.1",
        "markups": [["strong"], ["a", ["href", "https://a.example/"]]],
        "atoms": [["soft-return", "", {}]],
        "cards": [["callout", {"calloutText": "Mind the gap"}], ["hr", {}], ["odd", {}]],
        "sections": [
            [1, "p", [[0, [], 0, "It "], [0, [0, 1], 2, "left"], [1, [], 0, 0], [0, [], 0, "."]]],
            [10, 0],
            [3, "ul", [[[0, [], 0, "one"]], [[0, [], 0, "two"]]]],
            [1, "h2", [[0, [], 0, "Then"]]],
            [10, 2],
        ],
    }
    report = bring_in(post(lexical=None, mobiledoc=json.dumps(document)))

    body = Story.objects.get().latest.body
    assert '<p>It <strong><a href="https://a.example/"' in body
    assert "<br>.</p>" in body
    assert "Mind the gap</p></blockquote><ul><li>one</li><li>two</li></ul><h2>Then</h2>" in body
    assert any("not known here: odd" in note for note in report.notes)


def test_where_there_is_only_html_its_cards_are_taken_apart(bring_in):
    html = (
        "<p>Before</p><!--kg-card-begin: html--><p>By hand</p><!--kg-card-end: html-->"
        '<figure class="kg-card kg-bookmark-card"><a class="kg-bookmark-container" '
        'href="https://t.example/"><div class="kg-bookmark-content">'
        '<div class="kg-bookmark-title">Tides &amp; times</div><div>A long description</div>'
        '<img class="kg-bookmark-icon" src="https://t.example/icon.png"></div></a></figure>'
        '<div class="kg-card kg-audio-card"><div class="kg-audio-title">The horn</div>'
        '<audio src="__GHOST_URL__/content/media/horn.mp3"></audio><button>1×</button></div>'
        '<div class="kg-card kg-toggle-card"><div class="kg-toggle-heading">'
        '<h4 class="kg-toggle-heading-text">Prices</h4><button>+</button></div>'
        '<div class="kg-toggle-content"><p>Nine <b>pounds</b></p></div></div><p>After</p>'
    )
    bring_in(post(lexical=None, html=html))

    body = Story.objects.get().latest.body
    assert ">Tides &amp; times</a></p>" in body
    assert ">The horn</a></p><h2>Prices</h2><p>Nine <strong>pounds</strong></p>" in body
    assert body.startswith("<p>Before</p><p>By hand</p>")
    assert body.endswith("<p>After</p>")
    for word in ("description", "1×", "+"):
        assert word not in body


# Pictures, which came with it


def test_pictures_of_the_zip_come_in_with_what_was_written_about_them(bring_in):
    files = {
        "content/images/2021/03/bridge.jpg": picture_file().read(),
        "content/images/2021/03/pier.jpg": picture_file(900, 700, "navy").read(),
    }
    meta = {"feature_image_alt": "A pier", "feature_image_caption": "At <i>dawn</i>"}
    lead = "__GHOST_URL__/content/images/size/w600/2021/03/pier.jpg"
    text = lexical(CARDS[0][0], paragraph("Words"))
    report = bring_in(post(feature_image=lead, meta=meta, lexical=text), files=files)

    story = Story.objects.published().get()
    assert (story.live.lead_picture.alt, story.live.lead_picture.caption) == ("A pier", "At dawn")
    assert "story-embed" in story.live.body
    assert Picture.objects.count() == 2
    assert report.counts["attachment"] == {"imported": 2}


def test_pictures_that_are_nowhere_are_accounted_for(bring_in):
    report = bring_in(post(lexical=lexical(CARDS[0][0], paragraph("Words"))))

    [(_, reason)] = [key for key in report.left_out if key[0] == "attachment"]
    assert "--media" in reason


# Addresses


def test_old_addresses_lead_to_where_things_are_today(bring_in, client):
    bring_in(post(1), post(2, tags=(WALK, FERRY), lexical=lexical(
        paragraph({"type": "link", "url": "__GHOST_URL__/story-1/", "children": [words("it")]})
    )))  # fmt: skip
    first, second = Story.objects.order_by("pk")
    pages = {
        "/story-1/": first, "/story-1": first, "/story-1/amp/": first, "/story-2/": second,
        "/tag/ferry/": Section.objects.get(name="Ferry"), "/author/ana/": Author.objects.get(),
    }  # fmt: skip

    for old, page in pages.items():
        answer = client.get(old)
        assert (answer.status_code, answer.url) == (301, page.get_absolute_url()), old
        assert client.get(answer.url).status_code == 200
    assert client.get("/rss/").url == "/latest.rss"
    assert f'href="{first.get_absolute_url()}"' in second.live.body
    assert not OldAddress.objects.filter(path__contains="?").exists()


# Again, and accounted for


def test_nothing_is_doubled_and_a_dry_run_changes_nothing(bring_in):
    assert bring_in(post(1), post(2), dry_run=True).counts["post"] == {"imported": 2}
    assert not Story.objects.exists()

    bring_in(post(1), post(2))
    report = bring_in(post(1), post(2), post(3))

    assert report.counts["post"] == {"unchanged": 2, "imported": 1}
    assert (Story.objects.count(), Section.objects.count(), Author.objects.count()) == (3, 1, 1)


def test_each_item_is_accounted_for_whatever_it_is(bring_in, tmp_path):
    tables = {"posts_tags": [7, {"post_id": [], "tag_id": None}], "settings": "none", "tags": {}}
    bring_in(post(1), tables=tables)
    data = export(
        post(2), post(2), post(3, title=None, slug=None, canonical_url="https://x.example/")
    )
    data["db"][0]["data"]["posts"] += [{"id": {}, "title": []}, "no row", 7]
    report = ghost.import_site(write(tmp_path / "strange.json", data), SITE)

    assert report.accounted_items == report.total_items == 6
    assert any("canonical address was https://x.example/" in note for note in report.notes)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "This is no JSON"),
        ("[", "This is no JSON"),
        ("[" * 100_000, "This is no JSON"),
        ("[]", "not a Ghost export"),
        ('{"db": [{"data": {"posts": {}}}]}', "not a Ghost export"),
        ('{"db": []}', "not a Ghost export"),
        ("7", "not a Ghost export"),
    ],
)
def test_what_is_no_export_is_refused_in_words(tmp_path, text, said):
    with pytest.raises(CommandError, match=said):
        call_command("import_ghost", str(write(tmp_path / "x.json", text)), site=SITE)
    assert not Story.objects.exists()


@pytest.mark.parametrize("site", ["lantern.example", "ftp://x.example", "https://", "http://["])
def test_a_site_that_has_no_address_is_refused_in_words(tmp_path, site):
    with pytest.raises(CommandError, match="no address of a site"):
        call_command("import_ghost", str(write(tmp_path / "x.json", export())), site=site)


def test_the_command_tells_the_whole_report(tmp_path, capsys):
    path = write(tmp_path / "x.json", export(post(1, feature_image=IMAGE), post(2, status="draft")))
    call_command("import_ghost", str(path), site=SITE)

    said = capsys.readouterr().out
    assert "The file holds 3 items" in said
    assert "3 and 0 are accounted for." in said
    assert "was a draft: 1" in said
    assert "“#inside”" in said or "#inside" in said
    assert "The import is complete." in said
