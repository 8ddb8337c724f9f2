from django.core.management.base import BaseCommand
from tqdm import tqdm

from articles.search import full_text, index


class Command(BaseCommand):
    help = (
        "Rebuild the search index from the stories, galleries, quotes and authors themselves. "
        "Safe to run at any time."
    )

    def handle(self, **options):
        full_text.prepare()
        for things in index.everything():
            name = things.model._meta.verbose_name_plural
            total = things.count()
            # disable=None draws the bar for a person at a terminal and stays silent under cron.
            bar = tqdm(things.iterator(chunk_size=500), total=total, unit=f" {name}", disable=None)
            for thing in bar:
                index.index(thing)
            self.stdout.write(self.style.SUCCESS(f"Indexed {total} {name}."))
