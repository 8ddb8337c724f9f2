from articles.interchange import markdown
from articles.management.importing import SITE, ImportCommand


class Command(ImportCommand):
    help = (
        "Bring Markdown files with front matter in, as Hugo, Jekyll, Eleventy and Astro have them: "
        "authors, sections, topics, stories, the pictures beside the text, and redirects from the "
        "old addresses. Running it again goes on after a stop, and doubles nothing."
    )

    def add_arguments(self, parser):
        parser.add_argument("path", help="the site's folder, or a zip of it")
        parser.add_argument("--site", required=True, help=SITE)
        self.add_section(parser)
        self.add_choices(parser)

    def handle(self, *, path, site, section, media, dry_run, **options):
        self.bring_in(
            path, markdown.import_site, path, site,
            section=section, media=media, dry_run=dry_run,
        )  # fmt: skip
