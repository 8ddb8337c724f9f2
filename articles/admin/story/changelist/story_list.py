"""The rows of the list of stories."""

from django.contrib.admin.views.main import ChangeList
from django.utils.functional import cached_property

from articles import rights
from articles.admin.base import search_words
from articles.admin.story.colleagues.presence import sentence_about
from articles.admin.story.desk import headline_of
from articles.models import StoryVersion
from articles.search import desk as searching
from articles.writing import editing
from newsroom.paging import Pages

from . import filters


class NewestThousand(Pages):
    """Pages of the first thousand: whoever wants another story asks for less."""

    most = searching.MAX_COUNTED

    @cached_property
    def count(self):
        # Who searches has counted them already.
        number = getattr(self.object_list, "number_found", None)
        if number is None:
            return super().count
        self.is_cut_off = number > self.most
        return min(number, self.most)


class StoryList(ChangeList):
    """Stories with what a row says of them, without their texts; six queries.

    Words are looked for in what whoever asks may read, which takes four more.
    """

    def get_queryset(self, request, exclude_parameters=None):
        # Not by Django's search in columns, which fields that complete a headline ask.
        typed, self.query = self.query, ""
        try:
            stories = super().get_queryset(request, exclude_parameters)
        finally:
            self.query = typed
        number = None
        if self.words:
            stories, number = searching.matching(
                stories, self.words, by=request.user, marks=filters.marks_within(self.params)
            )
        elif typed:
            stories = stories.none()
        # One without a text is no story yet: an import has its place, and was stopped before that.
        stories = stories.exclude(latest=None)
        stories = stories.select_related(*self.list_select_related, "checked")
        stories = stories.with_authors().defer("latest__body", "live__body")
        stories.number_found = number
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
