from articles.interchange import feed
from articles.management.importing import SITE, ImportCommand


class Command(ImportCommand):
    help = (
        "Bring archives of feeds (RSS 2.0 or Atom) in: authors, sections, topics, stories, and "
        "redirects from the old addresses. Running it again goes on after a stop, and doubles "
        "nothing."
    )

    def add_arguments(self, parser):
        parser.add_argument(
            "file", nargs="+", help="the feed, or the files of its archive; the first wins"
        )
        parser.add_argument("--site", default="", help=f"{SITE}; for feeds that do not say it")
        self.add_section(parser)
        self.add_choices(parser)

    def handle(self, *, file, site, section, media, dry_run, **options):
        self.bring_in(
            ", ".join(file), feed.import_site, file,
            site=site, section=section, media=media, dry_run=dry_run,
        )  # fmt: skip
