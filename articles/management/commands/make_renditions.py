from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from articles.models import Picture
from articles.pictures.completing import complete
from articles.pictures.receiving import Refused


class Command(BaseCommand):
    help = (
        "Make the sizes and formats that pictures of earlier days do not have yet. "
        "Safe to stop, and to run at any time."
    )

    def handle(self, **options):
        lost = 0
        # Oldest last, as readers look for them; the list is of numbers, so memory stays flat.
        keys = list(Picture.objects.order_by("-pk").values_list("pk", flat=True))
        # disable=None draws the bar for a person at a terminal and stays silent under cron.
        for pk in tqdm(keys, unit=" pictures", disable=None):
            picture = Picture.objects.filter(pk=pk).first()
            try:
                if picture is not None:
                    complete(picture)
            except (OSError, Refused) as problem:
                lost += 1
                self.stderr.write(f"Picture {pk} stays as it is: {problem}")
        self.stdout.write(self.style.SUCCESS(f"{len(keys) - lost} pictures are complete."))
        if lost:
            raise CommandError(f"Originals that could not be read: {lost}. They are named above.")
