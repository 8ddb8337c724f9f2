"""Public pages become policies, where that is wanted: what the paper says of itself, in its footer.

A policy shows text alone, and keeps no versions: one that is here already is never written over.
Of what else stood in the page the words stay (captions, quotations) and the ways (links to what was
embedded); the report names what is gone.
"""

from urllib.parse import unquote, urlsplit

from django.db.models import Q

from articles.models import Policy
from newsroom.slugs import slugify

from .embeds import Embeds
from .plain_text import one_line, plain, truncated
from .text.markup import to_body

MAX_TITLE = Policy._meta.get_field("title").max_length
TAKEN = "the paper has a policy of this name already"
DELETED = "it was deleted here after an earlier import"
MOST_NAMED = 20
NO_WORDS = "it has no words, and a policy is nothing else"
NO_VIEWS = "a policy has no views"
TOO_LONG = "its text is longer than a million characters"


class Policies:
    """Gives public pages their places as policies, and their texts; accounts for each."""

    def __init__(self, places):
        self.places, self.id_map, self.report = places, places.id_map, places.report
        self.addresses, self.pictures = places.addresses, places.pictures
        self._planned, self._names = {}, set()  # by the page's id; their titles and slugs

    def place(self, item, name):
        """Keep a page's place among the policies, with its old addresses; say whether it has one.

        Readers see a policy from its first moment on: it is made once there is its text.
        """
        pk = self.id_map.find("policy", item.id)
        policy = Policy.objects.filter(pk=pk).first() if pk else None
        if pk and policy is None:
            self.report.leave_out(item.type, name, DELETED)
            return False
        if policy is None:
            title = plain(item.title, MAX_TITLE) or "Untitled"
            slug = slugify(unquote(item.name)) or slugify(title) or "page"
            names = {("title", title), ("slug", slug)}
            if names & self._names or self._is_taken(title, slug):
                self.report.leave_out(item.type, name, TAKEN)
                return False
            self._names |= names
            policy = self._planned[item.id] = Policy(title=title, slug=slug)
        self.addresses.keep_leading(item, policy.get_absolute_url())
        return True

    def write(self, item, visibility, name):
        """Make the policy with its text, unless there is one."""
        policy = self._planned.pop(item.id, None)
        if policy is None:
            policy = Policy.objects.get(pk=self.id_map.find("policy", item.id))
        embeds = TextAlone(self, None, item, visibility)
        try:
            text = to_body(self.places.source.pieces(item.content), embeds)
        except ValueError:
            self.report.leave_out(item.type, name, TOO_LONG)
            return
        if policy.pk and policy.body:
            if text != policy.body:
                self.report.note(name, "its text is another here, and is left as it is")
            self.report.count(item.type, "unchanged")
            return
        if not text:
            self.report.leave_out(item.type, name, NO_WORDS)
            return
        is_new, policy.body = policy.pk is None, text
        policy.save()
        if is_new:
            self.id_map.add_all("policy", {item.id: policy.pk})
        self.report.count(item.type, "imported")
        dropped = embeds.dropped()
        for note in (*self.places.source.remarks(item, text), *item.notes, *dropped):
            self.report.note(name, note)

    def _is_taken(self, title, slug):
        return Policy.objects.filter(Q(slug=slug) | Q(title=title)).exists()


class TextAlone(Embeds):
    """What stands in a page of which only the words are kept."""

    def __init__(self, *args):
        super().__init__(*args)
        self._pictures, self._pages = {}, {}  # by name, as sets in the order of the text

    def dropped(self):
        """What the policy does not have of the page, as sentences for the report."""
        thumbnail = self.item.meta.get("_thumbnail_id", "")
        if thumbnail not in ("", "0"):
            self._name_picture(thumbnail, "")
        if self._pictures:
            yield f"a policy shows no pictures, and has not {_listed(self._pictures)}"
        if self._pages:
            yield f"a policy embeds nothing, and has links in place of {_listed(self._pages)}"
        if excerpt := plain(self.item.excerpt, 100):
            yield f"a policy has no standfirst, and has not “{excerpt}”"

    def picture(self, external_id, address):
        self._name_picture(external_id, address)

    def medium(self, address):
        if address:
            self._pages[truncated(one_line(address), 100)] = True
        return ""

    def quote(self, text, speaker):
        return ""

    def gallery(self, wanted, size=""):
        for external_id, address, _ in wanted or self._all_of_the_post():
            self._name_picture(external_id, address)
        return ""

    def captions_alone(self, wanted):
        """What was said under each picture of a gallery, here or not; each once."""
        captions = []
        for external_id, address, caption in wanted or self._all_of_the_post():
            picture = self.pictures.find(external_id, address)
            known = self.pictures.captions.get(external_id, "")
            captions.append(caption or (picture.caption if picture else known))
        new = [each for each in dict.fromkeys(captions) if each and each not in self._said]
        self._said.update(new)
        return new

    def _name_picture(self, external_id, address):
        try:
            file = unquote(urlsplit(address).path).rpartition("/")[2]
        except ValueError:
            file = ""
        name = one_line(file, 60) or f"attachment {one_line(external_id, 24)}"
        self._pictures[name] = True


def _listed(names):
    shown = ", ".join(list(names)[:MOST_NAMED])
    return f"{shown} and {len(names) - MOST_NAMED} more" if len(names) > MOST_NAMED else shown
