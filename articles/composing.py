"""How a few stories stand beside one another, so that no number of them leaves a hole."""

from articles.models import Section

Layout = Section.FrontLayout
MOST = {
    Layout.ONE_AND_FOUR: 5,
    Layout.THREE: 3,
    Layout.FOUR_TEXT: 4,
    Layout.FEATURE: 4,
    Layout.LIST: 6,
}
# What `composition` answers: the branches of components/story_group.html.
COMPOSITIONS = (
    "list",  # one under the other, with their moments
    "columns",  # words, each a column
    "pictures",  # the same, all of them with pictures
    "feature",  # the first across, picture beside words; the others columns under it
    "one-and-three",  # the first with its picture at the side of three
    "one-and-four",  # likewise, of two over two
    "one-and-pair",  # likewise, the upper two of them with pictures
)


def laid_out(stories, layout):
    """As many as the layout takes, newest first, with pictures where it shows them."""
    if layout == Layout.THREE:
        # Among the newest those with a picture.
        stories = sorted(stories[: MOST[Layout.ONE_AND_FOUR]], key=has_no_picture)
    stories = stories[: MOST[layout]]
    if layout == Layout.FEATURE:
        return picture_first(stories)
    if layout == Layout.ONE_AND_FOUR:
        first, *rest = picture_first(stories)
        makes_a_pair = sum(not has_no_picture(story) for story in rest) > 1
        return [first, *sorted(rest, key=has_no_picture)] if makes_a_pair else [first, *rest]
    return stories


def composition(stories, layout):
    """One of COMPOSITIONS for one or more stories that `laid_out` put in order.

    The layout is what an editor wants. Where there are fewer stories, or pictures, than it was
    drawn for, the nearest that these few fill.
    """
    pictures = sum(not has_no_picture(story) for story in stories)
    if layout in (Layout.LIST, Layout.FOUR_TEXT):
        return "list" if layout == Layout.LIST else "columns"
    if layout == Layout.THREE and len(stories) > 1:
        # Text beside pictures would end where they end: all, or the first alone.
        return {0: "columns", len(stories): "pictures"}.get(pictures, "feature")
    if layout == Layout.ONE_AND_FOUR and pictures and len(stories) >= 4:
        if len(stories) == 4:
            return "one-and-three"
        # Both or none, or the row tilts.
        return "one-and-four" if any(map(has_no_picture, stories[1:3])) else "one-and-pair"
    return "feature"


def in_a_row(stories):
    """The composition of stories in the order they have, as wide as one another."""
    if len(stories) == 1:
        return "feature"
    return "columns" if any(map(has_no_picture, stories)) else "pictures"


def picture_first(stories):
    """The newest that has a picture at the head, the others as they were."""
    first = next((story for story in stories if story.text.shown_picture), None)
    return sorted(stories, key=lambda story: story != first)


def has_no_picture(story):
    return story.text.shown_picture is None
