"""Posts and pages that have their place get their text, their comments, and their readers."""

from django.utils import timezone

from articles.models import Story
from articles.publishing import NotReady

from .embeds import Embeds
from .new_stories import NewStories
from .places import name_of
from .plain_text import plain, truncated
from .policies import NO_VIEWS
from .text.markup import to_body

MAX_HEADLINE, MAX_STANDFIRST = 250, 500
TOO_LONG = "its text is longer than a million characters"
NO_POST = "its post is left out"


class Stories:
    """Writes the stories of a batch. `newest` is (published_at, primary key) of the newest story
    that became public, or None.
    """

    def __init__(self, places, comments):
        self.places, self.comments = places, comments
        self.id_map, self.report = places.id_map, places.report
        self.addresses, self.pictures = places.addresses, places.pictures
        self.note = truncated(f"From {places.site.address}", 200)
        self.newest = None

    def write(self, batch):
        """Give the stories of these (place in the file, item) their texts and their comments, and
        publish those that were public."""
        wanted = []
        for number, item in batch:
            visibility = self.places.visibility_of(item)
            if visibility.left_out or number in self.places.without:
                self.comments.leave_all_out(item, NO_POST)
            elif number in self.places.are_policies:
                self.places.policies.write(item, visibility, name_of(item))
                self.comments.leave_all_out(item, NO_VIEWS)
            else:
                wanted.append((item, visibility))
        pks = self.id_map.find_all("story", [item.id for item, _ in wanted])
        # Sections are few, and read once.
        rows = Story.objects.select_related("latest").prefetch_related("section")
        stories = rows.in_bulk(pks.values())
        self.addresses.look_up(item.content for item, _ in wanted)
        new, said = NewStories(self.note), []
        for item, visibility in wanted:
            story = stories[pks[item.id]]
            try:
                self._write(story, item, visibility, new)
            except ValueError:
                # Longer than a body may be, once its paragraphs are marked.
                self.report.leave_out(item.type, name_of(item), TOO_LONG)
                self.comments.leave_all_out(item, NO_POST)
                self.id_map.remove("story", item.id)
                story.delete()
                continue
            said.append((item, story.pk, visibility.at or timezone.now()))
        for each, refusal in new.store():
            self._account_for(each, refusal)
        self.comments.import_all(said)

    def newest_of_all(self):
        """As `newest`, of all that was brought in from this site, in earlier runs too."""
        ours = Story.objects.published().filter(latest__note=self.note).order_by("-published_at")
        return ours.values_list("published_at", "pk").first()

    def _write(self, story, item, visibility, new):
        before = story.latest
        if before and before.note != self.note:
            self.report.count(item.type, "unchanged")
            self.report.note(name_of(item), "was edited here since and is left as it is")
            return
        embeds = Embeds(self, story, item, visibility)
        text = self._text(item, embeds)
        if before is None:
            self._note_for_editors(item, text, embeds)
            if NewStories.takes(story, visibility):
                why_not = visibility.hidden or _lack_of_text(text["body"], item)
                new.add(story, item, visibility, text, embeds, hidden=why_not)
                return
        is_past = visibility.at and visibility.at <= timezone.now()
        at = visibility.at if before is None and is_past else None
        after = before
        if before is None or _differs(before, text):
            after = story.write(by=None, note=self.note, at=at, **text)
        outcome = "imported" if before is None else "changed" if after != before else "unchanged"
        if self._show(story, item, visibility, is_new=before is None, has_new_text=after != before):
            outcome = "changed" if outcome == "unchanged" else outcome
            embeds.publish_galleries(story.published_at)
        self.report.count(item.type, outcome)

    def _account_for(self, each, refusal):
        """Count a new story that is stored, with why readers do not have it, or ""."""
        self.report.count(each.item.type, "imported")
        if refusal:
            self.report.keep_hidden(name_of(each.item), refusal)
            return
        self._became_public(each.story)
        each.embeds.publish_galleries(each.story.published_at)

    def _became_public(self, story):
        if self.newest is None or story.published_at > self.newest[0]:
            self.newest = story.published_at, story.pk

    def _text(self, item, embeds):
        pieces = self.places.source.pieces(item.content)
        text = to_body(pieces, embeds, all_quotes=item.format() == "quote")
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
        why_not = visibility.hidden or _lack_of_text(story.latest.body, item)
        if why_not:
            if is_new:
                self.report.keep_hidden(name_of(item), why_not)
            elif visibility.hidden and story.status == Story.Status.PUBLISHED:
                self.report.note(
                    name_of(item), f"{why_not}, but is public here: decide at the desk"
                )
            return False
        untouched = story.status == Story.Status.DRAFT and not story.events.exists()
        updated = story.status == Story.Status.PUBLISHED and has_new_text
        if not (untouched or updated):
            return False
        try:
            at = story.published_at if updated else visibility.at
            story.publish(by=None, at=at, note=self.note)
        except NotReady as problem:
            self.report.keep_hidden(name_of(item), str(problem).rstrip("."))
            return False
        self._became_public(story)
        return True

    def _note_for_editors(self, item, text, embeds):
        """Say what an editor should look at."""
        name = name_of(item)
        if not plain(item.title):
            self.report.note(name, f"had no title and is called “{text['headline']}”")
        elif len(plain(item.title)) > MAX_HEADLINE:
            self.report.note(name, f"its headline was cut after {MAX_HEADLINE} characters")
        if len(plain(item.excerpt)) > MAX_STANDFIRST:
            self.report.note(name, f"its standfirst was cut after {MAX_STANDFIRST} characters")
        remarks = self.places.source.remarks(item, text["body"])
        for note in (*remarks, *embeds.notes, *item.notes):
            self.report.note(name, note)


def _differs(version, text):
    lead = text["lead_picture"] and text["lead_picture"].pk
    said = (text["headline"], text["standfirst"], text["body"], lead)
    return said != (version.headline, version.standfirst, version.body, version.lead_picture_id)


def _lack_of_text(body, item):
    if body:
        return ""
    return "has no text" + (" without its pictures" if "<img" in item.content else "")
