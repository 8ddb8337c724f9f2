"""A picture that is withdrawn goes from every page at once, and comes back as it was."""

import re

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.models import Gallery, Paper, Picture, Record
from articles.publishing import NotReady
from tests.factories import (
    AuthorFactory,
    PictureFactory,
    SectionFactory,
    StoryFactory,
    editor,
    moderator,
    reporter,
)
from tests.small_paper import embed, paper

pytestmark = pytest.mark.django_db
WHY = "The photographer has asked for it."
LARGE = {"width": 900, "height": 600}
FOR_MACHINES = [
    *("/latest.rss", "/corrections/latest.rss", "/sitemap.xml", "/robots.txt"),
    *(f"/sitemap-{name}.xml" for name in ("stories", "galleries", "authors", "topics", "sections")),
]


def withdraw(*pictures):
    for picture in pictures:
        picture.withdraw(by=None, reason=WHY)


def readers_pages(pages):
    """The paper's pages, its feeds and its maps, by address."""
    of_things = [f"{pages[name]}latest.rss" for name in ("section", "topic", "author")]
    return [*pages.values(), *FOR_MACHINES, *of_things]


def everything_said(client, addresses):
    """Head and body of each answer, by address."""
    answers = {address: client.get(address) for address in addresses}
    assert all(answer.status_code < 500 for answer in answers.values())
    return {
        address: f"{answer.headers}{answer.content.decode()}" for address, answer in answers.items()
    }


# Everywhere at once


@pytest.mark.thorough
def test_the_key_of_a_withdrawn_picture_stands_on_no_page_of_the_paper(client):
    pages = paper()
    portrait = PictureFactory(caption="Zanzibar, the portrait")
    AuthorFactory._meta.model.objects.update(portrait=portrait)
    addresses = readers_pages(pages)
    before = "".join(everything_said(client, addresses).values())
    pictures = list(Picture.objects.all())
    shown = [picture for picture in pictures if picture.key in before]
    assert len(shown) == len(pictures)  # lead, embed, three of a gallery, portrait

    cover = Gallery.objects.get().cover
    for picture in shown:
        if picture == cover or not picture.placements.exists():
            withdraw(picture)

    gone = set(Picture.objects.exclude(withdrawn_at=None))
    assert len(gone) == 4
    for address, said in everything_said(client, addresses).items():
        for picture in gone:
            assert picture.key not in said, address
    for picture in gone:
        for width in picture.widths:
            for kind in ("webp", "jpg", "avif"):
                assert client.get(picture.address(width, kind)).status_code == 404


@pytest.mark.thorough
def test_with_all_its_pictures_withdrawn_the_paper_goes_on_in_words(client):
    pages = paper()
    withdraw(*Picture.objects.all())

    said = everything_said(client, readers_pages(pages))
    assert not [address for address, words in said.items() if "/media/" in words]
    assert client.get(pages["story"]).status_code == 200
    assert client.get(pages["gallery"]).status_code == 404
    assert 'class="figure' not in client.get(pages["story"]).text
    assert "picture: open the gallery" not in client.get(pages["story"]).text


def test_a_withdrawn_picture_answers_like_one_that_never_was(client):
    picture = PictureFactory()
    StoryFactory(published=True, lead_picture=picture)
    withdraw(picture)
    address = picture.card_address

    gone, unknown = client.get(address), client.get(address.replace(picture.key, "x" * 16))
    assert (gone.status_code, unknown.status_code) == (404, 404)
    assert gone.content.replace(picture.key.encode(), b"x" * 16) == unknown.content
    assert gone.headers.keys() == unknown.headers.keys()


def test_the_desk_still_sees_what_was_withdrawn(client):
    picture = PictureFactory()
    withdraw(picture)
    client.force_login(editor())

    answer = client.get(picture.card_address)
    assert answer.status_code == 200
    assert "private" in answer["Cache-Control"]


def test_a_story_whose_picture_is_withdrawn_says_nothing_of_it(client):
    picture = PictureFactory(**LARGE, caption="Zanzibar", credit="Quagga")
    story = StoryFactory(published=True, lead_picture=picture, lead_caption="Here a xebec.")
    text = f"/text{story.get_absolute_url()}"
    assert "xebec" in client.get(text).text
    withdraw(picture)

    for address in (story.get_absolute_url(), text):
        page = client.get(address).text
        assert not [word for word in ("Zanzibar", "Quagga", "xebec", picture.key) if word in page]
    assert '"image"' not in client.get(story.get_absolute_url()).text


def test_cards_of_a_story_without_its_picture_have_no_empty_frame(client):
    picture, section = PictureFactory(), SectionFactory()
    for _ in range(3):
        StoryFactory(published=True, section=section, lead_picture=picture)
    withdraw(picture)

    for address in ("/", section.get_absolute_url()):
        page = client.get(address).text
        assert "Bridge reopens" in page
        assert "<picture" not in page
        assert "story-item--pictured" not in page


