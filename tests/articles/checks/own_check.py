"""The example of docs/how-to/add-a-check.md, word for word."""

from articles.checks import check


@check("no shouting")
def shouts(draft):
    if draft.headline.isupper():
        yield "The headline shouts: write it in small letters."
