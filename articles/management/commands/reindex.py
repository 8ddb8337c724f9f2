from django.core.management.base import BaseCommand
from tqdm import tqdm

from articles.search import full_text, index


class Command(BaseCommand):
    help = (
        "Rebuild readers' search index and the desk's from the stories, galleries, quotes and "
        "authors themselves. Safe to run at any time."
    )

    def handle(self, **options):
        full_text.prepare()
        for queryset in index.indexed_querysets():
            name = queryset.model._meta.verbose_name_plural
            total = queryset.count()
            # disable=None draws the bar for a person at a terminal and stays silent under cron.
            bar = tqdm(
                queryset.iterator(chunk_size=500), total=total, unit=f" {name}", disable=None
            )
            for row in bar:
                index.update_entry(row)
            self.stdout.write(self.style.SUCCESS(f"Indexed {total} {name}."))
