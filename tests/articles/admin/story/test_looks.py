"""A story is looked at as others will get it, before anything of it is saved."""

import html
import re

import pytest

from articles.models import Story
from tests.articles.admin.desk import address, story_form
from tests.factories import PictureFactory, SectionFactory, StoryFactory

pytestmark = pytest.mark.django_db
NEW = "Ferry sails at dawn <soon>"


@pytest.fixture
def story(ana):
    return StoryFactory(headline="Ferry", body="<p>It sails.</p>", lead_picture=PictureFactory())


def look(client, story, address_of_it="", **changes):
    form = story_form(story.section, story, **{"headline": NEW} | changes)
    return client.post(address("story_preview", story.pk) + address_of_it, form)


def framed(response):
    """The page in the frame."""
    return html.unescape(re.search(r'srcdoc="([^"]*)"', response.text)[1])


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        ("?look=light", 'class="colours-light"'),
        ("?look=dark&width=390", 'class="colours-dark"'),
        ("?look=rtl", 'dir="rtl"'),
        ("?look=text", "in words alone"),
    ],
)
def test_the_unsaved_page_stands_in_a_frame(admin_client, story, asked, says):
    response = look(admin_client, story, asked)

    page = framed(response)
    assert says in page
    assert "Ferry sails at dawn &lt;soon&gt;" in page
    assert '<base target="_blank">' in page
    assert response["X-Robots-Tag"] == "noindex, nofollow"
    story.refresh_from_db()
    assert story.latest.headline == "Ferry"


@pytest.mark.parametrize("asked", ["?look=card", "?look=search"])
def test_what_others_make_of_it_is_shown(admin_client, story, asked):
    page = look(admin_client, story, asked, standfirst="At last.").text

    assert "Ferry sails at dawn &lt;soon&gt;" in page
    assert "At last." in page
    assert "srcdoc" not in page
    picture = story.latest.lead_picture
    assert (picture.card_address in page) == (asked == "?look=card")


def test_another_look_is_chosen_without_saving(admin_client, story):
    page = look(admin_client, story, "?look=dark&width=390").text

    assert f'<input type="hidden" name="headline" value="{html.escape(NEW)}">' in page
    assert page.count('aria-current="true"') == 2
    assert "?width=390&amp;look=card" in page
    assert page.count('name="csrfmiddlewaretoken"') == 1


@pytest.mark.parametrize("asked", ["?look=", "?look=%01&width=-1", "?look=light&width=99999"])
def test_a_look_that_there_is_not_is_the_first(admin_client, story, asked):
    response = look(admin_client, story, asked)

    assert response.status_code == 200
    assert "desk-look__frame--1280" in response.text
    assert 'class="colours-light"' in framed(response)


def test_a_new_story_is_looked_at_before_it_is_saved(admin_client, ana):
    form = story_form(SectionFactory(), headline=NEW)
    response = admin_client.post(address("story_preview-new") + "?look=dark", form)

    assert "Ferry sails at dawn &lt;soon&gt;" in framed(response)
    assert not Story.objects.exists()


def test_what_is_wrong_is_said_instead(admin_client, story):
    response = look(admin_client, story, "?look=card", headline="")

    assert response.status_code == 422
    assert "Write a headline." in response.text
