"""Whatever way a name, a quote, a caption or a headline is written, it turns nothing around it.

Two papers are looked at page by page: an English one in which all of these are written from right
to left, and an Arabic one in which they are written from left to right. A template that is added
later is covered, for every page that readers can open is among those that are opened here.
"""

import pytest
from django.utils.translation import override

from tests.kept import kept
from tests.small_paper import account_pages, log_in, paper

from . import marked

pytestmark = pytest.mark.django_db


@pytest.fixture(params=["en-gb", "ar"], ids=["English paper", "Arabic paper"])
def language(request, settings):
    settings.LANGUAGE_CODE = request.param
    with override(request.param):
        yield request.param


@pytest.fixture(scope="module")
def pages(django_db_setup, django_db_blocker):
    """The pages of a small paper by name."""
    yield from kept(django_db_blocker, paper)


@pytest.fixture
def direction(pages, language):
    """What everything that somebody has written is turned into: the other way than the pages."""
    marked.mark_everything(marked.other_way())
    return marked.other_way()


def seen_on(client, pages, direction):
    """What is wrong on which page, and which pages have anything that was looked at."""
    wrong, looked_at = [], set()
    for name, path in pages.items():
        html = client.get(path, follow=True).text
        if marked.MARKS[direction].search(html.partition("<body")[2]):
            looked_at.add(name)
        wrong += [f"{name}: {found}" for found in sorted({*marked.not_isolated(html, direction)})]
    return "\n".join(wrong), looked_at


def test_no_text_of_the_paper_turns_the_line_it_stands_in(client, pages, direction):
    wrong, looked_at = seen_on(client, pages, direction)

    assert wrong == ""
    assert {"front", "story", "quotes", "gallery", "search for people"} <= looked_at


@pytest.mark.thorough
def test_nor_do_the_names_of_members_on_the_pages_of_their_accounts(client, language):
    wrong = []
    for name, (path, user) in account_pages().items():
        client.logout()
        log_in(client, user)
        marked.mark_everything(marked.other_way())
        html = client.get(path, follow=True).text
        wrong += [f"{name}: {found}" for found in marked.not_isolated(html, marked.other_way())]

    assert wrong == []
