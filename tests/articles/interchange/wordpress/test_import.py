from datetime import UTC, datetime

import pytest
from django.test import Client

from articles.comments.models import Comment
from articles.interchange.incoming import importing, spool
from articles.models import Author, OldAddress, Section, Story, Topic
from tests.factories import SectionFactory

from .exports import SITE, category, comment, known_category, meta, outcomes, post

pytestmark = [pytest.mark.database, pytest.mark.django_db]


# Who may see it


def test_a_post_becomes_a_story_with_its_date_author_section_and_topics(import_site):
    terms = category("news", "News") + category("bridges", "Bridges", "post_tag")
    import_site(post(7, terms=terms, excerpt="It <b>took</b> eight months."))

    story = Story.objects.published().get()
    assert story.published_at == datetime(2012, 3, 15, 21, 38, 8, tzinfo=UTC)
    assert story.live.created_at == story.published_at
    assert story.live.body == "<p>The bridge opened.</p><p>Traffic returned.</p>"
    assert story.live.standfirst == "It took eight months."
    assert (story.headline, story.slug, story.section.name) == ("Story 7", "story-7", "News")
    assert [author.name for author in story.authors.all()] == ["Ana Petrov"]
    assert [topic.name for topic in story.topics.all()] == ["Bridges"]
    assert Author.objects.get().user is None


@pytest.mark.parametrize("status", ["draft", "pending", "private", "inherit", "wc-completed", ""])
def test_what_was_not_public_becomes_a_draft(import_site, status):
    report = import_site(post(status=status))

    assert not Story.objects.published().exists()
    assert Story.objects.get().status == Story.Status.DRAFT
    assert sum(map(len, report.hidden.values())) == 1


def test_a_post_behind_a_password_becomes_a_draft_with_its_views_unseen(import_site):
    import_site(post(password="open sesame", comments=comment(1)))

    assert not Story.objects.published().exists()
    assert Comment.objects.get().story == Story.objects.get()


def test_a_post_for_a_later_hour_stays_scheduled(import_site):
    import_site(post(status="future", date_gmt="2199-01-01 10:00:00"))

    assert Story.objects.scheduled().get().published_at.year == 2199


def test_a_scheduled_post_whose_hour_has_passed_is_not_published_by_the_import(import_site):
    report = import_site(post(status="future", date_gmt="2012-01-01 10:00:00"))

    assert not Story.objects.published().exists()
    assert list(report.hidden) == ["was scheduled for an hour that has passed"]


def test_what_was_in_the_bin_is_left_out_with_its_comments(import_site):
    report = import_site(post(status="trash", comments=comment(1)))

    assert not Story.objects.exists()
    assert outcomes(report, "post") == {"left out": 1}
    assert outcomes(report, "comment") == {"left out": 1}


def test_a_post_without_text_becomes_a_draft(import_site):
    report = import_site(post(content="<!-- wp:paragraph --><p></p><!-- /wp:paragraph -->"))

    assert Story.objects.get().state == "Draft"
    assert list(report.hidden) == ["has no text"]


@pytest.mark.parametrize(
    ("dates", "year"),
    [
        ({"date_gmt": "0000-00-00 00:00:00", "date": "2011-07-01 12:00:00"}, 2011),
        ({"date_gmt": "2010-01-01 00:00:00", "date": "nonsense"}, 2010),
    ],
)
def test_a_date_that_is_none_gives_way_to_the_next_best(import_site, dates, year):
    import_site(post(**dates))

    assert Story.objects.published().get().published_at.year == year


def test_a_public_post_without_any_date_becomes_a_draft(import_site):
    import_site(post(date_gmt="0000-00-00 00:00:00", date="0000-00-00 00:00:00"))

    assert Story.objects.get().state == "Draft"


# Words


def test_a_post_without_a_title_is_called_by_its_first_words(import_site):
    import_site(post(title="", content="Nobody knew what to call it. It ran anyway."))

    assert Story.objects.get().headline == "Nobody knew what to call it. It ran anyway."


