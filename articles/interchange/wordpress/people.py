"""Authors: names over stories. Nobody gets an account."""

from articles.models import Author, Byline
from newsroom.slugs import slugify

from .plain_text import cut, line

LONGEST = Author._meta.get_field("name").max_length


class People:
    def __init__(self, site, ledger, report):
        self.site, self.ledger, self.report = site, ledger, report
        self._known = {}  # login -> Author's number

    def sign(self, story, item):
        """Put the names of those who wrote the post over the story."""
        pks = dict.fromkeys(self._author(login, name) for login, name in self._writers(item))
        Byline.objects.bulk_create(
            Byline(story=story, author_id=pk, position=position) for position, pk in enumerate(pks)
        )

    def account_for_the_rest(self):
        for login, name in self.site.authors.items():
            if login not in self._known:
                self.report.leave_out("author", f"“{name}”", "wrote nothing that is brought in")

    def find(self, login):
        """The author of this login, or None."""
        pk = self._known.get(login) or self.ledger.find("author", login)
        return Author.objects.filter(pk=pk).first() if pk else None

    def recognise(self, item):
        """Count those who wrote a post that is here already."""
        for login, _ in self._writers(item):
            if login in self.site.authors and login not in self._known:
                pk = self.ledger.find("author", login)
                if pk:
                    self._known[login] = pk
                    self.report.count("author", "unchanged")

    def _writers(self, item):
        """(login, name) of each; several if the old site knew bylines with several names."""
        several = [
            (nicename.removeprefix("cap-"), name)
            for domain, nicename, name in item.terms
            if domain == "author" and nicename
        ]
        writers = several or [(line(item.creator), line(item.creator))]
        return [(login, self.site.authors.get(login, name)) for login, name in writers if login]

    def _author(self, login, name):
        if login not in self._known:
            self._known[login], outcome = self._find_or_make(login, line(name, LONGEST) or login)
            if login in self.site.authors:
                self.report.count("author", outcome)
            elif outcome == "imported":
                self.report.made["authors who are only named in posts"] += 1
        return self._known[login]

    def _find_or_make(self, login, name):
        pk = self.ledger.find("author", login)
        if pk and Author.objects.filter(pk=pk).exists():
            return pk, "unchanged"
        name = cut(name, LONGEST)
        author = Author.objects.filter(name=name).first()
        outcome = "unchanged" if author else "imported"
        if author is None:
            slug = _free(slugify(name) or slugify(login) or "author")
            author = Author.objects.create(name=name, slug=slug)
        self.ledger.remember("author", login, author.pk)
        return author.pk, outcome


def _free(slug):
    taken = set(Author.objects.filter(slug__startswith=slug[:90]).values_list("slug", flat=True))
    if slug not in taken:
        return slug
    return next(s for n in range(2, len(taken) + 3) if (s := f"{slug[:90]}-{n}") not in taken)
