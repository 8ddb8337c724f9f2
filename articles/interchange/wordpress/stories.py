"""Posts and pages become stories.

First each post gets its place (a draft without text, and its old addresses), then its text:
so a link can be led to the new address of a post that comes later in the file.
"""

from urllib.parse import unquote

from django.conf import settings
from django.utils import timezone

from articles.models import Story
from articles.publishing import NotReady
from newsroom.slugs import slugify

from . import blocks, shortcodes
from .embeds import Embeds
from .markup import to_body
from .plain_text import one_line, plain, truncated
from .visibility import is_story, visibility_of

MAX_HEADLINE, MAX_STANDFIRST = 250, 500
DELETED = "it was deleted here after an earlier import"
SAME_ID = "another item in the file has the same number"
TOO_LONG = "its text is longer than a million characters"


class Stories:
    """Imports posts and pages: `place` for each item of the file, then `write` for each.

    `newest` is (published_at, primary key) of the newest story that became public, or None.
    """

    def __init__(self, site, id_map, report, *, people, sections, pictures, addresses, comments):
        self.site, self.id_map, self.report = site, id_map, report
        self.people, self.sections, self.pictures = people, sections, pictures
        self.addresses, self.comments = addresses, comments
        self.language = _language(site.language)
        self.note = truncated(f"From {site.address}", 200)
        self.places = {}  # post id -> primary key of its story
        self.newest = None

    def place(self, item):
        """Account for the item; give it a story if it is to be one."""
        if item.type == "attachment":
            self.pictures.account_for(item)
            return
        visibility, kind = visibility_of(item), item.type if is_story(item) else "other"
        reason = visibility.left_out
        if not reason and item.id in self.places:
            reason = SAME_ID
        story_pk = None if reason else self.id_map.find("story", item.id)
        if story_pk and not Story.objects.filter(pk=story_pk).exists():
            reason = DELETED
            self.places[item.id] = None
        if reason:
            self.report.leave_out(kind, _name(item), reason)
            return
        if story_pk is None:
            story_pk = self._create(item, visibility)
        else:
            self.people.count_known(item)
            self.sections.count_known(item)
        self.places[item.id] = story_pk
        if visibility.hidden:
            self.addresses.hidden.add(story_pk)
        self.addresses.keep(item, story_pk)

    def write(self, item):
        """Give the story its text and its comments, and publish it if it was public."""
        visibility = visibility_of(item)
        story_pk = None if visibility.left_out else self.places.pop(item.id, None)
        if story_pk is None:
            self.comments.leave_all_out(item, "its post is left out")
            return
        story = Story.objects.select_related("latest", "section").get(pk=story_pk)
        try:
            self._write(story, item, visibility)
        except ValueError:
            # Longer than a body may be, once its paragraphs are marked.
            self.report.leave_out(item.type, _name(item), TOO_LONG)
            self.comments.leave_all_out(item, "its post is left out")
            self.id_map.remove("story", item.id)
            story.delete()
            return
        self.comments.import_all(item, story, visibility.at or timezone.now())
        # The announcement waits for the end and holds the story: let it hold no text.
        story._state.fields_cache.clear()

    def _create(self, item, visibility):
        section, topics = self.sections.for_item(item)
        story = Story.objects.create(
            section_id=section,
            slug=slugify(unquote(item.name)) or slugify(plain(item.title)) or item.type,
            language=self.language,
            comments_open=item.comment_status == "open",
            prominence=Story.Prominence.TOP if item.sticky == "1" else Story.Prominence.NORMAL,
            created_at=visibility.at or timezone.now(),
        )
        story.topics.set(topics)
        self.people.add_bylines(story, item)
        self.id_map.add_all("story", {item.id: story.pk})
        return story.pk

    def _write(self, story, item, visibility):
        before = story.latest
        if before and before.note != self.note:
            self.report.count(item.type, "unchanged")
            self.report.note(_name(item), "was edited here since and is left as it is")
            return
        embeds = Embeds(self, story, item, visibility)
        text = self._text(item, embeds)
        is_past = visibility.at and visibility.at <= timezone.now()
        at = visibility.at if before is None and is_past else None
        after = story.write(by=None, note=self.note, at=at, **text)
        if before is None:
            self._note_for_editors(item, story, text, embeds)
        outcome = "imported" if before is None else "changed" if after != before else "unchanged"
        if self._show(story, item, visibility, is_new=before is None, has_new_text=after != before):
            outcome = "changed" if outcome == "unchanged" else outcome
            embeds.publish_galleries(story.published_at)
        self.report.count(item.type, outcome)

    def _text(self, item, embeds):
        text = to_body(item.content, embeds, all_quotes=item.format() == "quote")
        headline = plain(item.title)
        if not headline:
            headline = truncated(plain(text), 70) or "Untitled"
        lead = embeds.lead_picture()
        return {
            "headline": truncated(headline, MAX_HEADLINE),
            "standfirst": plain(item.excerpt, MAX_STANDFIRST),
            "body": text,
            "lead_picture": lead,
        }

    def _show(self, story, item, visibility, *, is_new, has_new_text):
        """Publish what was public, unless the desk has decided otherwise; say whether."""
        why_not = visibility.hidden
        if not why_not and not story.latest.body:
            why_not = "has no text" + (" without its pictures" if "<img" in item.content else "")
        if why_not:
            if is_new:
                self.report.keep_hidden(_name(item), why_not)
            elif visibility.hidden and story.status == Story.Status.PUBLISHED:
                self.report.note(_name(item), f"{why_not}, but is public here: decide at the desk")
            return False
        untouched = story.status == Story.Status.DRAFT and not story.events.exists()
        updated = story.status == Story.Status.PUBLISHED and has_new_text
        if not (untouched or updated):
            return False
        try:
            at = story.published_at if updated else visibility.at
            story.publish(by=None, at=at, note=self.note)
        except NotReady as problem:
            self.report.keep_hidden(_name(item), str(problem).rstrip("."))
            return False
        if self.newest is None or story.published_at > self.newest[0]:
            self.newest = story.published_at, story.pk
        return True

    def _note_for_editors(self, item, story, text, embeds):
        """Say what an editor should look at."""
        name = _name(item)
        if not plain(item.title):
            self.report.note(name, f"had no title and is called “{text['headline']}”")
        elif len(plain(item.title)) > MAX_HEADLINE:
            self.report.note(name, f"its headline was cut after {MAX_HEADLINE} characters")
        if len(plain(item.excerpt)) > MAX_STANDFIRST:
            self.report.note(name, f"its standfirst was cut after {MAX_STANDFIRST} characters")
        if dynamic := blocks.dynamic_blocks(item.content):
            names = one_line(", ".join(dynamic), 300)
            self.report.note(name, f"WordPress fills these blocks itself: {names}")
        if unknown := shortcodes.unknown_in(plain(text["body"])):
            names = one_line(", ".join(unknown), 300)
            self.report.note(name, f"shortcodes stand in the text: {names}")
        for note in embeds.notes:
            self.report.note(name, note)


def _name(item):
    kind = item.type if is_story(item) else one_line(item.type, 40) or "item"
    title = plain(item.title, 80) or one_line(unquote(item.name), 80)
    return f"{kind} {one_line(item.id, 24)} “{title}”"


def _language(code):
    """The newsroom's own name for the language of the old site."""
    known = dict(settings.LANGUAGES)
    code = code.strip().lower().replace("_", "-")
    default = Story._meta.get_field("language").default
    return next((c for c in (code, code.split("-")[0]) if c in known), default)
