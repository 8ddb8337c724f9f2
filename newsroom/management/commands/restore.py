from contextlib import contextmanager

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from newsroom.backup import Refused, away, checking, making, restoring, sealing


class Command(BaseCommand):
    help = "Put a backup back, into a database without tables. It is checked before it is believed."
    requires_system_checks = ()

    def add_arguments(self, parser):
        parser.add_argument(
            "source",
            help="the folder in which backups stand, for the newest; or one of them; "
            "“bucket”, or bucket/2026-…Z, for that of BACKUP_BUCKET",
        )
        parser.add_argument("--identity", metavar="FILE", help="the secret key of age")
        parser.add_argument(
            "--check", action="store_true", help="only look whether it is whole; changes nothing"
        )

    def handle(self, *, source, identity, check, **options):
        try:
            own = sealing.identities(identity) if identity else []
            with _on_this_machine(source) as found:
                if check:
                    backup = checking.found(found)
                    checking.check_files(backup, own, _progress)
                else:
                    backup = restoring.restore(found, own=own, progress=_progress)
        except Refused as refused:
            raise CommandError(str(refused)) from refused
        except KeyboardInterrupt as stop:
            raise CommandError("Stopped: begin again.", returncode=130) from stop
        if check:
            self.stdout.write(self.style.SUCCESS(f"{backup.folder.name} is whole."))
            return
        told = backup.manifest
        self.stdout.write(self.style.SUCCESS(
            f"{backup.folder.name} is back: {sum(told.tables.values())} rows, "
            f"{told.files['count']} files."
        ))  # fmt: skip
        self.stdout.write("Variables that were set then: " + ", ".join(told.settings))
        self.stdout.write(
            "Now: manage.py migrate. The worker makes the sizes of pictures once it starts."
        )


@contextmanager
def _on_this_machine(source):
    where, _, name = source.partition("/")
    if where != away.SOURCE:
        yield source
        return
    with making.working_folder() as folder:
        yield away.fetch(folder, name, progress=_progress)


def _progress(items):
    return tqdm(items, unit=" files", disable=None)
