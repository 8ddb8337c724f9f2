"""Categories become sections and topics, tags become topics.

A newspaper has few sections: only a category in which a story stands becomes one.
"""

from urllib.parse import unquote

from django.conf import settings
from django.db.models import Q

from articles.models import Section, Topic
from articles.models.section import RESERVED
from newsroom.slugs import slugify

from .id_map import kept_as
from .plain_text import plain

UNCATEGORISED = "uncategorized"  # WordPress's slug of its default category
PAGES = "Pages"
KINDS = {"category": "category", "post_tag": "tag"}  # taxonomy -> kind in the report


class Sections:
    """Finds or creates the section and topics of a post, and accounts for each of the export."""

    def __init__(self, site, id_map, report):
        self.site, self.id_map, self.report = site, id_map, report
        self._pks = {}  # (Section or Topic, taxonomy, nicename) -> primary key
        self._counted = set()
        self._known = {kind: id_map.all(kind) for kind in ("section", "topic")}

    def for_item(self, item):
        """The primary key of the section and a list of those of the topics, for a post or page.

        The deepest category becomes the section, the first of several; the others, and
        the tags, become topics.
        """
        categories = _terms(item, "category")
        # Nobody chose this one.
        chosen = [term for term in categories if term[0] != UNCATEGORISED] or categories[:1]
        topics = [("post_tag", *term) for term in _terms(item, "post_tag")]
        if item.type == "page":
            section = self._pk(Section, "page", PAGES.lower(), PAGES)
        elif not chosen:
            section = self._pk(Section, "category", UNCATEGORISED, "Uncategorised")
        else:
            deepest = max(chosen, key=lambda term: self._depth(term[0]))  # max keeps the first
            chosen = [term for term in chosen if term != deepest]
            section = self._pk(Section, "category", *deepest)
        if item.type != "page":
            topics = [("category", *term) for term in chosen if term[0] != UNCATEGORISED] + topics
        return section, list(dict.fromkeys(self._pk(Topic, *topic) for topic in topics))

    def count_known(self, item):
        """Count the categories and tags of a post that was imported before."""
        for taxonomy in ("category", "post_tag"):
            for nicename, _ in _terms(item, taxonomy):
                self._count(taxonomy, nicename, "unchanged")

    def account_for_the_rest(self):
        """Report the terms of the export that no imported post carries."""
        categories = {nicename: name for nicename, (name, _) in self.site.categories.items()}
        for taxonomy, names in (("category", categories), ("post_tag", self.site.tags)):
            for nicename, name in names.items():
                if (taxonomy, nicename) not in self._counted:
                    kind = KINDS[taxonomy]
                    self.report.leave_out(kind, f"“{plain(name)}”", "no story here carries it")
        for name in self.site.other_terms:
            self.report.leave_out("term", name, self.site.no_place)

    def find(self, taxonomy, nicename):
        """The section or topic that this category or tag became, or None."""
        for model, kind in ((Section, "section"), (Topic, "topic")):
            pk = self.id_map.find(kind, f"{taxonomy}:{nicename}")
            if pk and (found := model.objects.filter(pk=pk).first()):
                return found
        return None

    def _pk(self, model, taxonomy, nicename, name):
        """The primary key of the Section or Topic for a term, which is created if need be."""
        key = model, taxonomy, nicename
        if key not in self._pks:
            name = self._name(taxonomy, nicename, name)
            self._pks[key] = self._find_or_create(model, (taxonomy, nicename), name)
        return self._pks[key]

    def _find_or_create(self, model, key, name):
        kind, max_length = model._meta.model_name, model._meta.get_field("name").max_length
        name = plain(name, max_length) or plain(unquote(key[1]), max_length) or kind.capitalize()
        external_id = ":".join(key)
        pk = self._known[kind].get(kept_as(external_id))
        if pk and model.objects.filter(pk=pk).exists():
            self._count(*key, "unchanged")
            return pk
        slug = slugify(unquote(key[1])) or slugify(name) or kind
        if model is Section and slug in RESERVED | {settings.DESK_PATH.split("/")[0]}:
            slug = f"{slug}-section"
        # The paper may have one of that name already: then these stories belong there.
        row = model.objects.filter(Q(slug=slug) | Q(name=name)).order_by("pk").first()
        # Or had: it was renamed since, or has become part of another.
        row = row or model.objects.filter(former_names__slug=slug).order_by("pk").first()
        self._count(*key, "unchanged" if row else "imported")
        if row is None:
            row = model.objects.create(name=name, slug=slug)
            self.report.created[f"{kind}s"] += 1
        if pk is None:
            self.id_map.add_all(kind, {external_id: row.pk})
        else:
            self.id_map.add(kind, external_id, row.pk)
        return row.pk

    def _name(self, taxonomy, nicename, name):
        if taxonomy == "category" and nicename in self.site.categories:
            return self.site.categories[nicename][0]
        return self.site.tags.get(nicename, name) if taxonomy == "post_tag" else name

    def _depth(self, nicename):
        seen = []
        while nicename and nicename not in seen:
            seen.append(nicename)
            nicename = self.site.categories.get(nicename, ("", ""))[1]
        return len(seen)

    def _count(self, taxonomy, nicename, outcome):
        """Once for each category and tag of the file's head, be it section, topic or both."""
        known = {"category": self.site.categories, "post_tag": self.site.tags}.get(taxonomy, {})
        if nicename in known and (taxonomy, nicename) not in self._counted:
            self._counted.add((taxonomy, nicename))
            self.report.count(KINDS[taxonomy], outcome)


def _terms(item, taxonomy):
    """(nicename, name) of the item's terms, each once."""
    found = {n: name for domain, n, name in item.terms if domain == taxonomy and n}
    return list(found.items())
