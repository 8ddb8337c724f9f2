"""A few published stories to search in."""

from tests.factories import StoryFactory


def out(headline, body="Nothing else.", **fields):
    """A published story with this headline."""
    body = f"<p>{body}</p>"
    return StoryFactory(published=True, headline=headline, standfirst="", body=body, **fields)


def a_small_paper():
    out("Floods hit the café district", "The river flooded houses in Malmö. Mayor: water is back.")
    out("Budget vote tonight", "Council votes on the flood defence budget and taxes of O’Brien.")
    out("Library opens", "Running costs are met.")
