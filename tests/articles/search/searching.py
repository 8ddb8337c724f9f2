"""A few published stories to search in."""

from tests.factories import StoryFactory


def published_story(headline, body="Nothing else.", **fields):
    """A published story with this headline."""
    body = f"<p>{body}</p>"
    return StoryFactory(published=True, headline=headline, standfirst="", body=body, **fields)


def a_small_paper():
    published_story(
        "Floods hit the café district", "The river flooded houses in Malmö. Mayor: water is back."
    )
    published_story(
        "Budget vote tonight", "Council votes on the flood defence budget and taxes of O’Brien."
    )
    published_story("Library opens", "Running costs are met.")
