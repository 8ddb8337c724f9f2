"""RSS 2.0 feeds: the newest stories with their full text, and corrections.

The format is https://www.rssboard.org/rss-specification, with elements of Atom (RFC 4287), Dublin
Core, RSS 1.0's content module and Media RSS.
"""

from copy import copy
from xml.sax.saxutils import XMLGenerator

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.db.models import Prefetch
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.feedgenerator import Rss201rev2Feed, rfc3339_date
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.xmlutils import SimplerXMLGenerator
from django.views.decorators.http import conditional_page

from articles import body, page_keys
from articles.addresses.former_names import leads_on
from articles.context import paper_for
from articles.models import Author, Correction, Embed, Section, Story, Topic
from articles.models.embed import shown
from newsroom import caching
from newsroom.characters import as_title, without_forbidden
from newsroom.methods import require_safe
from newsroom.page_store.keys import shows
from newsroom.wording import speaking

from .origin import absolute, scheme_and_host, with_absolute_addresses
from .sharing import title_of

STORIES = 30


class ForgivingXMLGenerator(SimplerXMLGenerator):
    """Leaves out what XML 1.0 forbids, where Django raises UnserializableContentError.

    An import may bring such characters along: a feed without one of them serves readers better
    than none.
    """

    def characters(self, content):
        # Past Django's, which would look for the same characters once more.
        XMLGenerator.characters(self, content and without_forbidden(str(content)))

    def startElement(self, name, attrs):  # noqa: N802 SAX's name
        attrs = {key: without_forbidden(str(value)) for key, value in attrs.items()}
        super().startElement(name, attrs)


class RssFeed(Rss201rev2Feed):
    """RSS 2.0 that is well-formed whatever the texts hold."""

    def write(self, outfile, encoding):
        """As Django's, which names its XML generator in the middle of this method."""
        handler = ForgivingXMLGenerator(outfile, encoding, short_empty_elements=True)
        handler.startDocument()
        self.add_stylesheets(handler)
        handler.startElement("rss", self.rss_attributes())
        handler.startElement("channel", self.root_attributes())
        self.add_root_elements(handler)
        self.write_items(handler)
        self.endChannelElement(handler)
        handler.endElement("rss")


class FullTextRssFeed(RssFeed):
    """RSS with the elements for full text, several authors, pictures and updates."""

    def rss_attributes(self):
        return super().rss_attributes() | {
            "xmlns:content": "http://purl.org/rss/1.0/modules/content/",
            "xmlns:dc": "http://purl.org/dc/elements/1.1/",
            "xmlns:media": "http://search.yahoo.com/mrss/",
        }

    def add_item_elements(self, handler, item):
        super().add_item_elements(handler, item)
        for name in item["creators"]:
            handler.addQuickElement("dc:creator", name)
        handler.addQuickElement("dc:language", item["language"])
        if item["updated"]:
            handler.addQuickElement("atom:updated", rfc3339_date(item["updated"]))
        if picture := item["picture"]:
            handler.startElement(
                "media:content",
                {"url": absolute(picture.card_address), "medium": "image", "type": "image/jpeg"},
            )
            for element, text in (("description", picture.alt), ("credit", picture.credit)):
                if text:
                    handler.addQuickElement(f"media:{element}", text)
            handler.endElement("media:content")
        handler.addQuickElement("content:encoded", item["content"])


class PaperFeed(Feed):
    """A feed in the paper's name."""

    feed_type = RssFeed

    language = settings.LANGUAGE_CODE
    item_guid_is_permalink = False
    # Each request brings its own, see __call__.
    paper = None

    def __call__(self, request, *args, **kwargs):
        feed = copy(self)  # the one feed answers several requests at a time
        feed.paper = paper_for(request)
        return super(PaperFeed, feed).__call__(request, *args, **kwargs)


