"""Whoever asks for a picture of the old site gets it, or the page that shows it, if readers do."""

import re

import pytest
from django.test import Client

from articles.models import Author, Gallery, OldAddress, Picture, Story
from tests.factories import picture_file

from .exports import SITE, attachment, meta, post

pytestmark = [pytest.mark.database, pytest.mark.django_db]

WHERE = "/wp-content/uploads/2012/03"
SIZES = {
    f"{WHERE}/View.jpg": 1200, f"{WHERE}/View-300x200.jpg": 320, f"{WHERE}/View-320x1.jpg": 320,
    f"{WHERE}/View-321x214.jpg": 480, f"{WHERE}/View-5000x4000.jpg": 1200,
    f"{WHERE}/View-scaled.jpg": 1200, f"{WHERE}/View.jpg?resize=300,200&ssl=1": 1200,
}  # fmt: skip
PAGES = ["/?attachment_id=11", "/?p=11", "/?attachment_id=11&x=y", "/2012/03/15/story-1/view/",
         "/2012/03/15/story-1/view"]  # fmt: skip
EVERY_ONE = [*SIZES, *PAGES]


@pytest.fixture
def uploads(tmp_path):
    place = tmp_path / "uploads/2012/03"
    place.mkdir(parents=True)
    for number, name in enumerate(("View.jpg", "Other.jpg")):
        colour = ("teal", "maroon")[number]
        (place / name).write_bytes(picture_file(1200, 800, colour).read())
    return tmp_path / "uploads"


@pytest.fixture
def moved(import_site, uploads):
    """moved(content): the report of a post with these words, and two pictures."""

    def moved(content="Words.", *, lead="", files=uploads, **differs):
        return import_site(
            attachment(11, f"{SITE}{WHERE}/View.jpg", link=f"{SITE}/2012/03/15/story-1/view/",
                       meta=meta("_wp_attachment_image_alt", "A bell")),
            attachment(12, f"https://cdn.example{WHERE}/Other.jpg", parent="1",
                       meta=meta("_wp_attached_file", "2012/03/Other.jpg")),
            post(1, content=content, meta=meta("_thumbnail_id", lead), **differs), uploads=files,
        )  # fmt: skip

    return moved


def test_a_picture_that_readers_have_is_given_in_the_size_that_was_asked_for(moved):
    moved(lead="11")

    view = Picture.objects.get(alt="A bell")
    answers = {path: asked(path) for path in SIZES}
    assert answers == {path: (301, view.address(width, "jpg")) for path, width in SIZES.items()}


def test_what_was_never_made_here_is_given_as_large_as_it_is(moved):
    moved(lead="11")
    Picture.objects.update(widths=[750])
    view = Picture.objects.get(alt="A bell")

    for path in SIZES:
        assert asked(path) == (301, view.address(750, "jpg")), path
    answer = Client().get(f"{WHERE}/View-300x200.jpg", follow=True)
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/jpeg")


def test_pages_about_it_lead_to_the_story_that_shows_it(moved):
    moved(lead="11")

    story = Story.objects.get().get_absolute_url()
    assert {path: asked(path) for path in PAGES} == dict.fromkeys(PAGES, (301, story))
    assert Client().get(story).status_code == 200


def test_of_two_stories_it_is_the_older_one_and_pictures_in_the_text_count(moved, import_site):
    moved(content=f'Words. <img src="{SITE}{WHERE}/View-300x200.jpg">')
    newer = Story.objects.create(section=Story.objects.get().section, slug="newer")
    newer.write(by=None, headline="Newer", body="<p>x</p>", lead_picture=Picture.objects.last())
    newer.publish(by=None)

    assert asked(PAGES[0]) == (301, Story.objects.get(slug="story-1").get_absolute_url())


def test_pages_of_a_picture_that_only_a_gallery_shows_lead_to_its_place_there(moved):
    moved(content='Words. [gallery ids="11,12"]')
    Picture.objects.update(alt="A bell")
    gallery = Gallery.objects.get()
    gallery.publish(by=None)
    view = gallery.placements.get(position=0)
    gallery.cover = gallery.placements.get(position=1).picture
    gallery.save()

    found = asked(PAGES[0])
    assert found == (301, view.get_absolute_url())
    assert Client().get(found[1]).status_code == 200
    assert asked(f"{WHERE}/Other-150x150.jpg")[0] == 301


def test_a_portrait_leads_to_whom_it_shows(moved):
    moved(lead="12")
    Author.objects.update(portrait=Picture.objects.get(alt="A bell"))

    assert asked(PAGES[0]) == (301, Author.objects.get().get_absolute_url())


@pytest.mark.parametrize("why", ["unused", "draft", "withdrawn", "taken down", "hidden gallery"])
def test_a_picture_that_readers_do_not_have_answers_as_what_never_was(moved, why):
    content, fields = "Words.", {}
    if why == "draft":
        fields["status"] = "draft"
    if why == "hidden gallery":
        content = 'Words. [gallery ids="11,12"]'
        fields["status"] = "draft"
    moved(content=content, lead="" if why == "unused" else "11", **fields)
    story, view = Story.objects.get(), Picture.objects.get(alt="A bell")
    if why == "withdrawn":
        view.withdraw(by=None, reason="It was not ours.")
    if why == "taken down":
        story.take_down(by=None, reason="It was wrong.")

    for path in EVERY_ONE:
        never = path.replace("View", "Never").replace("view", "never").replace("=11", "=99")
        here, nowhere = (Client().get(each) for each in (path, never))
        assert here.status_code == nowhere.status_code, path
        assert here.status_code in (200, 404), path
        assert without_names(here.text) == without_names(nowhere.text), path
        assert view.key not in str(here.headers) + here.text
        assert story.is_public or "story-1" not in here.text


def test_links_to_a_file_keep_leading_to_it_and_tell_no_key(moved):
    link = f'<a href="{SITE}{WHERE}/View-1024x683.jpg">large</a> or <a href="/?attachment_id=11">'
    moved(content=f"Words. {link}about it</a>", lead="11")

    body = Story.objects.get().live.body
    assert f'href="{WHERE}/View.jpg"' in body
    assert 'href="/?attachment_id=11"' in body
    assert Picture.objects.get(alt="A bell").key not in body


def test_running_it_again_adds_none_and_pictures_that_came_later_are_led_to(moved, uploads):
    moved(lead="11", files=None)
    assert asked(PAGES[0])[0] == 200
    assert not OldAddress.objects.filter(leads_to__startswith="/media/").exists()

    report = moved(lead="11")
    assert report.created["redirects from old addresses of pictures"] == 10
    assert asked(PAGES[0])[0] == 301
    assert not moved(lead="11").created["redirects from old addresses of pictures"]


def without_names(text):
    return re.sub(r"view|never|11|99", "", text, flags=re.IGNORECASE)


def asked(address):
    response = Client().get(address)
    return response.status_code, getattr(response, "url", "").partition("?")[0]
