"""Whoever asks for what the old site had, gets in one step what this paper has of it."""

import pytest
from django.test import Client

from articles.models import OldAddress, Section, Story

from .exports import category, known_category, meta, post

pytestmark = [pytest.mark.database, pytest.mark.django_db]

TERMS = category("city", "City") + category("tide", "Tide tables", "post_tag")
HEAD = (
    known_category("news", "News").replace(
        "<wp:category>", "<wp:category><wp:term_id>3</wp:term_id>"
    )
    + known_category("city", "City", "news").replace(
        "<wp:category>", "<wp:category><wp:term_id>4</wp:term_id>"
    )
    + "<wp:tag><wp:tag_slug>tide</wp:tag_slug><wp:tag_name>Tide tables</wp:tag_name></wp:tag>"
    + "<wp:author><wp:author_id>8</wp:author_id><wp:author_login>Ana P</wp:author_login>"
    "<wp:author_display_name>Ana Petrov</wp:author_display_name></wp:author>"
)
FORMER = (
    meta("_wp_old_slug", "elder")
    + meta("_wp_old_slug", "eldest")
    + meta("_wp_old_date", "2011-12-31")
    + meta("_wp_old_date", "2010-01-02")
)

OF_THE_STORY = [
    "/2012/03/15/story-7/", "/2012/03/15/story-7", "/?p=7", "/?p=7&preview=true", "/?m=1&p=7",
    "/?p=7&utm_source=x&utm_medium=y&fbclid=z", "/2012/03/15/story-7/?replytocom=12",
    "/2012/03/15/elder/", "/2012/03/15/eldest/", "/2012/03/15/eldest",
    "/2011/12/31/story-7/", "/2011/12/31/elder/", "/2010/01/02/eldest/",
    "/2012/03/15/story-7/2/", "/2012/03/15/story-7/12", "/2012/03/15/story-7/amp/",
    "/2012/03/15/story-7/?amp=1", "/2012/03/15/elder/amp", "/2012/03/15/story-7/feed/",
    "/2012/03/15/story-7/embed/", "/2012/03/15/story-7/comment-page-2/",
    "/2012/03/15/story-7/2/amp/", "/2012/03/15/story-7/trackback/",
]  # fmt: skip
OF_LISTS = {
    "/category/city/": "/city/", "/category/news/city/": "/city/", "/category/news/city": "/city/",
    "/category/news/city/page/3/": "/city/", "/?cat=4": "/city/",
    "/category/city/feed/": "/city/latest.rss",
    "/category/news/city/feed/": "/city/latest.rss",
    "/tag/tide/": "/topics/tide/", "/tag/tide/page/2/": "/topics/tide/",
    "/?tag=tide": "/topics/tide/",
    "/tag/tide/feed/": "/topics/tide/latest.rss", "/tag/tide/feed": "/topics/tide/latest.rss",
    "/author/ana-p/": "/authors/ana-petrov/", "/?author=8": "/authors/ana-petrov/",
    "/author/ana-p/feed/": "/authors/ana-petrov/latest.rss",
    "/feed/": "/latest.rss", "/feed": "/latest.rss", "/rss": "/latest.rss", "/rss/": "/latest.rss",
    "/feed/rss2/": "/latest.rss", "/feed/atom/": "/latest.rss", "/?feed=rss2": "/latest.rss",
    "/?feed=atom": "/latest.rss", "/?feed=rss2&x=y": "/latest.rss",
}  # fmt: skip


@pytest.fixture
def moved(import_site):
    import_site(post(7, terms=TERMS, meta=FORMER, creator="Ana P"), head=HEAD)


def test_every_old_address_of_a_story_leads_to_it(moved):
    to = Story.objects.get().get_absolute_url()
    answers = {address: asked(address) for address in OF_THE_STORY}

    assert {a: found for a, found in answers.items() if found != (301, to)} == {}
    assert Client().get(to).status_code == 200


def test_every_old_list_and_feed_leads_to_todays(moved):
    answers = {address: asked(address) for address in OF_LISTS}

    assert {a: found for a, found in answers.items() if found != (301, OF_LISTS[a])} == {}
    assert {Client().get(to).status_code for to in OF_LISTS.values()} == {200}
    assert Client().get("/?cat=4&utm_source=x").url == "/city/?utm_source=x"


def test_what_is_no_part_of_an_old_page_leads_nowhere(moved):
    for address in ("/2012/03/15/story-7/three/", "/amp/", "/2012/03/16/", "/?p=8", "/?cat=99"):
        assert asked(address)[0] in (200, 404), address


def test_the_parts_of_a_draft_lead_nowhere(import_site):
    import_site(post(7, status="draft", meta=FORMER))

    for address in OF_THE_STORY:
        assert asked(address)[0] in (200, 404), address
        assert "story-7" not in asked(address)[1]


def test_a_second_run_adds_no_address(import_site):
    for _ in range(2):
        report = import_site(post(7, terms=TERMS, meta=FORMER, creator="Ana P"), head=HEAD)

    assert not +report.created
    assert OldAddress.objects.count() == OldAddress.objects.values("path").distinct().count()


def test_categories_in_a_circle_and_hundreds_of_former_names_do_no_harm(import_site):
    head = known_category("a", "A", "b") + known_category("b", "B", "a")
    many = "".join(meta("_wp_old_slug", f"name-{n}") for n in range(500))
    many += "".join(meta("_wp_old_date", f"20{n % 30:02}-01-02") for n in range(500))
    import_site(post(7, terms=category("a", "A"), meta=many), head=head)

    assert Section.objects.get().slug == "a"
    assert OldAddress.objects.filter(story__isnull=False).count() < 500


def asked(address):
    response = Client().get(address)
    # What others have hung on it goes along.
    return response.status_code, getattr(response, "url", "").partition("?")[0]
