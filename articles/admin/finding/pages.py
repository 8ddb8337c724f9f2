"""The desk's own pages that somebody may open: lists, forms for something new, settings."""

from itertools import islice

from django.contrib import admin
from django.urls import reverse

from articles import rights

from .found import Found

# Beside the lists, by the right that opens them; "" is everybody's at the desk.
PAGES = (
    ("Write a story", "admin:articles_story_add", "articles.add_story"),
    ("Waiting for you", "desk-waiting", ""),
    ("Upload a picture", "admin:articles_picture_add", "articles.add_picture"),
    ("Make a gallery", "admin:articles_gallery_add", "articles.add_gallery"),
    ("Rights that end", "admin:articles_picture_rights", "articles.change_picture"),
    ("Breaking news", "admin:articles_paper_breaking", "articles.change_paper"),
    ("First steps", "admin:articles_paper_first_steps", "articles.change_paper"),
    (
        "Asked for, and not found",
        "admin:articles_oldaddress_not_found",
        "articles.change_oldaddress",
    ),
    ("Keys of the desk", "desk-keys", ""),
    ("Change your password", "admin:password_change", ""),
    ("The desk’s first page", "admin:index", ""),
)
# What newsrooms call them, beside what stands over the list.
ALSO_CALLED = {
    "comment": "Readers’ views",
    "paper": "The paper, settings",
    "record": "Log",
    "imported": "Imported",
}


def open_to(request):
    """All of them, for this person, as a list of Found; no query but for rights."""
    user = request.user
    pages = [
        Found(kind="Page", name=name, at=reverse(address))
        for name, address, right in PAGES
        if not right or user.has_perm(right)
    ]
    if user.is_superuser:
        ours = {"The machine": "task_machine", "Do letters arrive?": "task_letters"}
        for name, page in (ours | {"Move in": "movein_changelist"}).items():
            at = reverse(f"admin:articles_{page}")
            pages.append(Found(kind="Page", name=name, at=at))
    if rights.looks_after_colleagues(user):
        at = reverse("admin:articles_colleague_add")
        pages.append(Found(kind="Page", name="Invite a colleague", at=at))
    for app in admin.site.get_app_list(request):
        for table in app["models"]:
            pages += _of_table(table)
    return pages


def _of_table(table):
    name = ALSO_CALLED.get(table["model"]._meta.model_name, str(table["name"]))
    name = name[:1].upper() + name[1:]
    if table["admin_url"]:
        yield Found(kind="List", name=name, at=table["admin_url"])
    new = {"story", "picture", "gallery"}
    if table["add_url"] and table["model"]._meta.model_name not in new:
        noun = table["model"]._meta.verbose_name
        yield Found(kind="Page", name=f"New {noun}", at=table["add_url"])


def with_words(request, typed, most):
    """Up to `most` whose names have all these words, or parts of them."""
    wanted = [_plain(word) for word in typed]
    named = (page for page in open_to(request) if all(word in _plain(page.name) for word in wanted))
    return list(islice(named, most))


def _plain(text):
    """As keyboards write it."""
    return text.casefold().replace("’", "'")
