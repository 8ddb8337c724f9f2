from django.core.management.base import BaseCommand, CommandError

from articles.pictures.sweeping import Sweep


class Command(BaseCommand):
    help = (
        "Make the files that pictures have lost from their originals, and delete files that no "
        "picture knows of, once they are an hour old. Safe at any time."
    )

    def add_arguments(self, parser):
        parser.add_argument("--dry-run", action="store_true", help="Only tell what would be done.")

    def handle(self, *, dry_run, **options):
        sweep = Sweep(report=self.stdout.write, dry_run=dry_run)
        try:
            sweep.sweep()
        except OSError as problem:
            raise CommandError(f"The sweep was stopped; do it again later. {problem}") from problem
        self.stdout.write(
            self.style.SUCCESS(f"Made anew: {sweep.repaired}. Deleted: {sweep.deleted}.")
            if not dry_run
            else f"To be made anew: {sweep.repaired}. To be deleted: {sweep.deleted}."
        )
        if sweep.lost:
            raise CommandError(f"Pictures that cannot be mended: {sweep.lost}. See above.")
