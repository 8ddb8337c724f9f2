"""Finding stories by a few words of their headlines: the newest first, and never many."""

from heapq import nlargest

from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone

from articles.admin.story.state_in_words import in_short
from articles.models import Story
from articles.querysets.own import is_own
from articles.querysets.rule import as_boolean
from articles.search import desk
from articles.search.full_text import HEADLINE
from newsroom import moments

from .found import Found

# Of what is without a moment, and of what has one, so many are looked through for one's own.
MOST_LOOKED_THROUGH = 500
# Of what the index finds of one time, so many are looked at.
MOST_MATCHES = 1_000
TOUCHED_AT = Coalesce("published_at", "latest__created_at")
TEXTS = [f"{version}__{text}" for version in ("latest", "live") for text in ("body", "standfirst")]


class Stories:
    """The stories that one person may see at the desk."""

    def __init__(self, user):
        self.user = user
        self.may_read = user.has_perm("articles.view_story")
        self.publishes = user.has_perm("articles.publish_story")

    def with_words(self, query, most):
        """Up to `most` stories whose headline matches a Query; five queries at most."""
        asked = {"by": self.user, "columns": HEADLINE, "newest": MOST_MATCHES}
        for numbers in desk.further_back(query, **asked):
            found = self._visible().filter(pk__in=numbers)
            newest = nlargest(most, found.values_list(TOUCHED_AT, "pk"))
            if len(newest) == most:
                break
        return self._newest([pk for _, pk in newest])

    def own(self, most):
        """Up to `most` of this person's own stories, among all drafts and the newest of others."""
        pks = [pk for rows in (_published(), _never_published()) for pk in self._own_among(rows)]
        drafts = self._own_drafts().values_list("pk", flat=True)[:most]
        return self._newest([*pks, *drafts])[:most]

    def numbered(self, pk):
        """The story of this number, in a list; an empty one if this person may not see it."""
        return self._newest([pk])

    def headline(self, story):
        """The newest that this person may read."""
        newest = self.publishes or story.live is None
        return story.latest.headline if newest else story.headline

    # Where they are looked for

    def _visible(self):
        return Story.objects.visible_to(self.user).exclude(latest=None)

    def _own_drafts(self):
        drafts = Story.objects.filter(status=Story.Status.DRAFT, created_by=self.user)
        return drafts.order_by("-pk")

    def _own_among(self, rows):
        """The numbers of this person's stories among the first of these rows."""
        rows = rows.annotate(is_theirs=as_boolean(is_own(self.user))).values_list("pk", "is_theirs")
        return [pk for pk, is_theirs in rows[:MOST_LOOKED_THROUGH] if is_theirs]

    def _newest(self, pks):
        rows = self._visible().filter(pk__in=set(pks)).with_hours()
        rows = rows.select_related("section", "latest", "live", "update_version").defer(*TEXTS)
        return sorted(rows, key=lambda story: (touched_at(story), story.pk), reverse=True)


def _published():
    """Stories that readers have, had or will have, the newest first: by the index of moments."""
    published = Story.objects.filter(status=Story.Status.PUBLISHED)
    # All of them have one; but where the index has those without, PostgreSQL begins behind these.
    return published.filter(published_at__isnull=False).newest_first()


def _never_published():
    """Stories without a moment, the newest first: by the index of moments."""
    return Story.objects.filter(published_at=None).order_by("-published_at", "-pk")


def touched_at(story):
    """When readers got it, or will; of what they never had, when it was last written."""
    return story.published_at or story.latest.created_at


def found(story, headline):
    """A story as something Found, under this headline."""
    return Found(
        kind="Story",
        name=headline,
        state=state_of(story),
        href=story.get_absolute_url(),
        text=story.headline,
        at=reverse("admin:articles_story_change", args=[story.pk]),
        warning=warning_about(story),
    )


def state_of(story):
    """ "Published, 3 November 2026 · City"; a draft with the hour at which it was written."""
    state = in_short(story)
    if story.published_at and not story.is_scheduled:
        state = f"{state}, {moments.day_in_words(timezone.localtime(story.published_at))}"
    elif not story.published_at:
        state = f"{state}, written {moments.in_short(story.latest.created_at)}"
    return f"{state} · {story.section}"


def warning_about(story):
    """What readers would find at a link to it today, if not the story; "" otherwise."""
    if story.is_public:
        return ""
    if story.status == Story.Status.DRAFT:
        return "Draft: readers will not find it yet."
    if story.is_scheduled:
        return "Scheduled: readers will not find it before its hour."
    return f"{story.state}: readers do not have it any more."
