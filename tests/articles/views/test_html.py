"""Every kind of page is HTML that needs no forgiving."""

import json
import subprocess
from functools import partial

import pytest
import tinyhtml5
from django.test import Client
from django.utils.text import slugify

from tests.factories import UserFactory
from tests.html import errors
from tests.kept import kept
from tests.small_paper import account_pages, log_in, name_of, names_of_pages, pages_of_faults, paper
from tooling import tools

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def pages(django_db_setup, django_db_blocker):
    """The pages of a small paper by name."""
    yield from kept(django_db_blocker, paper)


@pytest.fixture(scope="module")
def every_page(pages, django_db_blocker):
    """The HTML of every kind of page by name, as it is sent."""
    yield from kept(django_db_blocker, partial(html_of, pages))


def html_of(pages):
    client = Client()
    html = {name: client.get(path, follow=True).text for name, path in pages.items()}
    for name, (path, user) in account_pages().items():
        client.logout()
        log_in(client, user)
        answer = client.get(path, follow=True)
        assert name_of(answer.request["PATH_INFO"]) == name
        html[name] = answer.text
    return html | pages_of_faults()


def test_every_kind_of_page_is_among_the_pages_that_tests_open(pages):
    opened = {name_of(path) for path in pages.values()}

    assert names_of_pages() - opened - set(account_pages()) == set()


def test_no_page_makes_the_parser_guess(every_page):
    wrong = {name: errors(html) for name, html in every_page.items()}

    assert {name: found for name, found in wrong.items() if found} == {}


@pytest.fixture
def checker():
    """How the Nu HTML checker is called."""
    try:
        return tools.html_checker(may_fetch=False)
    except tools.Missing as reason:
        pytest.skip(f"The Nu HTML checker cannot be used: {reason}.")


def test_the_checker_of_the_html_standard_has_nothing_to_say(checker, every_page, tmp_path):
    folder = tmp_path / "pages"
    folder.mkdir()
    for name, html in every_page.items():
        (folder / f"{slugify(name)}.html").write_text(html)
    command = [*checker, "--errors-only", "--format", "json", "--exit-zero-always", folder]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stderr

    found = [
        f"{one['url'].rpartition('/')[2]}: {one['message']} {one.get('extract', '')}"
        for one in json.loads(said)["messages"]
    ]
    assert "\n".join(found) == ""


def test_no_page_has_a_name_twice_or_a_picture_without_words_or_size(client, pages):
    client.force_login(UserFactory())
    for name, path in pages.items():
        tree = tinyhtml5.parse(client.get(path, follow=True).text, namespace_html_elements=False)
        names = [element.get("id") for element in tree.iter() if element.get("id")]
        assert len(names) == len(set(names)), name
        for image in tree.iter("img"):
            assert {"alt", "width", "height"} <= set(image.keys()), name
        assert len(list(tree.iter("h1"))) == 1, name
