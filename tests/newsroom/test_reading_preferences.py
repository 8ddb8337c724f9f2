"""Readers choose colours and letters without a script, and nobody else notices."""

import re

import pytest
from django.conf import settings as site

from newsroom import reading_preferences
from tests.factories import StoryFactory

pytestmark = pytest.mark.django_db


def choose(client, **sent):
    return client.post("/reading/", sent)


def html_tag(client, path="/"):
    return client.get(path).text.partition("<head>")[0].partition("<html")[2]


def test_one_press_makes_every_page_dark(client):
    answer = choose(client, colours="dark", next="/corrections/")

    assert answer.status_code == 303
    assert answer.url == "/corrections/"
    assert 'class="colours-dark"' in html_tag(client, "/corrections/")
    assert 'class="colours-dark"' in html_tag(client, "/nowhere/")


def test_the_other_choice_stays_as_it_was(client):
    choose(client, colours="dark")
    choose(client, size="large")

    assert client.cookies["reading"].value == "dark.large"
    assert 'class="colours-dark size-large"' in html_tag(client)


def test_the_pressed_button_says_so(client):
    choose(client, size="larger")
    page = client.get("/reading/").text

    assert 'value="larger" aria-current="true">' in page
    assert 'value="auto" aria-current="true">' in page
    assert page.count('aria-current="true"') == 2


def test_the_cookie_is_the_visitors_own_and_lasts_a_year(client):
    cookie = choose(client, colours="light").cookies["reading"]

    assert cookie["max-age"] == 365 * 24 * 60 * 60
    assert cookie["samesite"] == "Lax"
    assert cookie["httponly"]
    assert not cookie["secure"]


def test_over_https_the_cookie_stays_there(client):
    answer = client.post("/reading/", {"colours": "light"}, secure=True)
    assert answer.cookies["reading"]["secure"]


def test_behind_a_proxy_that_speaks_https_it_does_too(client, settings):
    settings.SESSION_COOKIE_SECURE = True
    assert choose(client, colours="light").cookies["reading"]["secure"]


def test_choosing_the_usual_forgets_the_cookie(client):
    choose(client, colours="dark", size="large")
    choose(client, colours="auto")
    cookie = choose(client, size="normal").cookies["reading"]

    assert (cookie.value, cookie["max-age"]) == ("", 0)


@pytest.mark.parametrize(
    "sent", [{"colours": "purple"}, {"size": "99"}, {"colours": ""}, {"size": "large.dark"}]
)
def test_what_nobody_offers_is_refused_in_words(client, sent):
    answer = choose(client, **sent)

    assert answer.status_code == 400
    assert "We can’t read this request" in answer.text
    assert "reading" not in answer.cookies


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://evil.example/", "//evil.example/", "/\\evil.example", "\\\\evil.example",
        "javascript:alert(1)", "evil.example", "", "/\n/evil.example", "/\t/evil.example",
        "/" + "a" * 3000, "https:evil.example", "/\x00", "///evil.example", "http:///evil.example",
    ],
)  # fmt: skip
def test_nobody_is_led_to_another_site(client, elsewhere):
    answer = choose(client, colours="dark", next=elsewhere)

    assert (answer.status_code, answer.url) == (303, "/reading/")


def test_one_comes_back_to_the_same_answer_and_the_same_place(client):
    page = client.get("/search/?q=a+b&section=x").text
    assert 'name="next" value="/search/?q=a+b&amp;section=x#reading"' in page

    answer = choose(client, colours="dark", next="/search/?q=a+b&section=x#reading")
    assert answer.url == "/search/?q=a+b&section=x#reading"


def test_the_page_of_controls_has_them_once(client):
    assert client.get("/reading/").text.count('action="/reading/"') == 1
    assert client.get("/").text.count('action="/reading/"') == 1


def test_only_reading_and_choosing_are_possible(client):
    assert client.put("/reading/").status_code == 405
    assert client.head("/reading/").status_code == 200


def test_a_choice_is_kept_by_nobody_on_the_way(client):
    assert "no-store" in choose(client, colours="dark")["Cache-Control"]


def test_no_token_stands_in_the_form(client):
    """A page with one could not be shared, and the form needs none: see articles.views.paper."""
    assert "csrf" not in client.get("/reading/").text
    assert "csrftoken" not in client.cookies


def test_whoever_has_not_chosen_shares_one_page(client):
    path = StoryFactory(published=True).get_absolute_url()
    usual = client.get(path)
    assert re.search(r'<html lang="en-gb" dir="ltr"\s*>', usual.text)
    assert "Set-Cookie" not in usual.headers

    for cookie in (
        "",
        "purple.huge",
        "dark",
        "auto.normal",
        "dark.large.x",
        "x" * 4000,
        "dark.large ",
    ):
        client.cookies["reading"] = cookie
        answer = client.get(path)
        assert answer.content == usual.content, cookie
        for header in ("Cache-Control", "Vary", "ETag"):
            assert answer[header] == usual[header], cookie
    assert usual["Vary"] == "Cookie, Accept-Encoding"
    assert "s-maxage" in usual["Cache-Control"]


def test_whoever_has_chosen_gets_a_private_page(client):
    path = StoryFactory(published=True).get_absolute_url()
    client.cookies["reading"] = "dark.normal"
    answer = client.get(path)

    assert answer["Cache-Control"] == "private, max-age=0"
    assert "Cookie" in answer["Vary"]


def test_the_proxy_passes_by_what_the_site_understands():
    """The cookies that deploy/nginx.conf takes for a choice are those that are one."""
    conf = (site.BASE_DIR / "deploy" / "nginx.conf").read_text()

    assert (
        f"reading=({'|'.join(reading_preferences.COLOURS)})\\.({'|'.join(reading_preferences.SIZES)})(;|$)"
        in conf
    )
