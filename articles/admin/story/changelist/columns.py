"""What the list of stories says of each."""

from django.contrib import admin
from django.contrib.admin.views.main import SEARCH_VAR
from django.http import HttpResponseRedirect
from django.utils.html import format_html, format_html_join

from articles.admin.story import way_back
from articles.admin.story.actions import back_to_draft, publish
from articles.admin.story.desk import StoryDesk
from articles.admin.story.state_in_words import in_short
from newsroom import moments

from .filters import StateFilter
from .story_list import NewestThousand, StoryList


class ListOfStories(StoryDesk):
    """The desk's list of stories: find one's work, and publish several at once."""

    list_display = [
        "headline",
        "state_in_words",
        "section",
        "byline",
        "length",
        "checks",
        "updated",
    ]
    list_filter = [StateFilter, "section"]
    list_select_related = ["section", "latest", "live"]
    # For the fields that complete a headline; the list itself searches texts (StoryList).
    search_fields = ["latest__headline"]
    search_help_text = (
        "In headlines and texts, also of what is not out yet. “Words in quotation marks” stand "
        "together, -word leaves out, begin* is how a word begins."
    )
    actions = [publish, back_to_draft]
    paginator = NewestThousand
    # The session keeps them (way_back.py): also past pages that ask something.
    preserve_filters = False

    def get_changelist(self, request, **kwargs):
        return StoryList

    def get_list_display(self, request):
        searches = request.GET.get(SEARCH_VAR, "").strip()
        return [*self.list_display, *(["found_in"] if searches else [])]

    def changelist_view(self, request, extra_context=None):
        if way_back.BACK in request.GET:
            return HttpResponseRedirect(way_back.as_left(request))
        response = super().changelist_view(request, extra_context)
        if request.method == "GET" and response.status_code == 200 and "_popup" not in request.GET:
            way_back.keep(request)
        return response

    @admin.display(description="Headline")
    def headline(self, story):
        return story.found_headline

    @admin.display(description="Found in")
    def found_in(self, story):
        return story.excerpt or "Section, author, topic, picture or quote"

    @admin.display(description="State")
    def state_in_words(self, story):
        return ". ".join([in_short(story), *story.being_edited])

    @admin.display(description="Author")
    def byline(self, story):
        return ", ".join(byline.author.name for byline in story.bylines.all()) or "–"

    @admin.display(description="Words")
    def length(self, story):
        return f"{story.words:,}"

    @admin.display(description="Checks")
    def checks(self, story):
        """Of what is to come, as it was last saved."""
        count = getattr(story, "checked_then", None)
        if count is None:
            return "–"
        said = []
        if count.stops:
            said.append(("row-stops", f"{count.stops} stop{'s' if count.stops == 1 else ''} it"))
        if count.advises:
            said.append(("row-advises", f"{count.advises} to think about"))
        each = format_html_join(" ", '<span class="{}">{}</span>', said)
        return each or format_html('<span class="row-advises">{}</span>', "Nothing to say")

    @admin.display(description="Updated", ordering="latest__created_at")
    def updated(self, story):
        return moments.in_short(story.latest.created_at if story.latest else story.created_at)

    def action_checkbox(self, obj):
        """With the number of the version that stands in the list: what is published is that."""
        box = super().action_checkbox(obj)
        if obj.latest is None:
            return box
        hidden = '{}<input type="hidden" name="version-{}" value="{}">'
        return format_html(hidden, box, obj.pk, obj.latest.number)
