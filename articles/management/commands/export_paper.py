from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from articles.interchange import whole_paper
from articles.interchange.whole_paper import writing


class Command(BaseCommand):
    help = (
        "Write the whole paper to one file: every story with its versions, pictures with their "
        "originals, views, people without their secrets, the log. It can be imported anywhere."
    )

    def add_arguments(self, parser):
        parser.add_argument("file", help="a .zip file that is not there yet")

    def handle(self, *, file, **options):
        try:
            written = writing.write(file, progress)
        except whole_paper.Refused as refused:
            raise CommandError(str(refused)) from refused
        except KeyboardInterrupt as stop:
            raise CommandError("Stopped: nothing was written.", returncode=130) from stop
        self.stdout.write(
            self.style.SUCCESS(f"{file}: {written.rows} rows, {written.files} originals.")
        )
        for name in written.lost[:20]:
            self.stdout.write(f"Lost, or damaged, before this export: {name}")
        if written.lost:
            raise CommandError(f"It was written without {len(written.lost)} lost originals.")


def progress(items, total, unit):
    return tqdm(items, total=total, unit=f" {unit}", disable=None)
