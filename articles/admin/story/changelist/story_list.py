"""The rows of the list of stories."""

from django.contrib.admin.views.main import ChangeList
from django.utils.functional import cached_property

from articles import rights
from articles.admin.base import search_words
from articles.admin.story.colleagues.presence import sentence_about
from articles.admin.story.desk import headline_of
from articles.models import Story, StoryVersion
from articles.querysets.own import own_numbers
from articles.search import desk as searching
from articles.search.full_text import MOST_COMPARED
from articles.writing import editing
from newsroom.paging import Pages

from . import filters


class NewestThousand(Pages):
    """Pages of the first thousand: whoever wants another story asks for less."""

    most = searching.MAX_COUNTED

    @property
    def found(self):
        """What a search has found, or None: it knows their order and their number already."""
        return getattr(self.object_list, "found", None)

    @property
    def piles(self):
        """Querysets that have all of the list between them; none where it is one."""
        return getattr(self.object_list, "piles", ())

    @cached_property
    def count(self):
        if self.found:
            number = len(self.found.numbers)
        elif self.piles:
            number = max(pile[: self.most + 1].count() for pile in self.piles)
        else:
            number = 0
        if not self.found and number <= self.most:
            return super().count
        self.is_cut_off = number > self.most
        return min(number, self.most)

    def page(self, number):
        page = super().page(number)
        first = (page.number - 1) * self.per_page
        after = first + self.per_page
        if self.found:
            numbers = self.found.numbers[first:after]
            page.object_list = self.object_list.unfiltered.filter(pk__in=numbers)
        elif self.piles:
            # What may stand on this page is among the first of each.
            firsts = (pile.values("pk")[:after] for pile in self.piles)
            one, *others = (Story.objects.order_by().filter(pk__in=f).values("pk") for f in firsts)
            together = self.object_list.unfiltered.filter(pk__in=one.union(*others))
            page.object_list = together[first:after]
        return page


def _with_columns(stories):
    stories = stories.select_related("section", "latest", "live", "checked")
    return stories.with_authors().defer("latest__body", "live__body")


class StoryList(ChangeList):
    """Stories with what a row says of them, without their texts; six queries.

    Words are looked for in what whoever asks may read, which takes some more.
    """

    def get_queryset(self, request, exclude_parameters=None):
        # Not by Django's search in columns, which fields that complete a headline ask. And not by
        # what somebody may see, which comes behind.
        typed, self.query = self.query, ""
        visible, self.root_queryset = self.root_queryset, Story.objects.with_hours()
        try:
            everything = super().get_queryset(request, exclude_parameters)
        finally:
            self.query, self.root_queryset = typed, visible
        # One without a text is no story yet: an import has its place, and was stopped before that.
        everything = everything.exclude(latest=None)
        stories, found = everything.visible_to(request.user), None
        if self.words:
            found = searching.matching(
                stories, self.words, by=request.user, marks=filters.marks_within(self.params)
            )
        elif typed:
            stories = stories.none()
        stories = unfiltered = _with_columns(stories)
        sees_all = request.user.has_perm("articles.publish_story")
        if found:
            stories = unfiltered.filter(pk__in=found.numbers)
            stories.found, stories.unfiltered = found, unfiltered
        elif not (typed or "state" in self.params or sees_all):
            # One after the other: together others' drafts, which come first, would be passed over.
            own = everything.filter(pk__in=own_numbers(request.user))
            stories.piles, stories.unfiltered = (everything.published(), own), stories.all()
        return stories

    @cached_property
    def words(self):
        """The Query of what was typed, or None."""
        return searching.typed_as_query(" ".join(search_words(self.query)))

    @property
    def has_more(self):
        """Whether there are more than are counted."""
        return self.paginator.is_cut_off

    @property
    def looked_through(self):
        """How many of the newest that have the words were looked through for their order."""
        found = self.paginator.found
        return MOST_COMPARED if found and found.newest_alone else None

    @property
    def chips(self):
        return filters.chips(self)

    @property
    def without_chips(self):
        return filters.without_any(self)

    def get_results(self, request):
        super().get_results(request)
        stories = list(self.result_list)
        others = editing.of_stories(stories, request.user)
        for story in stories:
            # A column is not told who looks at it.
            story.may_read_all = rights.reads_all(request.user, story)
            story.being_edited = [
                sentence_about(one.person, one.since) for one in others.get(story.pk, ())
            ]
        self._tell_of_texts(stories)
        self._tell_of_checks([story for story in stories if story.may_read_all])
        self.result_list = stories

    def _tell_of_texts(self, stories):
        """Headline, number of words, and where what was searched for was found: one query."""
        wanted = {pk for story in stories for pk in self._versions(story)}
        texts = StoryVersion.objects.only("headline", "standfirst", "body").in_bulk(wanted)

        def texts_of(story):
            return [texts[pk] for pk in self._versions(story) if pk in texts]

        for story in stories:
            headline = headline_of(story) if story.may_read_all else story.headline
            story.found_headline, story.excerpt = headline, ""
            shown = texts_of(story)[:1]
            story.words = shown[0].word_count if shown else 0
        if self.words:
            searching.mark([s for s in stories if texts_of(s)], self.words, texts_of)

    def _versions(self, story):
        """The versions of a story that this person may read, as a list: first the one shown."""
        if not story.may_read_all:
            return [story.text.pk] if story.text else []
        versions = [story.latest_id]
        if self.words:
            versions += [story.live_id, story.update_version_id]
        return [pk for pk in dict.fromkeys(versions) if pk]

    def _tell_of_checks(self, stories):
        """What the checks said when the text that is to come was saved."""
        for story in stories:
            count = getattr(story, "checked", None)
            is_to_come = story.latest and story.has_unpublished_changes
            if count and is_to_come and count.version == story.latest.number:
                story.checked_then = count
