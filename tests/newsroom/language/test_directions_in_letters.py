"""A letter in which names and headlines are written the other way than its sentences."""

import re

import pytest
from django.utils.translation import override

from newsroom import mail
from tests.newsroom.test_mail import LETTERS

from . import marked

pytestmark = pytest.mark.django_db
# An address, and the paper's name, which is no mark here.
OURS = re.compile("'(http|bo@|old@|new@|The Harbour)")
FSI, PDI = "\u2068", "\u2069"
SAID = {
    "ar": {"by": "Jo Lindqvist", "section": "City", "headline": "Ferry sails", "note": "Call."},
    "en-gb": {"by": "سارة خليل", "section": "مدينة", "headline": "العبّارة", "note": "اتصل."},
}
REST = {
    "link": "http://testserver/x/",
    "log_in": "http://testserver/in/",
    "new_password": "http://testserver/new/",
    "from_email": "old@example.org",
    "to_email": "new@example.org",
    "when": "1",
}


@pytest.fixture(params=SAID)
def language(request, settings):
    settings.LANGUAGE_CODE = request.param
    with override(request.param):
        yield request.param


@pytest.mark.parametrize(
    "name", ["story_approved", "story_published", "story_returned", "story_submitted"]
)
def test_names_are_isolated_in_a_text_and_addresses_are_left_alone(language, name):
    letter = mail.write(name, "bo@example.org", **REST, **SAID[language])

    for key, said in SAID[language].items():
        if said in letter.body:
            assert f"{FSI}{said}{PDI}" in letter.body, key
    assert f"{FSI}{SAID[language]['headline']}{PDI}" in letter.subject
    assert "\nhttp://testserver/x/\n" in letter.body


@pytest.mark.parametrize("name", LETTERS)
def test_nothing_stands_in_a_text_that_needs_none(settings, name):
    settings.LANGUAGE_CODE = "en-gb"
    letter = mail.write(name, "bo@example.org", **REST, **SAID["ar"])

    assert not {FSI, PDI} & set(letter.subject + letter.body)


@pytest.mark.parametrize("name", LETTERS)
def test_on_a_letters_page_nothing_written_the_other_way_turns_its_line(language, name):
    direction = marked.other_way()
    opening, letters, closing = marked.SHAPES[direction]
    said = {key: f"{opening}{letters[n] * 3}{closing}" for n, key in enumerate(SAID["ar"])}
    letter = mail.write(name, "bo@example.org", **REST, **said)
    html = letter.alternatives[0].content

    assert [line for line in marked.not_isolated(html, direction) if not OURS.match(line)] == []
