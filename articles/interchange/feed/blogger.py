"""What Blogger's backups say of an entry: that it is a post, or a page, a comment, a template."""

KIND = "http://schemas.google.com/g/2005#kind"  # the scheme of a category
NO_PLACE_FOR = {
    "comment": "views of a feed are not read",
    "template": "settings of the old site's design",
    "settings": "settings of the old site",
}
STATUSES = {"live": "publish", "draft": "draft", "soft_trashed": "trash", "scheduled": "future"}


def kind_of(term):
    """ "post" of "http://schemas.google.com/blogger/2008/kind#post"."""
    return term.rpartition("#")[2].strip().lower()[:40]


def status_of(word):
    """What an import calls the status; of an unknown one "unknown"."""
    return STATUSES.get(word.strip().lower(), "unknown")
