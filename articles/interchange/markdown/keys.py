"""Which keys of front matter mean what, for the programs that are known."""

NAMES = {
    "title": "title headline",
    "standfirst": "description summary excerpt subtitle lead teaser deck dek abstract",
    "date": "date publishdate pubdate datepublished publishedat publishedon created createdat",
    "updated": "lastmod updated modified updateddate lastmodified lastmodifiedat lastupdated",
    "draft": "draft",
    "published": "published",
    "status": "status state",
    "private": "private hidden unlisted visibility headless",
    "build": "build",  # Hugo's: {render: never}
    "expires": "expirydate expires expiresat unpublishdate",
    "embargo": "embargo embargountil embargoed",
    "password": "password",
    "authors": "author authors byline",
    "categories": "category categories section",
    "tags": "tag tags topics keywords",
    "taxonomies": "taxonomies",  # Zola's, with the two above in it
    "slug": "slug",
    "address": "url permalink",
    "aliases": "aliases alias redirectfrom",
    "picture": "image images cover featuredimage featureimage feature hero heroimage thumbnail "
    "banner header teaserimage coverimage ogimage socialimage",
    "alt": "alt imagealt coveralt thumbnailalt heroalt heroimagealt featuredimagealt coverimagealt",
    "caption": "caption imagecaption covercaption featuredimagecaption coverimagecaption",
    "language": "lang language",
}  # fmt: skip
KNOWN = {name: field for field, names in NAMES.items() for name in names.split()}
FALSE = {"false", "no", "off", "0", "n", ""}
OF_A_PICTURE = ("src", "url", "path", "file", "image", "source", "teaser", "overlay_image", "name")
OF_A_PERSON = ("name", "title", "display_name", "nick")


# What keeps readers out: each key of these counts.
GUARDS = {"draft", "status", "private", "build", "expires", "embargo", "password"}


def read(values):
    """({field: value}, names of keys that mean nothing here); the first key of a field has it, of
    GUARDS all of them in a list."""
    found, unknown = {}, []
    for name, value in values.items():
        field = KNOWN.get(_letters(name))
        if field is None:
            unknown.append(name)
        elif field in GUARDS:
            found.setdefault(field, []).append(value)
        elif not found.get(field):
            found[field] = value
    within = found.pop("taxonomies", None)
    if isinstance(within, dict):
        return read(within)[0] | found, unknown
    return found, unknown


def text(value):
    """A value as one text; that of the first, of several."""
    if isinstance(value, list):
        return text(value[0]) if value else ""
    return value.strip() if isinstance(value, str) else ""


def texts(value, *, of=OF_A_PERSON):
    """A value as several texts; one text is parted by its commas."""
    if isinstance(value, str):
        return [each.strip() for each in value.split(",") if each.strip()]
    if isinstance(value, dict):
        named = next((text(value[key]) for key in of if text(value.get(key, ""))), "")
        return [named] if named else [each for one in value.values() for each in texts(one)]
    found = (each if isinstance(each, str) else next(iter(texts(each)), "") for each in value)
    return [each.strip() for each in found if each.strip()]


def picture(value):
    """(address, text alternative, caption) of a picture, however it is written."""
    if isinstance(value, list):
        return picture(value[0]) if value else ("", "", "")
    if isinstance(value, str):
        return value.strip(), "", ""
    address = next((text(value[key]) for key in OF_A_PICTURE if text(value.get(key, ""))), "")
    return address, text(value.get("alt", "")), text(value.get("caption", ""))


def is_true(value):
    """Whether a value says yes; what is neither yes nor no does as well."""
    return text(value).lower() not in FALSE


def _letters(name):
    return "".join(letter for letter in name.casefold() if letter.isalnum())
