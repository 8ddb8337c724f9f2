"""HTML as a browser shows it."""


def on_one_line(html):
    """A page without the line breaks of its template, which mean no more than a blank."""
    return " ".join(html.split())
