"""Posts and pages get their places: a draft without text, with its names and old addresses.

All of them before the first text, so that a link can be led to the new address of a post that
comes later in the file.
"""

from urllib.parse import unquote

from django.conf import settings
from django.utils import timezone

from articles.models import Byline, Story
from newsroom.bulk_insert import insert, reserve_pks
from newsroom.slugs import slugify

from .addresses import Addresses
from .people import People
from .plain_text import one_line, plain
from .policies import Policies
from .sections import Sections
from .visibility import is_story, visibility_of

DELETED = "it was deleted here after an earlier import"
SAME_ID = "another item in the file has the same number"
StoryTopic = Story.topics.through


class Places:
    """Accounts for each item of the file, and gives it a story if it is to be one.

    `without` are the places in the file of posts that get none though they are fit to be seen.
    """

    def __init__(self, source, site, id_map, report, pictures, *, pages="stories"):
        self.source, self.site, self.id_map, self.report = source, site, id_map, report
        self.people = People(site, id_map, report)
        self.sections, self.pictures = Sections(site, id_map, report), pictures
        self.addresses = Addresses(source, site, report, self.sections, self.people)
        self.policies = Policies(self) if pages == "policies" else None
        self.are_policies = set()  # places in the file
        self.language = _language(site.language)
        self.without = set()
        self._seen = set()  # ids of posts

    def take(self, batch):
        """Find the places of these (place in the file, item)."""
        fit = [each for each in batch if self._is_fit(*each)]
        attached = [item for _, item in batch if item.type == "attachment"]
        self.addresses.keep_pictures(self.pictures.here(attached))
        known = self.id_map.find_all("story", [item.id for _, item in fit])
        here = set(Story.objects.filter(pk__in=known.values()).values_list("pk", flat=True))
        placed, new = [], []
        for number, item in fit:
            pk = known.get(item.id)
            if pk is None:
                new.append(item)
            elif pk in here:
                self.people.count_known(item)
                self.sections.count_known(item)
                placed.append((item, pk))
            else:
                self.report.leave_out(item.type, name_of(item), DELETED)
                self.without.add(number)
        placed += self._create(new)
        hidden = (pk for item, pk in placed if self.visibility_of(item).hidden)
        self.addresses.hidden.update(hidden)
        self.addresses.keep(placed)

    def visibility_of(self, item):
        return visibility_of(item, self.source.no_place_for)

    def _is_fit(self, number, item):
        if item.type == "attachment":
            self.pictures.account_for(item)
            return False
        reason = self.visibility_of(item).left_out
        if not reason and item.id in self._seen:
            reason = SAME_ID
            self.without.add(number)
        if reason:
            kind = item.type if is_story(item) else "other"
            self.report.leave_out(kind, name_of(item), reason)
            return False
        self._seen.add(item.id)
        if self._is_to_be_a_policy(item):
            is_one = self.policies.place(item, name_of(item))
            (self.are_policies if is_one else self.without).add(number)
            return False
        return True

    def _is_to_be_a_policy(self, item):
        if self.policies is None or item.type != "page":
            return False
        visibility = self.visibility_of(item)
        # What is a story here, after an earlier choice or because it was hidden, stays one.
        is_public = not visibility.hidden and visibility.at <= timezone.now()
        return is_public and self.id_map.find("story", item.id) is None

    def _create(self, items):
        """(item, primary key) of the new story of each."""
        made = list(zip(items, reserve_pks(Story, len(items)), strict=True)) if items else []
        rows = {Story: [], StoryTopic: [], Byline: []}
        for item, pk in made:
            section, topics = self.sections.for_item(item)
            rows[Story].append(self._row(item, pk, section))
            rows[StoryTopic] += [{"story_id": pk, "topic_id": topic} for topic in topics]
            rows[Byline] += [
                {"story_id": pk, "author_id": author, "position": position}
                for position, author in enumerate(self.people.authors_of(item))
            ]
        for model, of_model in rows.items():
            insert(model, of_model)
        self.id_map.add_all("story", {item.id: pk for item, pk in made})
        return made

    def _row(self, item, pk, section):
        is_sticky = item.sticky == "1"
        return {
            "id": pk,
            "section_id": section,
            "slug": slugify(unquote(item.name)) or slugify(plain(item.title)) or item.type,
            "language": self.language,
            "comments_open": item.comment_status == "open",
            "prominence": Story.Prominence.TOP if is_sticky else Story.Prominence.NORMAL,
            "created_at": self.visibility_of(item).at or timezone.now(),
        }


def name_of(item):
    """What the report calls an item."""
    kind = item.type if is_story(item) else one_line(item.type, 40) or "item"
    title = plain(item.title, 80) or one_line(unquote(item.name), 80)
    return f"{kind} {one_line(item.place, 120) or one_line(item.id, 24)} “{title}”"


def _language(code):
    """The newsroom's own name for the language of the old site."""
    known = dict(settings.LANGUAGES)
    code = code.strip().lower().replace("_", "-")
    default = Story._meta.get_field("language").default
    return next((c for c in (code, code.split("-")[0]) if c in known), default)
