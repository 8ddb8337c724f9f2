"""What somebody at the desk works on, what waits for them, and what comes in the next 24 hours.

Each pile is one query with its own count, whatever lies in it. Nothing shows that this person
could not open: an editor finds the stories of their sections, a reporter their own.
"""

from dataclasses import dataclass
from datetime import timedelta

from django.contrib import admin
from django.core.paginator import Page
from django.db.models import Count, OuterRef, Q, Subquery, Window
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils.functional import cached_property

from articles import rights
from articles.models import Announcement, Embargo, Record, Story, WorkingCopy
from articles.querysets.own import own_numbers
from articles.writing import working_copies
from newsroom import clock
from newsroom.methods import require_safe
from newsroom.moments import in_words
from newsroom.paging import page_of

ON_THE_FIRST_PAGE = 5
ON_A_PAGE = 20
SOON = timedelta(hours=24)
# No row says more of a story than its headline.
TEXTS = ("latest__body", "latest__standfirst")
# Of whose rows not each is a story.
NO_STORIES = ("unsaved", "soon")
EVENTS = {
    Announcement.What.PUBLISHED: "Appears",
    Announcement.What.UPDATED: "Is updated",
    Announcement.What.EXPIRED: "Expires",
}


@dataclass
class Pile:
    """Some of the rows that wait for the same reason, and how many there are in all."""

    name: str
    title: str
    rows: list
    count: int
    page: Page | None = None

    @property
    def template(self):
        return f"admin/inbox/_{self.name}.html"

    @property
    def has_more(self):
        return self.count > len(self.rows)


@dataclass
class Group:
    """The piles under one heading of the first page; `nothing` is what it says without any."""

    name: str
    title: str
    nothing: str
    piles: list


# By name: heading, what it says without a pile, its piles.
GROUPS = {
    "work": ("Your work", "You have nothing unfinished.",
             ("unsaved", "returned", "drafts", "submitted")),
    "waiting": ("Waiting for you", "Nothing waits for you.", ("review", "ready")),
    "next": ("What comes next", "Nothing in the next 24 hours.", ("soon",)),
}  # fmt: skip


