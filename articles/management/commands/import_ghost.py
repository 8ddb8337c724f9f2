from articles.interchange import ghost
from articles.management.importing import SITE, ImportCommand


class Command(ImportCommand):
    help = (
        "Bring a Ghost export (Settings > Export, a .json file, or a .zip with it and "
        "content/images) in: authors, sections, topics, stories, pictures of the zip, and "
        "redirects from the old addresses. Running it again goes on after a stop, and doubles "
        "nothing."
    )

    def add_arguments(self, parser):
        parser.add_argument("file", help="the .json that Ghost exported, or a .zip with it")
        parser.add_argument("--site", required=True, help=SITE)
        self.add_choices(parser)
        self.add_pages(parser)

    def handle(self, *, file, site, media, dry_run, pages, **options):
        self.bring_in(
            file, ghost.import_site, file, site, pages=pages, media=media, dry_run=dry_run
        )
