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
from .embeds import Things
from .fate import fate_of, is_story
from .markup import to_body
from .plain_text import cut, line, plain

LONGEST_HEADLINE, LONGEST_STANDFIRST = 250, 500
DELETED = "it was deleted here after an earlier import"
TWICE = "another item in the file has the same number"
TOO_LONG = "its text is longer than a million characters"


class Stories:
    def __init__(self, site, ledger, report, *, people, sections, pictures, addresses, views):
        self.site, self.ledger, self.report = site, ledger, report
        self.people, self.sections, self.pictures = people, sections, pictures
        self.addresses, self.views = addresses, views
        self.language = _language(site.language)
        self.note = cut(f"From {site.address}", 200)
        self.places = {}  # post -> number of its story
        self.newest = None  # of the stories that readers got anew

    def place(self, item):
        """Account for the item; give it a story if it is to be one."""
        if item.type == "attachment":
            self.pictures.account_for(item)
            return
        fate, kind = fate_of(item), item.type if is_story(item) else "other"
        reason = fate.left_out
        if not reason and item.id in self.places:
            reason = TWICE
        story_pk = None if reason else self.ledger.find("story", item.id)
        if story_pk and not Story.objects.filter(pk=story_pk).exists():
            reason = DELETED
            self.places[item.id] = None
        if reason:
            self.report.leave_out(kind, _name(item), reason)
            return
        if story_pk is None:
            story_pk = self._make(item, fate)
        else:
            self.people.recognise(item)
            self.sections.recognise(item)
        self.places[item.id] = story_pk
        if fate.hidden:
            self.addresses.hidden.add(story_pk)
        self.addresses.keep(item, story_pk)

    def write(self, item):
        """Give the story its text and its views, and publish it if it was public."""
        fate = fate_of(item)
        story_pk = None if fate.left_out else self.places.pop(item.id, None)
        if story_pk is None:
            self.views.leave_all_out(item, "its post is left out")
            return
        story = Story.objects.select_related("latest", "section").get(pk=story_pk)
        try:
            self._write(story, item, fate)
        except ValueError:
            # Longer than a body may be, once its paragraphs are marked.
            self.report.leave_out(item.type, _name(item), TOO_LONG)
            self.views.leave_all_out(item, "its post is left out")
            self.ledger.forget("story", item.id)
            story.delete()
            return
        self.views.bring_in(item, story, fate.at or timezone.now())
        # The announcement waits for the end and holds the story: let it hold no text.
        story._state.fields_cache.clear()

    def _make(self, item, fate):
        section, topics = self.sections.of(item)
        story = Story.objects.create(
            section_id=section,
            slug=slugify(unquote(item.name)) or slugify(plain(item.title)) or item.type,
            language=self.language,
            comments_open=item.comment_status == "open",
            prominence=Story.Prominence.TOP if item.sticky == "1" else Story.Prominence.NORMAL,
            created_at=fate.at or timezone.now(),
        )
        story.topics.set(topics)
        self.people.sign(story, item)
        self.ledger.remember_all("story", {item.id: story.pk})
        return story.pk

    def _write(self, story, item, fate):
        before = story.latest
        if before and before.note != self.note:
            self.report.count(item.type, "unchanged")
            self.report.note(_name(item), "was edited here since and is left as it is")
            return
        things = Things(self, story, item, fate)
        text = self._text(item, things)
        at = fate.at if before is None and fate.at and fate.at <= timezone.now() else None
        after = story.write(by=None, note=self.note, at=at, **text)
        if before is None:
            self._tell(item, story, text, things)
        outcome = "imported" if before is None else "changed" if after != before else "unchanged"
        if self._show(story, item, fate, is_new=before is None, has_new_text=after != before):
            outcome = "changed" if outcome == "unchanged" else outcome
            things.publish_galleries(story.published_at)
        self.report.count(item.type, outcome)

    def _text(self, item, things):
        text = to_body(item.content, things, all_quotes=item.format() == "quote")
        headline = plain(item.title)
        if not headline:
            headline = cut(plain(text), 70) or "Untitled"
        lead = things.lead_picture()
        return {
            "headline": cut(headline, LONGEST_HEADLINE),
            "standfirst": plain(item.excerpt, LONGEST_STANDFIRST),
            "body": text,
            "lead_picture": lead,
        }

    def _show(self, story, item, fate, *, is_new, has_new_text):
        """Publish what was public, unless the desk has decided otherwise; say whether."""
        why_not = fate.hidden
        if not why_not and not story.latest.body:
            why_not = "has no text" + (" without its pictures" if "<img" in item.content else "")
        if why_not:
            if is_new:
                self.report.keep_hidden(_name(item), why_not)
            elif fate.hidden and story.status == Story.Status.PUBLISHED:
                self.report.note(_name(item), f"{why_not}, but is public here: decide at the desk")
            return False
        untouched = story.status == Story.Status.DRAFT and not story.events.exists()
        updated = story.status == Story.Status.PUBLISHED and has_new_text
        if not (untouched or updated):
            return False
        try:
            at = story.published_at if updated else fate.at
            story.publish(by=None, at=at, note=self.note)
        except NotReady as problem:
            self.report.keep_hidden(_name(item), str(problem).rstrip("."))
            return False
        if self.newest is None or story.published_at > self.newest[0]:
            self.newest = story.published_at, story.pk
        return True

    def _tell(self, item, story, text, things):
        """Say what an editor should look at."""
        name = _name(item)
        if not plain(item.title):
            self.report.note(name, f"had no title and is called “{text['headline']}”")
        elif len(plain(item.title)) > LONGEST_HEADLINE:
            self.report.note(name, f"its headline was cut after {LONGEST_HEADLINE} characters")
        if len(plain(item.excerpt)) > LONGEST_STANDFIRST:
            self.report.note(name, f"its standfirst was cut after {LONGEST_STANDFIRST} characters")
        if made := blocks.made_by_wordpress(item.content):
            names = line(", ".join(made), 300)
            self.report.note(name, f"WordPress fills these blocks itself: {names}")
        if unknown := shortcodes.unknown_in(plain(text["body"])):
            names = line(", ".join(unknown), 300)
            self.report.note(name, f"shortcodes stand in the text: {names}")
        for note in things.notes:
            self.report.note(name, note)


def _name(item):
    kind = item.type if is_story(item) else line(item.type, 40) or "item"
    return f"{kind} {line(item.id, 24)} “{plain(item.title, 80) or line(unquote(item.name), 80)}”"


def _language(code):
    """The newsroom's own name for the language of the old site."""
    known = dict(settings.LANGUAGES)
    code = code.strip().lower().replace("_", "-")
    default = Story._meta.get_field("language").default
    return next((c for c in (code, code.split("-")[0]) if c in known), default)
