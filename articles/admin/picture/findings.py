"""What an editor should know of a picture's file, in sentences."""

_GROUNDS = {
    "white": "Parts of it are transparent: readers get it on white.",
    "dark": (
        "Parts of it are transparent: readers get it on a dark ground, because on white too much "
        "of it could not be seen."
    ),
    "grey": (
        "Parts of it are transparent: readers get it on grey, because some of it could not be seen "
        "on white, and some not on a dark ground."
    ),
}
_ILLEGIBLE = (
    "The file has words in an alphabet that it does not name, and which one it is cannot be told: "
    "they were left out. Write them yourself."
)


def in_words(picture):
    """A list of sentences, mostly empty."""
    found = picture.findings
    sentences = [_GROUNDS.get(found.get("ground")), found.get("illegible") and _ILLEGIBLE]
    return list(filter(None, sentences))
