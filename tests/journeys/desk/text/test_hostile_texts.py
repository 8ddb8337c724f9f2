"""No browser reads a stored text otherwise than the site that has cleaned it."""

import pytest
import tinyhtml5

from articles import body
from articles.body.cleaning import ATTRIBUTES, TAGS
from tests.articles.body.hostile import documents

pytestmark = [pytest.mark.journey, pytest.mark.looks]
# What stands in each text, line by line: how deep, what, with which attributes.
TREES = """
texts => texts.map(text => {
  const lines = [];
  const read = (node, depth) => {
    for (const child of node.childNodes) {
      if (child.nodeType === Node.TEXT_NODE) lines.push([depth, "#text", child.data]);
      else if (child.nodeType === Node.ELEMENT_NODE) {
        const attributes = [...child.attributes].map(({name, value}) => [name, value]).sort();
        lines.push([depth, child.localName, attributes]);
        read(child, depth + 1);
      } else lines.push([depth, "#other", child.nodeType]);
    }
  };
  const page = new DOMParser().parseFromString(text, "text/html");
  read(page.body, 0);
  return {lines, head: page.head.innerHTML, again: page.body.innerHTML};
})"""


def tree(text):
    """The same lines, as Python's parser of the HTML standard reads them."""
    lines = []

    def read(element, depth):
        _add(lines, depth, element.text)
        for child in element:
            assert child.tag in TAGS
            assert {*child.keys()} <= ATTRIBUTES["*"] | ATTRIBUTES.get(child.tag, set())
            lines.append([depth, child.tag, sorted(map(list, child.items()))])
            read(child, depth + 1)
            _add(lines, depth, child.tail)

    page = tinyhtml5.parse(f"<!doctype html><body>{text}</body>", namespace_html_elements=False)
    read(page.find("body"), 0)
    return lines


def _add(lines, depth, text):
    if text:
        lines.append([depth, "#text", text])


def test_chromium_reads_three_hundred_hostile_texts_as_the_site_does(open_page, thoroughly):
    hostile = documents(3000 if thoroughly else 300)
    cleaned = [body.clean(text) for text in hostile]

    assert cleaned == [body.clean(text) for text in cleaned]
    assert sum(map(bool, cleaned)) > 0.8 * len(cleaned)  # something is left to look at
    page = open_page()
    page.goto("about:blank")
    for source, text, read in zip(hostile, cleaned, page.evaluate(TREES, cleaned), strict=True):
        assert read["head"] == "", source
        assert read["lines"] == tree(text), source
