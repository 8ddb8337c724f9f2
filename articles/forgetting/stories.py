"""What a story touches: its own pages, the lists that it comes to, leaves, or moves in."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q
from django.db.models.signals import m2m_changed, post_delete, post_save, pre_delete, pre_save

from articles import page_keys
from articles.front import BRIEF_PERIOD, TOP_PERIOD
from articles.models import Author, Byline, Correction, Story, StoryVersion
from articles.models.publication import PUBLISHED_FIELDS
from newsroom import clock
from newsroom.clock import Now
from newsroom.page_store.forgetting import forget, plan

from . import presence

# What readers may notice; a draft's other fields are the desk's.
NOTICED = {
    *PUBLISHED_FIELDS, "section", "slug", "kind", "prominence", "language", "live_label_until",
    "sponsor", "comments_open",
} - {"stage", "returned_to", "returned_note", "embargo", "not_before"}  # fmt: skip
# What says where in a list it stands, and for what it is chosen.
PLACED_BY = ("section_id", "published_at")
CHOSEN_BY = ("kind", "prominence", "retracted_at")
ON_A_CARD = ("headline", "kicker", "standfirst", "lead_picture")
COLUMNS = [Story._meta.get_field(name).attname for name in sorted(NOTICED)]


def listen():
    """Connect to what is saved of stories and of what belongs to them; idempotent."""
    for signal, receiver, sender in (
        (pre_save, _before_saving, Story),
        (post_save, _saved, Story),
        (pre_delete, _before_deleting, Story),
        (m2m_changed, _topics_changed, Story.topics.through),
        (post_save, _byline_changed, Byline),
        (post_delete, _byline_changed, Byline),
        (post_save, _correction_changed, Correction),
        (post_delete, _correction_changed, Correction),
    ):
        signal.connect(receiver, sender=sender, dispatch_uid=f"{__name__}.{receiver.__name__}")


@dataclass(frozen=True)
class Seen:
    """How readers have a story at a moment, by the columns of its row."""

    row: dict
    now: datetime
    texts: dict  # what a card says of a version, by its id: kept by whoever compares two

    @property
    def is_out(self):
        row, now = self.row, self.now
        has_begun = row["status"] == Story.Status.PUBLISHED and row["published_at"] <= now
        return has_begun and not (row["expires_at"] and row["expires_at"] <= now)

    @property
    def text(self):
        """The id of the version that readers get."""
        at = self.row["update_at"]
        return self.row["update_version_id"] if at and at <= self.now else self.row["live_id"]

    @property
    def modified_at(self):
        at = self.row["update_at"]
        by_schedule = at and at <= self.now and self.row["update_is_substantive"]
        return at if by_schedule else self.row["updated_at"]

    @property
    def place(self):
        """What differs if it comes, goes, or moves in a list."""
        return [self.row[name] for name in PLACED_BY] if self.is_out else None

    @property
    def choice(self):
        """What differs if it is laid out elsewhere on the front page, or on that of its day."""
        return [self.row[name] for name in CHOSEN_BY] if self.is_out else None

    @property
    def address(self):
        """What differs if a sitemap says something else of it."""
        if self.is_out:
            return [self.row["section_id"], self.row["slug"], self.modified_at]
        return None

    @property
    def card(self):
        """What differs if its card does."""
        if self.text not in self.texts:
            text = StoryVersion.objects.filter(pk=self.text).values(*ON_A_CARD)
            self.texts[self.text] = text.first() if self.text else None
        hours = ("live_id", "update_version_id", "update_at", "update_is_substantive", "updated_at")
        not_there = {*hours, "comments_open"}
        rest = {name: value for name, value in self.row.items() if name not in not_there}
        return [rest, self.texts[self.text]]

    @property
    def pages(self):
        """What differs if the story's own pages do."""
        return [self.card, self.text, self.modified_at]


def _before_saving(sender, instance, raw, update_fields, **kwargs):
    instance.__dict__.pop("_seen_before", None)
    if raw or instance._state.adding or (update_fields and not NOTICED & _names(update_fields)):
        return
    row = Story._base_manager.filter(pk=instance.pk).values(*COLUMNS).first()
    instance.__dict__["_seen_before"] = row


def _names(update_fields):
    # A foreign key may be named by its column.
    return {Story._meta.get_field(name).name for name in update_fields}


def _saved(sender, instance, created, raw, **kwargs):
    row = instance.__dict__.pop("_seen_before", None)
    after = {name: getattr(instance, name) for name in COLUMNS}
    if created:
        row = after | {"status": Story.Status.DRAFT, "published_at": None}
    if raw or row is None or (not after["published_at"] and not row["published_at"]):
        return
    now, texts = clock.now(), {}
    before, after = Seen(row, now, texts), Seen(after, now, texts)
    forget(*_touched(instance, before, after))
    plan_hours(instance)


