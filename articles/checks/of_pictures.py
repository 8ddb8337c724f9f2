"""The pictures of a story: what they show, whose they are, whether they are sharp.

What forbids to use one, and what lacks of the lead picture, articles.publishing says itself.
"""

from .registry import check

SMALLEST = 1200  # pixels, of a lead picture; cards and the front page show it that wide
SHOWN = 60  # characters of a name


def _name(picture):
    words = picture.alt or picture.caption or picture.original_name or f"number {picture.pk}"
    return words if len(words) <= SHOWN else f"{words[: SHOWN - 1]}…"


@check("picture")
def has_a_picture(draft):
    if draft.lead_picture is None:
        yield "There is no lead picture: cards and the front page show words alone."


@check("description of a picture", blocks=True)
def pictures_are_described(draft):
    for picture in draft.pictures:
        if picture != draft.lead_picture and not picture.alt.strip():
            sentence = f"Describe the picture “{_name(picture)}” for those who cannot see it."
            yield sentence, str(picture.pk)


@check("credit of a picture")
def pictures_have_a_credit(draft):
    for picture in draft.pictures:
        if not picture.credit.strip():
            yield f"The picture “{_name(picture)}” has no credit.", str(picture.pk)


@check("gallery")
def galleries_are_published(draft):
    for gallery in draft.embedded.get("gallery", []):
        if gallery.published_at is None:
            sentence = f"The gallery “{gallery}” in the text is a draft: readers do not get it."
            yield sentence, str(gallery.pk)


@check("size of a picture")
def lead_picture_is_large(draft):
    picture = draft.lead_picture
    if picture and picture.width and picture.width < SMALLEST:
        yield (
            (
                f"The lead picture is {picture.width} pixels wide: below {SMALLEST} it is not "
                "sharp on large screens."
            ),
            str(picture.pk),
        )
