"""Whether a picture is here already: the same file, or the same motif."""

from articles.models.picture import Picture

from .sandbox.perceptual_hash import hamming_distance

# Only among so many of the newest: 50,000 cost a tenth of a second and no memory.
LOOK_BACK = 50_000
MAX_FOUND = 12


def same_as(digest):
    """The pictures whose original is this very file; `digest` is its SHA-256 as hex."""
    return Picture.objects.filter(digest=digest) if digest else Picture.objects.none()


def like(picture, at_most=6):
    """A list of the pictures that look like this one, the most alike first; up to twelve.

    Their perceptual hashes differ in `at_most` of 64 bits: six are the same motif in another size,
    format or brightness. One query for the hashes of the newest 50,000 and one for what was found;
    no database can compare them by an index.
    """
    if not picture.likeness:
        return []
    others = Picture.objects.exclude(pk=picture.pk).exclude(likeness="").order_by("-pk")
    rows = others.values_list("pk", "likeness")[:LOOK_BACK]
    alike = ((hamming_distance(picture.likeness, row[1]), row[0]) for row in rows.iterator())
    found = sorted(pair for pair in alike if pair[0] <= at_most)[:MAX_FOUND]
    here = Picture.objects.in_bulk([pk for _, pk in found])
    return [here[pk] for _, pk in found if pk in here]
