from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from articles import publishing
from articles.interchange import pictures_folder
from articles.models import Gallery, Picture

MAX_CREDIT = Picture._meta.get_field("credit").max_length
MAX_TITLE = Gallery._meta.get_field("title").max_length
MAX_PROBLEMS = 10


class Command(BaseCommand):
    help = (
        "Bring the pictures of a folder or a zip into the library, in the order of their names, "
        "and into a gallery if one is named. Running it again doubles nothing."
    )

    def add_arguments(self, parser):
        parser.add_argument("path", help="a folder, or a .zip file")
        parser.add_argument("--gallery", default="", metavar="TITLE", help="put them in this one")
        parser.add_argument("--credit", default="", help="instead of what stands in the files")
        parser.add_argument(
            "--publish",
            choices=["yes", "no"],
            default="no",
            help="whether readers get the gallery at once; each picture must be described",
        )

    def handle(self, *, path, gallery, credit, publish, **options):
        title = " ".join(gallery.split())
        if publish == "yes" and not title:
            raise CommandError("Name the gallery that is to be published, with --gallery.")
        if len(credit) > MAX_CREDIT or len(title) > MAX_TITLE:
            raise CommandError(
                f"A credit has up to {MAX_CREDIT} characters, a title up to {MAX_TITLE}."
            )
        try:
            report = pictures_folder.import_pictures(
                path, gallery=title, credit=credit, progress=self.progress
            )
        except pictures_folder.Unreadable as problem:
            raise CommandError(f"{path}: {problem}") from problem
        except KeyboardInterrupt as stop:
            stopped = "Stopped. What came in stays; run it again to go on."
            raise CommandError(stopped, returncode=130) from stop
        self.print_report(report)
        if publish == "yes":
            self.publish(report.gallery)
        if report.refused:
            raise CommandError(f"Files that were not taken: {len(report.refused)}. See above.")

    def progress(self, files, total):
        # disable=None draws the bar for a person at a terminal and stays silent under cron.
        return tqdm(files, total=total, unit=" files", disable=None)

    def print_report(self, report):
        summary = f"{report.new} new in the library, {report.present} were there already."
        if report.gallery:
            summary += f" {report.placed} put into “{report.gallery}”."
        self.stdout.write(self.style.SUCCESS(summary))
        for name, reason in report.refused:
            self.stdout.write(f"{_printable(name)}: {reason}")

    def publish(self, gallery):
        try:
            gallery.publish(by=None)
        except publishing.NotReady as not_ready:
            for problem in not_ready.problems[:MAX_PROBLEMS]:
                self.stdout.write(problem)
            raise CommandError("The gallery stays a draft until that is settled.") from not_ready
        self.stdout.write(self.style.SUCCESS(f"“{gallery}” is published."))


def _printable(name):
    """A stranger's file name on our terminal, without what would move its cursor."""
    return "".join(letter if letter.isprintable() else "?" for letter in name)[:200]