def test_a_headline_loses_its_markup_and_is_cut_between_words(import_site):
    report = import_site(post(title="<em>Fish</em> &amp; chips " + "word " * 100))

    headline = Story.objects.get().headline
    assert headline.startswith("Fish & chips word")
    assert headline.endswith("word…")
    assert len(headline) <= 250
    assert any("headline was cut" in note for note in report.notes)


# Sections


def test_the_deepest_category_becomes_the_section_and_the_others_topics(import_site):
    head = known_category("news", "News") + known_category("city", "City &amp; port", "news")
    import_site(post(terms=category("news", "News") + category("city", "x")), head=head)

    story = Story.objects.get()
    assert story.section.name == "City & port"
    assert [topic.name for topic in story.topics.all()] == ["News"]


def test_categories_that_are_each_others_parents_do_no_harm(import_site):
    head = known_category("a", "A", "b") + known_category("b", "B", "a")
    import_site(post(terms=category("a", "A")), head=head)

    assert Story.objects.get().section.name == "A"


def test_a_section_never_hides_a_page_of_the_site(import_site):
    import_site(post(terms=category("search", "Search")))

    assert Section.objects.get().slug == "search-section"


def test_a_section_that_the_paper_has_already_takes_the_stories(import_site):
    section = SectionFactory(name="News", slug="news")
    import_site(post())

    assert Story.objects.get().section == section


def test_a_post_without_category_and_a_page_have_sections_of_their_own(import_site):
    import_site(post(1, terms=""), post(2, type="page", terms="", link=f"{SITE}/about/"))

    assert {s.section.name for s in Story.objects.all()} == {"Uncategorised", "Pages"}


def test_categories_and_tags_that_no_story_carries_are_left_out(import_site):
    report = import_site(post(), head=known_category("empty", "Empty"))

    assert outcomes(report, "category") == {"left out": 1}
    assert not Topic.objects.exists()


# Old addresses


@pytest.mark.parametrize(
    "address", ["/2012/03/15/story-7/", "/2012/03/15/story-7", "/?p=7", "/2012/03/15/elder/"]
)
def test_an_old_address_leads_to_the_story(import_site, address):
    import_site(post(7, meta=meta("_wp_old_slug", "elder")))

    response = Client().get(address)
    assert response.status_code == 301
    assert response.url == Story.objects.get().get_absolute_url()


def test_the_old_address_of_a_draft_leads_nowhere(import_site):
    import_site(post(7, status="draft"))

    assert OldAddress.objects.filter(path="/?p=7").exists()
    assert Client().get("/2012/03/15/story-7/").status_code == 404


def test_links_to_other_posts_are_led_to_their_new_addresses(import_site):
    links = (
        f'<a href="{SITE}/2012/03/15/story-2/#end">later</a> <a href="/?p=3">hidden</a> '
        f'<a href="{SITE}/category/news/">news</a> <a href="https://else.example/">else</a> '
        f'<a href="/gone/">gone</a> <a href="javascript:alert(1)">bad</a>'
    )
    report = import_site(post(1, content=links), post(2), post(3, status="private", title="Secret"))

    later = Story.objects.get(slug="story-2")
    body = Story.objects.get(slug="story-1").live.body
    assert f'<a href="{later.get_absolute_url()}#end">later</a>' in body
    assert '<a href="/?p=3">hidden</a>' in body
    assert '<a href="/news/">news</a>' in body
    assert '<a href="https://else.example/">else</a>' in body
    assert f'<a href="{SITE}/gone/">gone</a>' in body
    assert "javascript" not in body
    assert report.created["links that still lead to the old site"] == 1


def test_the_database_looks_at_its_tables_as_they_grow(import_site, monkeypatch):
    monkeypatch.setattr(spool, "MOST_ITEMS", 1)
    looks = []
    monkeypatch.setattr(importing, "analyze", lambda: looks.append(Story.objects.count()))
    import_site(*(post(number) for number in range(1, 10)))
    # When places are found, and when stories are written: after four posts and after eight.
    assert looks == [4, 8, 9, 9]
