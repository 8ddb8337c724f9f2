"""What stands around a story's text: headline, standfirst, byline, address."""

from .registry import check

ADVISED_HEADLINE = 110  # characters


@check("headline")
def headline_is_short(draft):
    if len(draft.headline) > ADVISED_HEADLINE:
        yield (
            (
                f"The headline has {len(draft.headline)} characters: lists and cards cut it after "
                f"{ADVISED_HEADLINE}."
            ),
            draft.headline,
        )


@check("standfirst")
def has_a_standfirst(draft):
    if not draft.standfirst.strip():
        yield "There is no standfirst: lists and cards have nothing to say of the story."


@check("byline")
def has_a_byline(draft):
    if not draft.authors:
        yield "There is no byline: readers cannot tell who wrote it."


@check("section")
def has_a_section(draft):
    if draft.section is None:
        yield "Choose a section."


@check("address")
def keeps_its_address(draft):
    story = draft.story
    if story and story.has_been_seen and draft.slug and draft.slug != _slug_in_use(story):
        yield (
            (
                "Readers know the story under another address: links to it lead on to the new one, "
                "and search engines learn it anew."
            ),
            draft.slug,
        )


def _slug_in_use(story):
    return type(story).objects.filter(pk=story.pk).values_list("slug", flat=True).first()
