from django.core.management.base import BaseCommand
from tqdm import tqdm

from articles import full_text, search
from articles.models import Story


class Command(BaseCommand):
    help = "Rebuild the search index from the stories themselves. Safe to run at any time."

    def handle(self, **options):
        full_text.prepare()
        stories = Story.objects.select_related("section", "live")
        stories = stories.prefetch_related("topics", "authors")
        total = stories.count()
        # disable=None draws the bar for a person at a terminal and stays silent under cron.
        bar = tqdm(stories.iterator(chunk_size=500), total=total, unit=" stories", disable=None)
        for story in bar:
            search.index(story)
        self.stdout.write(self.style.SUCCESS(f"Indexed {total} stories."))
