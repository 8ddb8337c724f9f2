from articles.interchange import table
from articles.management.importing import SITE, ImportCommand


class Command(ImportCommand):
    help = (
        "Bring a table of stories (.csv, with the names of its columns in the first row) in: "
        "authors, sections, topics, stories, and redirects from the old addresses. Running it "
        "again goes on after a stop, and doubles nothing."
    )

    def add_arguments(self, parser):
        parser.add_argument("file", help="the .csv file, in UTF-8")
        parser.add_argument("--site", required=True, help=SITE)
        parser.add_argument(
            "--without-status",
            choices=("draft", "published"),
            default="draft",
            help="what a row is that does not say it: a draft, unless told otherwise",
        )
        self.add_section(parser)
        self.add_choices(parser)

    def handle(self, *, file, site, section, without_status, media, dry_run, **options):
        self.bring_in(
            file, table.import_site, file, site,
            section=section, without_status=without_status, media=media, dry_run=dry_run,
        )  # fmt: skip
