"""Every kind of page is HTML that needs no forgiving."""

import pytest
import tinyhtml5
from tinyhtml5.parser import HTMLParser

from tests.factories import UserFactory
from tests.small_paper import paper

pytestmark = pytest.mark.django_db


def errors(html):
    parser = HTMLParser()
    parser.parse(html)
    return [(html.splitlines()[line - 1][:120], code) for (line, _), code, _ in parser.errors]


def test_no_page_makes_the_parser_guess(client):
    wrong = {name: errors(client.get(path).text) for name, path in paper().items()}

    assert {name: found for name, found in wrong.items() if found} == {}


def test_no_page_has_a_name_twice_or_a_picture_without_words_or_size(client):
    client.force_login(UserFactory())
    for name, path in paper().items():
        tree = tinyhtml5.parse(client.get(path, follow=True).text, namespace_html_elements=False)
        names = [element.get("id") for element in tree.iter() if element.get("id")]
        assert len(names) == len(set(names)), name
        for image in tree.iter("img"):
            assert {"alt", "width", "height"} <= set(image.keys()), name
        assert len(list(tree.iter("h1"))) == 1, name
