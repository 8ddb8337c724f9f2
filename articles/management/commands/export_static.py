from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from articles.interchange import static_copy
from newsroom.static_copy import Refused


class Command(BaseCommand):
    help = (
        "Write the public paper to a folder as files that any web server gives out: a mirror, or "
        "an archive. Run again it writes what has changed, and takes away what is no page any more."
    )

    def add_arguments(self, parser):
        parser.add_argument("folder", help="an empty or new one, or that of an earlier copy")

    def handle(self, *, folder, **options):
        with tqdm(unit=" pages", disable=None) as bar:

            def progress(done, known):
                bar.total = known
                bar.update(done - bar.n)

            try:
                report = static_copy.copy(folder, progress)
            except Refused as refused:
                raise CommandError(str(refused)) from refused
            except KeyboardInterrupt as stop:
                words = "Stopped: what was copied stays; run it again to go on."
                raise CommandError(words, returncode=130) from stop
        self.stdout.write(
            self.style.SUCCESS(
                f"{folder}: {report.pages} addresses, {report.written} files written, "
                f"{report.removed} taken away."
            )
        )
        for address, status in report.faults[:20]:
            self.stdout.write(f"{address} answered {status}")
        if report.faults:
            raise CommandError(f"{len(report.faults)} pages could not be made: run it again.")
