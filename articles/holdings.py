"""What the paper keeps about who works at the desk, and what of it stays when they go."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext, ngettext

from accounts import holdings
from accounts.holdings import Part
from articles.log import words
from articles.models import (
    DeskNote,
    Gallery,
    Picture,
    Record,
    Section,
    Sound,
    Story,
    StoryVersion,
    WorkingCopy,
)
from newsroom import wording

# Lines of the log in the file; who has done more is told how much more there is.
LINES = 10_000
# Every column that names a person, and the part that tells of it.
TOLD = {
    "articles.Author.user": "author",
    "articles.Section_editors.user": "sections",
    "articles.Story.created_by": "stories",
    "articles.StoryVersion.created_by": "versions",
    "articles.DeskNote.written_by": "notes",
    "articles.WorkingCopy.person": "unsaved",
    "articles.Picture.created_by": "pictures",
    "articles.Sound.created_by": "pictures",
    "articles.Gallery.created_by": "pictures",
    "articles.Record.by": "log",
}


def listen():
    """Answer what accounts ask; idempotent."""
    holdings.asked.connect(_parts, dispatch_uid="articles.holdings.parts")
    holdings.left_behind.connect(_what_stays, dispatch_uid="articles.holdings.stays")


def _parts(sender, user, **kwargs):
    """Those in which something stands: a reader has none of them."""
    parts = [
        Part("author", gettext("Your page as an author"), _author(user)),
        Part("sections", gettext("Sections that you edit"), _sections(user)),
        Part("stories", gettext("Stories that you began"), _stories(user)),
        Part("versions", gettext("Versions that you wrote"), _versions(user)),
        Part("unsaved", gettext("What you have not saved yet"), _unsaved(user)),
        Part("notes", gettext("Notes to colleagues"), _notes(user)),
        Part("pictures", gettext("Pictures, galleries and audio that you brought"), _files(user)),
        _log(user),
    ]
    return [part for part in parts if part.rows]


def _author(user):
    author = getattr(user, "author", None)
    if author is None:
        return []
    return [
        {
            gettext("Your name"): author.name,
            gettext("Address of the page"): settings.SITE_URL + author.get_absolute_url(),
            gettext("Role"): author.role,
            gettext("Where based"): author.location,
            gettext("About you"): author.bio,
            gettext("Languages"): author.languages,
            gettext("What you cover"): author.areas,
            gettext("Public e-mail address"): author.contact,
        }
    ]


def _sections(user):
    return [{gettext("Section"): section.name} for section in Section.objects.filter(editors=user)]


def _stories(user):
    stories = Story.objects.filter(created_by=user).select_related("live", "latest")
    stories = stories.defer("live__body", "latest__body").order_by("pk")
    return [
        {gettext("Story"): story.headline, gettext("At the desk"): _desk_address(story.pk)}
        for story in stories
    ]


def _versions(user):
    versions = StoryVersion.objects.filter(created_by=user).order_by("pk")
    return [
        {
            gettext("Headline"): headline,
            gettext("Version"): number,
            gettext("Written"): at,
            gettext("At the desk"): _desk_address(story),
        }
        for headline, number, at, story in versions.values_list(
            "headline", "number", "created_at", "story"
        )
    ]


def _unsaved(user):
    copies = WorkingCopy.objects.filter(person=user, is_over=False).order_by("-kept_at")
    return [
        {
            gettext("Headline"): copy.headline,
            gettext("Text"): copy.text("body"),
            gettext("Kept"): copy.kept_at,
        }
        for copy in copies
    ]


def _notes(user):
    notes = DeskNote.objects.filter(written_by=user).order_by("pk")
    return [
        {
            gettext("Text"): note.text,
            gettext("Written"): note.written_at,
            gettext("At the desk"): _desk_address(note.story_id),
        }
        for note in notes
    ]


def _files(user):
    return [
        {gettext("What it is"): str(row), gettext("Brought"): row.created_at}
        for model in (Picture, Gallery, Sound)
        for row in model.objects.filter(created_by=user).order_by("pk")
    ]


def _log(user):
    lines = Record.objects.filter(by=user)
    count, kinds = lines.count(), dict(words.kinds())
    note = ""
    if count > LINES:
        note = gettext("The newest %(shown)s of %(all)s; ask the newsroom for the others.") % {
            "shown": wording.number(LINES),
            "all": wording.number(count),
        }
    rows = [
        {
            gettext("When"): at,
            gettext("What you did"): action,
            gettext("With what"): f"{kinds.get(kind, kind)} {number}: {title}",
            gettext("Note"): text,
        }
        for at, action, kind, number, title, text in lines.values_list(
            "at", "action", "kind", "object_id", "title", "note"
        )[:LINES]
    ]
    return Part("log", gettext("What the log says that you did"), rows, note)


def _what_stays(sender, user, **kwargs):
    stories = StoryVersion.objects.filter(created_by=user).values("story").distinct().count()
    said = []
    if stories:
        sentence = ngettext(
            "%(n)s story that you have written in stays, with its byline.",
            "%(n)s stories that you have written in stay, with their bylines.",
            stories,
        )
        said.append(sentence % {"n": wording.number(stories)})
    if getattr(user, "author", None):
        said.append(gettext("Your page as an author stays until an editor deletes it."))
    if Record.objects.filter(by=user).exists():
        said.append(gettext("The log, which nobody can change, keeps your name."))
    unsaved = WorkingCopy.objects.filter(person=user, is_over=False, words__gt=0).count()
    if unsaved:
        sentence = ngettext(
            "Not what you have written and not saved: %(n)s text is deleted.",
            "Not what you have written and not saved: %(n)s texts are deleted.",
            unsaved,
        )
        said.append(sentence % {"n": wording.number(unsaved)})
    return said


def _desk_address(story):
    return settings.SITE_URL + reverse("admin:articles_story_change", args=[story])
