"""Which name of a column means what, and which word of a status."""

NAMES = {
    "id": "id number key nr",
    "headline": "headline title titel titre titulo",
    "standfirst": "standfirst subtitle summary excerpt description deck teaser intro lead",
    # HTML, in which blank lines make paragraphs too.
    "html": "body content html bodyhtml contenthtml",
    "text": "text plaintext bodytext contenttext plain",
    "markdown": "markdown md bodymarkdown contentmarkdown",
    "date": "date published publishedat publicationdate publishdate publishedon datepublished "
    "pubdate datum fecha",
    "authors": "author authors byline writer writers autor auteur",
    "section": "section category ressort rubrik rubrique seccion",
    "topics": "topics topic tags tag keywords categories themen",
    "slug": "slug",
    "address": "oldaddress address url link permalink oldurl",
    "further": "furtheraddresses oldaddresses aliases redirects",
    "status": "status state",
    "embargo": "embargo embargountil embargoed",
    "expires": "expires expiresat expirydate unpublishat",
    "password": "password",
    "picture": "picture pictureaddress image imageurl imageaddress photo featuredimage",
    "alt": "alt picturealt imagealt alttext picturedescription imagedescription",
    "caption": "caption picturecaption imagecaption",
}  # fmt: skip
KNOWN = {name: field for field, names in NAMES.items() for name in names.split()}
WORDS = {
    "publish": "published publish public live online yes true veröffentlicht publié publicado",
    "draft": "draft no false unpublished entwurf brouillon borrador",
    "pending": "pending review inreview",
    "private": "private hidden",
    "future": "scheduled future planned",
    "trash": "trash deleted",
    "embargoed": "embargoed embargo",
    "expired": "expired archived withdrawn",
    "members": "members paid subscribers",
}
STATUSES = {word: status for status, words in WORDS.items() for word in words.split()}


def field_of(name):
    """What a column of this name means, or ""."""
    return KNOWN.get(_letters(name), "")


def status_of(word):
    """What an import calls this status; "unstated" for none, "unknown" for one nobody knows."""
    word = _letters(word)
    return STATUSES.get(word, "unknown") if word else "unstated"


def _letters(text):
    return "".join(letter for letter in text.casefold() if letter.isalnum())
