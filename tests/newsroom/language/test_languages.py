"""A paper in another language speaks it everywhere, in its direction; its stories keep theirs."""

import re
import runpy

import pytest
from django.core.management import call_command
from django.utils.translation import gettext, override

from newsroom import mail
from tests.kept import kept
from tests.small_paper import paper

pytestmark = pytest.mark.django_db


@pytest.fixture(params=[("de", "ltr"), ("ar", "rtl")], ids=["German", "Arabic"])
def language(request, settings):
    settings.LANGUAGE_CODE = request.param[0]
    with override(request.param[0]):
        yield request.param


@pytest.fixture(scope="module")
def pages(django_db_setup, django_db_blocker):
    """The pages of a small paper by name."""
    yield from kept(django_db_blocker, paper)


def test_every_page_names_its_language_and_its_direction(client, language, pages):
    code, direction = language
    for name, path in pages.items():
        text = client.get(path).text
        assert f'<html lang="{code}" dir="{direction}"' in text, name


def test_pages_speak_the_language(client, language):
    page = client.get("/accounts/login/").text

    assert gettext("Log in") != "Log in"
    assert gettext("Forgot your password?") in page
    assert f"<h1>{gettext('Log in')}</h1>" in page
    assert gettext("Show the password") in page


def test_a_story_in_another_language_says_so(client, language, pages):
    code, _ = language
    other = "story" if code == "ar" else "arabic story"

    main = client.get(pages[other]).text.split("<main", 1)[1]
    assert re.search('lang="(en|en-gb)" dir="ltr"' if code == "ar" else 'lang="ar" dir="rtl"', main)


def test_letters_are_written_in_the_papers_language_whoever_asks(language):
    code, direction = language
    with override("en-gb"):  # a worker that was started by somebody else's hand
        letter = mail.write("reset_password", "bo@example.org", link="http://testserver/x/")
    html = letter.alternatives[0].content

    assert f'<html lang="{code}" dir="{direction}">' in html
    assert gettext("Choose a new password") in html
    assert ('align="right"' in html) is (direction == "rtl")


@pytest.mark.parametrize("code", ["de-at", "ar-eg", "ar-dz", "en-us", "pt-br"])
def test_a_countrys_way_with_a_language_can_be_chosen(client, settings, monkeypatch, code):
    monkeypatch.setenv("LANGUAGE_CODE", code)
    read = runpy.run_path(settings.BASE_DIR / "newsroom" / "settings.py")
    settings.LANGUAGE_CODE, settings.LANGUAGES = read["LANGUAGE_CODE"], read["LANGUAGES"]

    assert code in dict(settings.LANGUAGES)
    call_command("check", fail_level="WARNING")
    with override(code):
        assert f'<html lang="{code}"' in client.get("/").text