def _touched(story, before, after):
    keys = set()
    if before.row["comments_open"] != after.row["comments_open"]:
        keys.add(page_keys.views_of(story.pk))
    if before.pages != after.pages:
        keys.add(page_keys.text_of(story.pk))
    if before.card != after.card:
        keys.add(page_keys.of(story))
    if before.address != after.address:
        keys.add(page_keys.ADDRESSES)
    if before.place != after.place:
        for seen in (before, after):
            if seen.is_out:
                section, at = seen.row["section_id"], seen.row["published_at"]
                keys |= presence.keys_of_lists(story, section, at, seen.now)
    elif before.choice != after.choice:
        keys |= {page_keys.FRONT, page_keys.stories_on(*presence.day_of(after.row["published_at"]))}
    if before.is_out != after.is_out:
        keys |= presence.keys_beside(story)
    texts = [seen.text if seen.is_out else None for seen in (before, after)]
    if texts[0] != texts[1]:
        inside = map(presence.keys_inside, texts)
        keys |= next(inside) ^ next(inside)
    return keys


def plan_hours(story):
    """Keep which keys are forgotten at the hours that lie before a story."""
    now, hours = clock.now(), []
    if story.status == Story.Status.PUBLISHED:
        own = {page_keys.of(story), page_keys.text_of(story.pk), page_keys.ADDRESSES}
        comes, goes, changes = story.published_at, story.expires_at, story.update_at
        if comes > now or (goes and goes > now):
            lists = presence.keys_of_lists(story, story.section_id, comes, now)
            inside = presence.keys_inside(story.live_id)
            all_of_it = own | lists | presence.keys_beside(story) | inside
            hours += [(comes, all_of_it), (goes, all_of_it)]
        if changes and changes > now:
            inside = map(presence.keys_inside, (story.live_id, story.update_version_id))
            hours.append((changes, own | (next(inside) ^ next(inside))))
        hours.append((story.live_label_until, own - {page_keys.ADDRESSES}))
        hours += [(comes + period, {page_keys.FRONT}) for period in _front_periods(story)]
    plan(page_keys.of(story), [(at, keys) for at, keys in hours if at and at > now])


def plan_hours_again(stories):
    """As `plan_hours`, for stories (a queryset) that others have begun, or ceased, to name."""
    ahead = Q(published_at__gt=Now()) | Q(update_at__gt=Now()) | Q(expires_at__gt=Now())
    for story in stories.filter(ahead, status=Story.Status.PUBLISHED).iterator():
        plan_hours(story)


def _front_periods(story):
    """After which times the front page chooses it no more for what it was marked for."""
    if story.prominence == Story.Prominence.TOP:
        yield TOP_PERIOD
    if story.prominence == Story.Prominence.BRIEF:
        yield BRIEF_PERIOD


def _before_deleting(sender, instance, **kwargs):
    # Now, while it can still be asked what it stands beside.
    begun = instance.appearances.begun()
    keys = {page_keys.of(instance), page_keys.text_of(instance.pk), page_keys.NAMES}
    if first := begun.values_list("since", flat=True).order_by("since").first():
        keys |= presence.keys_of_lists(instance, instance.section_id, first, clock.now())
        keys |= presence.keys_beside(instance)
        for version in begun.values_list("version", flat=True).distinct():
            keys |= presence.keys_inside(version)
    forget(*keys)
    plan(page_keys.of(instance), [])


def _topics_changed(sender, instance, action, reverse, pk_set, **kwargs):
    if action not in ("post_add", "post_remove", "pre_clear"):
        return
    if reverse:  # topic.stories.add(story)
        stories = Story.objects.filter(pk__in=pk_set or instance.stories.values("pk"))
        topics = [instance.pk]
    else:
        stories = [instance]
        topics = pk_set or instance.topics.values_list("pk", flat=True)
    for story in stories:
        _moved(story, [page_keys.stories_of("topic", pk) for pk in topics])


def _byline_changed(sender, instance, raw=False, **kwargs):
    if not raw and (story := Story._base_manager.filter(pk=instance.story_id).first()):
        files = presence.files_of_portraits(Author.objects.filter(pk=instance.author_id))
        _moved(story, [page_keys.stories_of("author", instance.author_id), *files])


def _moved(story, lists):
    """A story stands under another name, or no more."""
    if story.published_at is None:
        return
    if story.is_out_at(clock.now()):
        around = (page_keys.topics_in(story.section_id), page_keys.FRONT, page_keys.ADDRESSES)
        forget(page_keys.text_of(story.pk), *around, *lists)
    plan_hours(story)


def _correction_changed(sender, instance, raw=False, **kwargs):
    if raw:
        return
    page = page_keys.UPDATES if instance.is_news else page_keys.CORRECTIONS
    keys, hours = {page_keys.text_of(instance.story_id), page}, []
    if instance.published_at <= clock.now():
        forget(*keys)
    else:
        hours = [(instance.published_at, keys)]
    plan(page_keys.of(instance), hours)
