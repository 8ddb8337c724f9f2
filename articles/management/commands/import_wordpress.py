from articles.interchange import wordpress
from articles.management.importing import ImportCommand


class Command(ImportCommand):
    help = (
        "Bring a WordPress export (Tools > Export, an .xml file) in: authors, sections, topics, "
        "stories, readers' views, and redirects from the old addresses. Running it "
        "again goes on after a stop, and doubles nothing."
    )

    def add_arguments(self, parser):
        parser.add_argument("file", help="the .xml file that WordPress exported")
        parser.add_argument(
            "--uploads", help="folder or zip of wp-content/uploads, to take pictures from"
        )
        self.add_choices(parser)
        self.add_pages(parser)

    def handle(self, *, file, media, dry_run, uploads, pages, **options):
        self.bring_in(
            file, wordpress.import_site, file,
            uploads=uploads, pages=pages, media=media, dry_run=dry_run,
        )  # fmt: skip
