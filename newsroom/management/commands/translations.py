"""`manage.py translations`: the catalogues of newsroom/locale, without GNU gettext."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from newsroom.catalogues import Catalogues


class Command(BaseCommand):
    help = (
        "Bring the catalogues up to what templates and code say now, and compile them. "
        "Whatever stands untranslated or fuzzy in a .po afterwards is for a person to write; "
        "then run this again."
    )
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument(
            "--check", action="store_true", help="change nothing; fail if a sentence is not there"
        )
        parser.add_argument("--add", metavar="LANGUAGE", help='begin another language: "pl"')

    def handle(self, *, check, add, **options):
        catalogues = Catalogues(settings.BASE_DIR, settings.LOCALE_PATHS[0])
        if add and add in catalogues.languages:
            raise CommandError(f"There is a catalogue for {add} already.")
        if add:
            catalogues.add(add)
        open_ends = 0
        for language in catalogues.languages:
            if not check:
                catalogues.update(language)
            problems = list(catalogues.problems(language))
            open_ends += len(problems)
            for problem in problems if check else ():
                self.stdout.write(f"{language}: {problem}")
            self.stdout.write(f"{language}: {len(problems)} left to do")
        if check and open_ends:
            raise CommandError("Run `manage.py translations`, write what is missing, run it again.")
