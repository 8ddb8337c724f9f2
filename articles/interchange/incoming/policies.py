"""Public pages become policies, where that is wanted: what the paper says of itself, in its footer.

A policy shows text alone, and keeps no versions: one that is here already is never written over.
"""

from urllib.parse import unquote

from articles.models import Policy
from newsroom.slugs import slugify

from .embeds import Embeds
from .plain_text import plain
from .text.markup import to_body

MAX_TITLE = Policy._meta.get_field("title").max_length
TAKEN = "the paper has a policy of this name already"
DELETED = "it was deleted here after an earlier import"
NO_VIEWS = "a policy has no views"
TOO_LONG = "its text is longer than a million characters"


class Policies:
    """Gives pages their places as policies, and their texts; accounts for each."""

    def __init__(self, places):
        self.places, self.id_map, self.report = places, places.id_map, places.report
        self.addresses, self.pictures = places.addresses, places.pictures

    def place(self, item, name):
        """Make an empty policy of a page, with its old addresses; say whether it has one now."""
        pk = self.id_map.find("policy", item.id)
        policy = Policy.objects.filter(pk=pk).first() if pk else None
        if pk and policy is None:
            self.report.leave_out(item.type, name, DELETED)
            return False
        if policy is None:
            title = plain(item.title, MAX_TITLE) or "Untitled"
            slug = slugify(unquote(item.name)) or slugify(title) or "page"
            if Policy.objects.filter(slug=slug).exists() or Policy.objects.filter(title=title):
                self.report.leave_out(item.type, name, TAKEN)
                return False
            policy = Policy.objects.create(title=title, slug=slug)
            self.id_map.add_all("policy", {item.id: policy.pk})
        self.addresses.keep_leading(item, policy.get_absolute_url())
        return True

    def write(self, item, visibility, name):
        """Give the policy its text, unless it has one."""
        policy = Policy.objects.get(pk=self.id_map.find("policy", item.id))
        embeds = TextAlone(self, None, item, visibility)
        try:
            text = to_body(self.places.source.pieces(item.content), embeds)
        except ValueError:
            self.report.leave_out(item.type, name, TOO_LONG)
            policy.delete()
            return
        if policy.body:
            if text != policy.body:
                self.report.note(name, "its text is another here, and is left as it is")
            self.report.count(item.type, "unchanged")
            return
        policy.body = text
        policy.save()
        self.report.count(item.type, "imported")
        for note in (*self.places.source.remarks(item, text), *item.notes):
            self.report.note(name, note)


class TextAlone(Embeds):
    """What stands in a page of which only the words are kept."""

    def picture(self, external_id, address):
        self.report.created["places in texts where a picture is missing"] += 1

    def medium(self, address):
        return ""

    def quote(self, text, speaker):
        return ""

    def gallery(self, wanted, size=""):
        return ""
