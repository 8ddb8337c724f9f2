from threading import Event

from django.core.management.base import BaseCommand, CommandError

from articles.interchange import whole_paper
from articles.interchange.whole_paper import importing
from articles.pictures.sweeping import Sweep

from .export_paper import progress


class Command(BaseCommand):
    help = (
        "Put what export_paper has written into this paper, which must be empty: all or nothing. "
        "It is looked through before anything is written."
    )

    def add_arguments(self, parser):
        parser.add_argument("file", help="the .zip file that export_paper has written")
        parser.add_argument(
            "--dry-run", action="store_true", help="only look through it; changes nothing"
        )

    def handle(self, *, file, dry_run, **options):
        try:
            report = importing.import_paper(file, progress, dry_run=dry_run)
        except whole_paper.Refused as refused:
            raise CommandError(str(refused)) from refused
        except KeyboardInterrupt as stop:
            raise CommandError("Stopped: nothing was changed.", returncode=130) from stop
        done = "would come in" if dry_run else "are here"
        self.stdout.write(
            self.style.SUCCESS(f"{report.rows.total()} rows and {report.files} originals {done}.")
        )
        if report.lost:
            self.stdout.write(f"Originals that the paper had lost before: {len(report.lost)}")
        if report.left_out:
            self.stdout.write(f"Rights that this edition does not have: {report.left_out}")
        if report.cleaned:
            self.stdout.write(f"Texts with what no story may have, cleaned: {report.cleaned}")
        if not dry_run:
            self.stdout.write(
                "Passwords are not in an export: manage.py changepassword, or “Forgot your "
                "password?”."
            )
            self.make_sizes()

    def make_sizes(self):
        """An export has the originals alone; the worker would make the rest within an hour."""
        self.stdout.write(
            "The sizes of pictures are made. Stop it if you like: the worker goes on."
        )
        sweep = Sweep(report=lambda fault: None)
        try:
            sweep.mend(Event())
        except (OSError, KeyboardInterrupt) as problem:
            self.stdout.write(f"Left to the worker. {problem}".rstrip())
            return
        self.stdout.write(f"Made: those of {sweep.repaired - sweep.lost:,} pictures.")