class LatestStories(PaperFeed):
    """The newest stories of the whole paper."""

    feed_type = FullTextRssFeed

    def title(self):
        return as_title(self.paper.shown_name)

    def link(self):
        return absolute(reverse("articles:front"))

    def feed_url(self):
        return absolute(reverse("articles:latest-feed"))

    def description(self):
        return self.paper.shown_motto

    def items(self):
        """The newest stories with all that the feed says of them; a fixed number of queries."""
        shows(page_keys.STORIES)
        return self._with_feed_fields(Story.objects.published())

    def item_title(self, story):
        return title_of(story, story.text)

    def item_description(self, story):
        return story.text.standfirst

    def item_link(self, story):
        return absolute(story.get_absolute_url())

    def item_guid(self, story):
        """Stays the same when headline or section, and with them the address, change."""
        return _tag_uri(story.published_at, f"story-{story.pk}")

    def item_pubdate(self, story):
        return story.published_at

    def item_updateddate(self, story):
        return story.modified_at

    def item_categories(self, story):
        return [str(name) for name in (story.section, *story.topics.all())]

    def item_extra_kwargs(self, story):
        with speaking(story.language):
            text = body.render(story.text.body, story.feed_embeds, notes_are_linked=False)
        if story.is_in_another_language:
            text = format_html(
                '<div lang="{}" dir="{}">{}</div>', story.language, story.direction, text
            )
        text = with_absolute_addresses(text, self.item_link(story))
        return {
            "content": text,
            "creators": [byline.author.name for byline in story.bylines.all()],
            "language": story.language,
            "updated": story.modified_at,
            "picture": story.text.shown_picture,
        }

    def _with_feed_fields(self, stories):
        # With hours: else a scheduled update would cost, and tell of itself by, a query a line.
        newest = stories.newest_first().with_hours()
        newest = newest.select_related("section", "live__lead_picture")
        newest = list(newest.with_authors().prefetch_related("topics")[:STORIES])
        embeds = {}
        for embed in Embed.objects.filter(version__in=[s.text.pk for s in newest]).with_items():
            embeds.setdefault(embed.version_id, []).append(embed)
        for story in newest:
            shows(page_keys.text_of(story.pk))
            story.feed_embeds = shown(embeds.get(story.text.pk, ()))
        return newest


class LatestInSection(LatestStories):
    """The newest stories of one noun of the queryset `source`, which has a slug."""

    source = Section.objects.all()
    route = "articles:section-feed"

    def get_object(self, request, slug):
        return get_object_or_404(self.source.all(), slug=slug)

    def title(self, section):
        return as_title(f"{section.name} · {self.paper.shown_name}")

    def link(self, section):
        return absolute(section.get_absolute_url())

    def feed_url(self, section):
        return absolute(reverse(self.route, args=[section.slug]))

    def description(self, section):
        return section.description or self.paper.shown_motto

    def items(self, section):
        shows(page_keys.stories_of(section._meta.model_name, section.pk))
        return self._with_feed_fields(self.stories(section))

    def stories(self, section):
        return section.stories.published()


class LatestOnTopic(LatestInSection):
    source = Topic.objects.published()
    route = "articles:topic-feed"

    def stories(self, topic):
        return topic.links.newest(STORIES)


class LatestByAuthor(LatestInSection):
    source = Author.objects.published()
    route = "articles:author-feed"

    def description(self, author):
        return author.bio or self.paper.shown_motto

    def stories(self, author):
        return author.bylines.newest(STORIES)


class LatestCorrections(PaperFeed):
    """What was wrong in the paper and what is right."""

    def title(self):
        return f"{_('Corrections')} · {self.paper.shown_name}"

    def link(self):
        return absolute(reverse("articles:corrections"))

    def feed_url(self):
        return absolute(reverse("articles:corrections-feed"))

    def description(self):
        return _("When we get something wrong we say so here and on the story.")

    def items(self):
        shows(page_keys.CORRECTIONS, page_keys.UPDATES)
        stories = Story.objects.published().for_cards()
        shown = Correction.objects.published().prefetch_related(Prefetch("story", stories))
        return list(shown.order_by("-published_at", "-pk")[:STORIES])

    def item_title(self, correction):
        return as_title(f"{correction.get_kind_display()}: {correction.story.text.headline}")

    def item_description(self, correction):
        if not correction.wrong:
            return correction.text
        labels = correction.words_for_both
        parts = (labels["wrong"], correction.wrong, labels["text"], correction.text)
        return " ".join(parts)

    def item_link(self, correction):
        return absolute(correction.story.get_absolute_url()) + "#changes"

    def item_guid(self, correction):
        return _tag_uri(correction.published_at, f"correction-{correction.pk}")

    def item_pubdate(self, correction):
        return correction.published_at

    def item_categories(self, correction):
        return [correction.story.section.name]


def _tag_uri(at, name):
    """A tag URI (RFC 4151), which outlives addresses."""
    host = scheme_and_host()[1].partition(":")[0]
    return f"tag:{host},{at:%Y-%m-%d}:{name}"


def _of_readers(feed):
    return require_safe(caching.for_readers(conditional_page(feed)))


def _at_a_name(noun, feed):
    return _of_readers(leads_on(noun)(feed))


latest_stories = _of_readers(LatestStories())
latest_in_section = _at_a_name("section", LatestInSection())
latest_on_topic = _at_a_name("topic", LatestOnTopic())
latest_by_author = _at_a_name("author", LatestByAuthor())
latest_corrections = _of_readers(LatestCorrections())
