from django.core.management import CommandError
from django.core.management.commands import loaddata
from django.db import IntegrityError

from articles import log


class Command(loaddata.Command):
    help = (
        f"{loaddata.Command.help} It adds to a paper; a whole paper moves with export_paper and "
        "import_paper."
    )

    def handle(self, *fixtures, **options):
        try:
            # The lines about what is loaded are in the fixture, if anywhere.
            with log.quietly():
                super().handle(*fixtures, **options)
        except IntegrityError as error:
            if "never changed or deleted" not in str(error):
                raise
            raise CommandError(
                "The database lets nobody rewrite versions and the log, and these fixtures have "
                "some that are here already. A whole paper moves with manage.py export_paper and "
                "import_paper, into an empty one."
            ) from error