def test_the_front_page_leads_with_a_story_whose_picture_is_shown(client):
    section = SectionFactory()
    pictured = StoryFactory(
        published=True, section=section, headline="Ferry sails", lead_picture=PictureFactory()
    )
    newer = StoryFactory(published=True, section=section, lead_picture=PictureFactory())
    assert client.get("/").context["page"].lead == newer
    withdraw(newer.live.lead_picture)

    assert client.get("/").context["page"].lead == pictured


def test_a_live_story_shows_no_trace_of_an_embedded_one_and_an_old_version_says_so(client):
    picture = PictureFactory(alt="A xebec")
    story = StoryFactory(published=True, body=f"<p>One.</p>{embed('picture', picture)}")
    story.write(by=None, body=f"<p>Two.</p>{embed('picture', picture)}")
    story.update(by=None)
    withdraw(picture)

    line = "A picture that stood here is no longer shown."
    assert line not in client.get(story.get_absolute_url()).text
    version = f"/{story.section.slug}/{story.pk}/v/1/"
    assert line in client.get(version).text
    changes = client.get(f"/{story.section.slug}/{story.pk}/v/2/changes/").text
    assert "xebec" not in changes


# Who, how often, and what stays


def test_only_editors_withdraw_and_allow_again():
    picture = PictureFactory()
    for nobody in (reporter(), moderator()):
        with pytest.raises(PermissionDenied):
            picture.withdraw(by=nobody, reason=WHY)
    ana = editor(name="Ana Petrov")
    picture.withdraw(by=ana, reason=WHY)
    with pytest.raises(PermissionDenied):
        picture.allow_again(by=reporter())
    picture.allow_again(by=ana)

    lines = Record.objects.about(picture).values_list("action", "by_name", "note")
    assert list(lines)[:2] == [
        ("allowed again", "Ana Petrov", ""),
        ("withdrawn", "Ana Petrov", WHY),
    ]


@pytest.mark.parametrize(
    ("reason", "words"),
    [("", "Give the reason"), (" \n", "Give the reason"), ("x" * 301, "in 300 characters")],
)
def test_a_withdrawal_needs_a_reason_of_some_length(reason, words):
    picture = PictureFactory()
    with pytest.raises(NotReady, match=words):
        picture.withdraw(by=None, reason=reason)
    picture.refresh_from_db()
    assert not picture.is_withdrawn


def test_pressed_twice_it_is_withdrawn_once_with_its_first_reason():
    picture = PictureFactory()
    withdraw(picture)
    since = picture.withdrawn_at
    Picture.objects.get().withdraw(by=None, reason="Another one.")

    picture.refresh_from_db()
    assert (picture.withdrawn_at, picture.withdrawn_reason) == (since, WHY)
    assert Record.objects.about(picture).filter(action="withdrawn").count() == 1
    picture.allow_again(by=None)
    picture.allow_again(by=None)
    assert Record.objects.about(picture).filter(action="allowed again").count() == 1


def test_the_papers_logo_is_not_withdrawn_and_a_withdrawn_picture_is_no_logo(client):
    logo = PictureFactory(width=900, height=200)
    Paper.objects.update(logo=logo)
    with pytest.raises(NotReady, match="the paper’s logo: choose another"):
        withdraw(logo)

    Paper.objects.update(logo=None)
    withdraw(logo)
    the_paper = Paper.objects.get()
    the_paper.logo = logo
    with pytest.raises(ValidationError, match="This picture is withdrawn"):
        the_paper.full_clean()
    # Two people at the same moment: it is not shown all the same.
    Paper.objects.update(logo=logo)
    assert logo.key not in client.get("/").text


@pytest.mark.thorough
def test_allowed_again_everything_is_as_before(client):
    pages = paper()
    addresses = readers_pages(pages)
    before = everything_said(client, addresses)
    lead = next(p for p in Picture.objects.all() if p.leads.exists())
    assert lead.key in before[pages["story"]]
    withdraw(lead)
    assert lead.key not in client.get(pages["story"]).text
    lead.allow_again(by=None)

    assert {path: _without_hours(said) for path, said in before.items()} == {
        path: _without_hours(said) for path, said in everything_said(client, addresses).items()
    }
    assert client.get(lead.card_address).status_code == 200


def _without_hours(said):
    """Without what is different each time a page is asked for."""
    return re.sub(r'nonce[-=][\w"=+/-]+|\d\d:\d\d:\d\d|csrf\S+ value="\w+"', "", said)


# What it costs


def test_no_page_asks_more_questions_because_a_picture_is_withdrawn(client):
    pages = paper()
    asked = ("front", "section", "story", "gallery", "galleries", "text story", "author", "version")
    before = {name: _questions(client, pages[name]) for name in asked}
    cover = Gallery.objects.get().cover
    withdraw(cover, *Picture.objects.filter(placements=None))

    for name in asked:
        assert _questions(client, pages[name]) <= before[name], name


def _questions(client, address):
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)
