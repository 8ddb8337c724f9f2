"""Commands that a paper comes in or goes out by: what each is run on, and what it leaves."""

import re
from threading import Event

from django.core.management import CommandError, call_command

from .imported import imported


def told_by(path):
    from tests.articles.interchange.whole_paper.test_there_and_back import contents

    return {name: data.decode("latin-1") for name, data in contents(path).items()}


class Import:
    """Of another paper, into one that is empty."""

    is_empty = True

    def __init__(self, folder):
        self.file, self.options = self.export(folder), self.options_of(folder)

    def options_of(self, folder):
        return {}

    def run(self, here):
        call_command(self.name, str(self.file), **self.options)

    def left(self, here):
        return imported()


class WordPress(Import):
    name = "import_wordpress"

    def export(self, folder):
        from tests.articles.interchange.wordpress.exports import comment, export, post

        posts = [post(1, comments=comment(1) + comment(2)), post(2, status="private")]
        path = folder / "old.xml"
        path.write_text(export(*posts, *(post(n) for n in range(3, 8))), encoding="utf-8")
        return path


class Ghost(Import):
    name = "import_ghost"

    def options_of(self, folder):
        from tests.articles.interchange.ghost import exports

        return {"site": exports.SITE}

    def export(self, folder):
        from tests.articles.interchange.ghost import exports
        from tests.articles.pictures.library import another

        image = {"type": "image", "src": "__GHOST_URL__/content/images/boat.jpg", "alt": "A boat"}
        text = exports.lexical(exports.paragraph("The ferry left."), image)
        posts = [exports.post(n, lexical=text, tags=(exports.WALK,)) for n in range(1, 4)]
        return exports.write(folder / "old.zip", exports.export(*posts), {"boat.jpg": another()})


class Feed(Import):
    name = "import_feed"

    def export(self, folder):
        from tests.articles.interchange.feed.feeds import item, rss

        path = folder / "old.xml"
        path.write_text(rss(*(item(n) for n in range(1, 6)), item(6, pubDate=None)))
        return path


class Markdown(Import):
    name = "import_markdown"

    def options_of(self, folder):
        from tests.articles.interchange.markdown.sites import SITE

        return {"site": SITE}

    def export(self, folder):
        from tests.articles.interchange.markdown.sites import text, zipped
        from tests.articles.pictures.library import another

        files = {f"posts/{n}.md": text(title=f"Story {n}", body="![A boat](b.jpg) Left.")
                 for n in range(1, 4)}  # fmt: skip
        path = folder / "old.zip"
        path.write_bytes(zipped(files | {"posts/b.jpg": another(), "c.md": text(draft="true")}))
        return path


class Table(Import):
    name = "import_csv"

    def options_of(self, folder):
        from tests.articles.interchange.table.tables import SITE

        return {"site": SITE}

    def export(self, folder):
        from tests.articles.interchange.table.tables import row, table

        path = folder / "old.csv"
        rows = [row(n, headline=f"Story {n}") for n in range(1, 6)]
        path.write_text(table(*rows, row(6, status="draft")), encoding="utf-8")
        return path


class Pictures(Import):
    """Not all or nothing: what came in stays, and nothing is doubled."""

    name = "import_pictures"

    def options_of(self, folder):
        return {"gallery": "Regatta"}

    def export(self, folder):
        from tests.articles.pictures.library import another

        (folder / "regatta").mkdir()
        for number in range(4):
            (folder / "regatta" / f"{number}.jpg").write_bytes(another())
        return folder / "regatta"


class Paper(Import):
    """An export of a paper like this one, with all that it has."""

    name = "import_paper"

    def export(self, folder):
        from articles.interchange.whole_paper import writing
        from tests.articles.interchange.whole_paper.test_there_and_back import the_paper

        the_paper()
        writing.write(folder / "paper.zip")
        return folder / "paper.zip"

    def run(self, here):
        from articles.pictures.sweeping import mend

        try:
            super().run(here)
        except CommandError as refused:
            if "This paper is not empty" not in str(refused):
                raise
            # It was killed when all was in: what is left of the pictures' sizes the worker makes.
            mend(Event())

    def left(self, here):
        from articles.interchange.whole_paper import writing

        writing.write(here / "again.zip")
        return told_by(here / "again.zip")


class OfThisPaper:
    """What reads a paper, and writes it elsewhere."""

    is_empty = False

    def __init__(self, folder):
        from tests.articles.interchange.whole_paper.test_there_and_back import the_paper

        the_paper()


class ExportPaper(OfThisPaper):
    name = "export_paper"

    def run(self, here):
        try:
            call_command(self.name, str(here / "paper.zip"))
        except CommandError as refused:
            if "is there already" not in str(refused):
                raise

    def left(self, here):
        return told_by(here / "paper.zip"), sorted(path.name for path in here.iterdir())


class Backup(OfThisPaper):
    name = "backup"

    def run(self, here):
        call_command(self.name, str(here / "shelf"))

    def left(self, here):
        from newsroom.backup import checking

        shelf = here / "shelf"
        for one in shelf.glob("20*Z*"):
            checking.prove(checking.found(one))  # whatever has a good name is good
        newest = checking.found(shelf)
        tables = {name: count for name, count in newest.manifest.tables.items()
                  if name != "machine_backup"}  # fmt: skip
        files = sorted(path.relative_to(shelf).as_posix() for path in shelf.rglob("*")
                       if path.is_file() and not path.parent.name.startswith("20"))  # fmt: skip
        left = [path.name for path in (here / "tmp").iterdir()]
        return tables, sorted(map(str, newest.files)), files, left


class ExportStatic(OfThisPaper):
    name = "export_static"

    def run(self, here):
        call_command(self.name, str(here / "copy"))

    def left(self, here):
        # An empty feed says when it is read.
        dated = re.compile(rb"<lastBuildDate>[^<]*</lastBuildDate>")
        files = (path for path in (here / "copy").rglob("*") if path.is_file())
        return {
            path.relative_to(here).as_posix(): dated.sub(b"", path.read_bytes()).decode("latin-1")
            for path in files if not path.name.startswith(".harbour-static.")
        }  # fmt: skip


COMMANDS = {
    command.name: command
    for command in (
        WordPress,
        Ghost,
        Feed,
        Markdown,
        Table,
        Pictures,
        Paper,
        ExportPaper,
        Backup,
        ExportStatic,
    )
}
