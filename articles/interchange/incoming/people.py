"""Authors: names over stories. Nobody gets an account."""

from articles.models import Author
from newsroom.slugs import slugify

from .plain_text import one_line, truncated

MAX_LENGTH = Author._meta.get_field("name").max_length


class People:
    """Finds or creates the authors of posts, and accounts for each of the export."""

    def __init__(self, site, id_map, report):
        self.site, self.id_map, self.report = site, id_map, report
        self._known = {}  # login -> primary key of the Author

    def authors_of(self, item):
        """The primary keys of the authors of a post, in the order of its byline."""
        pks = (self._author(login, name) for login, name in self._writers(item))
        return list(dict.fromkeys(pks))

    def account_for_the_rest(self):
        """Report the authors of the export who wrote nothing that is imported."""
        for login, name in self.site.authors.items():
            if login not in self._known:
                self.report.leave_out("author", f"“{name}”", "wrote nothing that is brought in")

    def find(self, login):
        """The author of this login, or None."""
        pk = self._known.get(login) or self.id_map.find("author", login)
        return Author.objects.filter(pk=pk).first() if pk else None

    def count_known(self, item):
        """Count the authors of a post that was imported before."""
        for login, _ in self._writers(item):
            if login in self.site.authors and login not in self._known:
                pk = self.id_map.find("author", login)
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
        writers = several or [(one_line(item.creator), one_line(item.creator))]
        return [(login, self.site.authors.get(login, name)) for login, name in writers if login]

    def _author(self, login, name):
        if login not in self._known:
            self._known[login], outcome = self._find_or_create(
                login, one_line(name, MAX_LENGTH) or login
            )
            if login in self.site.authors:
                self.report.count("author", outcome)
            elif outcome == "imported":
                self.report.created["authors who are only named in posts"] += 1
        return self._known[login]

    def _find_or_create(self, login, name):
        pk = self.id_map.find("author", login)
        if pk and Author.objects.filter(pk=pk).exists():
            return pk, "unchanged"
        name = truncated(name, MAX_LENGTH)
        author = Author.objects.filter(name=name).first()
        outcome = "unchanged" if author else "imported"
        if author is None:
            slug = _free_slug(slugify(name) or slugify(login) or "author")
            author = Author.objects.create(name=name, slug=slug)
        self.id_map.add("author", login, author.pk)
        return author.pk, outcome


def _free_slug(slug):
    taken = set(Author.objects.filter(slug__startswith=slug[:90]).values_list("slug", flat=True))
    if slug not in taken:
        return slug
    return next(s for n in range(2, len(taken) + 3) if (s := f"{slug[:90]}-{n}") not in taken)
