"""HTML as a browser reads and shows it."""

from tinyhtml5.parser import HTMLParser


def on_one_line(html):
    """A page without the line breaks of its template, which mean no more than a blank."""
    return " ".join(html.split())


def errors(html):
    """What a parser has to guess in a page, as (line, code)."""
    parser = HTMLParser()
    parser.parse(html)
    return [(html.splitlines()[line - 1][:120], code) for (line, _), code, _ in parser.errors]