class Inbox:
    """The piles of one person, in the order in which one works through them."""

    TITLES = {
        "unsaved": "Not saved yet",
        "returned": "Returned to you",
        "review": "To read",
        "ready": "Approved, not before readers yet",
        "submitted": "With the editors",
        "drafts": "Your drafts",
        "soon": "In the next 24 hours",
    }

    def __init__(self, user):
        self.user = user
        self.sees_stories = user.has_perm("articles.view_story")
        self.publishes = user.has_perm("articles.publish_story")

    def piles(self, most=ON_THE_FIRST_PAGE):
        """All that are not empty, each with its first rows."""
        unsaved = list(self._unsaved().annotate(in_all=Window(Count("pk")))[:most])
        piles = [
            Pile("unsaved", self.TITLES["unsaved"], unsaved, unsaved[0].in_all if unsaved else 0),
            *(self._first_of(name, most) for name in self.TITLES if name not in NO_STORIES),
        ]
        soon = self._soon(most + 1)
        number = len(soon) if len(soon) <= most else self._number_soon()
        piles.append(Pile("soon", self.TITLES["soon"], soon[:most], number))
        return [pile for pile in piles if pile.count]

    def groups(self):
        """The first page: every group for whoever sees stories, else what waits alone."""
        piles = self.piles()
        groups = [
            Group(name, title, nothing, [pile for pile in piles if pile.name in names])
            for name, (title, nothing, names) in GROUPS.items()
        ]
        return [g for g in groups if g.piles or self.sees_stories or g.name == "waiting"]

    def page(self, name, request):
        """One pile, page by page. Raises Http404 for a pile or a page that there is not."""
        if name not in self.TITLES:
            raise Http404
        others = {"soon": self._soon, "unsaved": self._unsaved}
        rows = others[name]() if name in others else self._stories(name)
        page = page_of(rows, request, per_page=ON_A_PAGE)
        rows = self._with_hours(page.object_list)
        return Pile(name, self.TITLES[name], rows, page.paginator.count, page)

    def _first_of(self, name, most):
        # With their number in each row, so that there is no second query for it.
        rows = list(self._stories(name).annotate(in_all=Window(Count("pk")))[:most])
        return Pile(name, self.TITLES[name], self._with_hours(rows), rows[0].in_all if rows else 0)

    def _with_hours(self, rows):
        """With hours in words, and whether this person may approve."""
        rows = list(rows)
        for row in rows:
            if isinstance(row, Story):
                is_own_text = row.latest.created_by_id == self.user.pk
                row.takes_somebody_else = row.sensitive and is_own_text
                row.waits_since = in_words(row.submitted_at) if row.submitted_at else ""
                row.saved_at = in_words(row.latest.created_at)
                returned_at = getattr(row, "returned_at", None)
                row.returned_since = in_words(returned_at) if returned_at else ""
        return rows

    # The piles

    def _stories(self, name):
        stories = getattr(self, f"_{name}")() if self.sees_stories else Story.objects.none()
        # What was taken down or merged is nobody's next task.
        stories = stories.filter(status__in=[Story.Status.DRAFT, Story.Status.PUBLISHED])
        people = ("section", "latest", "submitted_by", "approved_by")
        return stories.exclude(latest=None).select_related(*people).defer(*TEXTS)

    def _unsaved(self):
        """Words of theirs that stand in no version, of stories and of new ones."""
        if not self.user.has_perm("articles.add_story"):
            return WorkingCopy.objects.none()
        unsaved = working_copies.with_words(working_copies.all_of(self.user))
        return unsaved.select_related("story__section").defer("fields")

    def _review(self):
        return (
            self._edited()
            .with_the_editors()
            .filter(stage=Story.Stage.REVIEW)
            .order_by("submitted_at", "pk")
        )

    def _ready(self):
        return (
            self._edited()
            .with_the_editors()
            .filter(stage=Story.Stage.READY)
            .order_by("submitted_at", "pk")
        )

    def _returned(self):
        event = Record.objects.filter(
            kind="story", object_id=OuterRef("pk"), action="returned"
        ).order_by("-at", "-pk")[:1]
        return (
            self._readable()
            .filter(self._is_returned())
            .annotate(
                returned_by=Subquery(event.values("by_name")),
                returned_at=Subquery(event.values("at")),
            )
            .order_by("-returned_at", "-pk")
        )

    def _submitted(self):
        mine = self._own().with_the_editors().filter(stage=Story.Stage.REVIEW)
        # Those that lie in the pile of what they edit are there already.
        return mine.exclude(self._is_edited()).order_by("submitted_at", "pk")

    def _drafts(self):
        drafts = self._own().filter(status=Story.Status.DRAFT, stage=Story.Stage.DRAFT)
        return drafts.exclude(self._is_returned()).order_by("-latest__created_at", "-pk")

    def _soon(self, most=None):
        """Hours to come, the next one first: stories that appear, change or go, and embargoes.

        All, or the first so many.
        """
        stories, embargoes = self._coming()
        found = [self._event(row) for row in self._with_stories(stories)[:most]]
        found += [
            {
                "at": embargo.until,
                "what": "Embargo ends",
                "name": embargo.name,
                "address": reverse("admin:articles_embargo_change", args=[embargo.pk]),
            }
            for embargo in embargoes.order_by("until", "pk").defer("terms")[:most]
        ]
        found.sort(key=lambda event: event["at"])
        for event in found[:most]:
            event["hour"] = in_words(event["at"])
        return found[:most]

    def _number_soon(self):
        return sum(rows.count() for rows in self._coming())

    def _coming(self):
        """What the outbox announces of stories within a day, and the embargoes that end."""
        now = clock.now()
        # The outbox knows every hour of every story, by an index.
        planned = Announcement.objects.waiting().filter(
            what__in=EVENTS, due_at__gt=now, due_at__lte=now + SOON, tries=0, story__isnull=False
        )
        if not self.sees_stories:
            planned = planned.none()
        elif not self._edits_everything():
            planned = planned.filter(story__in=(self._own() | self._edited()).values("pk"))
        ending = Embargo.objects.filter(until__gt=now, until__lte=now + SOON)
        sees_embargoes = self.user.has_perm("articles.view_embargo")
        return planned, ending if sees_embargoes else ending.none()

    def _with_stories(self, planned):
        texts = [f"story__{name}" for name in TEXTS]
        stories = planned.select_related("story__section", "story__latest").defer(*texts)
        return stories.order_by("due_at", "pk")

    def _event(self, announcement):
        story = announcement.story
        return {
            "at": announcement.due_at,
            "what": EVENTS[announcement.what],
            "name": story.latest.headline,
            "section": story.section,
            "address": reverse("admin:articles_story_change", args=[story.pk]),
        }

    # Whose they are

    def _edited(self):
        return Story.objects.filter(self._is_edited())

    def _is_edited(self):
        if not self.publishes:
            return Q(pk__in=[])
        return ~Q(pk__in=[]) if self._edits_everything() else Q(section__in=self._sections)

    def _edits_everything(self):
        return self.publishes and not self._sections

    @cached_property
    def _sections(self):
        return () if self.user.is_superuser else rights.sections_of(self.user)

    def _own(self):
        return Story.objects.filter(pk__in=own_numbers(self.user))

    def _readable(self):
        return Story.objects.all() if self.publishes else self._own()

    def _is_returned(self):
        returned = Q(returned_to=self.user, stage=Story.Stage.DRAFT)
        return returned & ~Q(returned_note="")


@require_safe
def waiting(request):
    """All that waits, or one pile of it page by page (`?what=review&page=2`)."""
    inbox, name = Inbox(request.user), request.GET.get("what")
    context = admin.site.each_context(request) | {"title": "Waiting for you"}
    if name is None:
        context |= {"piles": inbox.piles(ON_A_PAGE)}
    else:
        pile = inbox.page(name, request)
        context |= {"piles": [pile], "pile": pile, "subtitle": None}
    return render(request, "admin/inbox/waiting.html", context)
