from django.core.management.base import CommandError
from django.db import Error

from articles.interchange import ghost

from .import_wordpress import STOPPED, first_line
from .import_wordpress import Command as ImportWordPress


class Command(ImportWordPress):
    help = (
        "Bring a Ghost export (Settings > Export, a .json file, or a .zip with it and "
        "content/images) in: authors, sections, topics, stories, pictures of the zip, and "
        "redirects from the old addresses. Running it again goes on after a stop, and doubles "
        "nothing."
    )

    def add_arguments(self, parser):
        parser.add_argument("file", help="the .json that Ghost exported, or a .zip with it")
        parser.add_argument(
            "--site", required=True, help="address that the old site had: https://paper.example"
        )
        self.add_choices(parser)

    def handle(self, *, file, site, media, dry_run, pages, **options):
        try:
            report = ghost.import_site(
                file,
                site,
                fetch_pictures=media,
                dry_run=dry_run,
                pages=pages,
                progress=self.progress,
            )
        except ghost.Unreadable as problem:
            raise CommandError(f"{file}: {problem} Nothing was imported.") from problem
        except Error as problem:
            raise CommandError(f"The database refused: {first_line(problem)}") from problem
        except KeyboardInterrupt as stop:
            raise CommandError(STOPPED, returncode=130) from stop
        self.tell(report, dry_run)
