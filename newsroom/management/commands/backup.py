from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.template.defaultfilters import filesizeformat
from tqdm import tqdm

from newsroom.backup import Refused, away, by_hour, checking, making, sealing


class Command(BaseCommand):
    help = (
        "Keep a backup: the database as it is at one moment, the originals of the pictures, and "
        "the names of the settings, while the site runs."
    )

    def add_arguments(self, parser):
        parser.add_argument("destination", help="the folder in which backups stand")
        parser.add_argument("--keep", type=_count, help="take away all but so many of the newest")
        parser.add_argument(
            "--encrypt-to", action="append", default=[], metavar="KEY",
            help="encrypt it for this public key of age (age1…); may be said several times",
        )  # fmt: skip
        parser.add_argument(
            "--verify", action="store_true",
            help="restore it into an empty place, compare, and take that away again",
        )  # fmt: skip
        parser.add_argument(
            "--identity", metavar="FILE", help="with --verify: the secret key of age"
        )

        parser.add_argument(
            "--send", action="store_true", help="send it to the bucket of BACKUP_BUCKET as well"
        )

    def handle(self, *, destination, keep, encrypt_to, verify, identity, send, **options):
        to = encrypt_to or settings.BACKUP_RECIPIENTS
        try:
            own = sealing.identities(identity) if identity else []
            if verify and to and not own:
                raise Refused(
                    "To verify an encrypted backup, name its secret key: --identity FILE."
                )
            with by_hour.noted(destination) as note:
                made = making.make(destination, to=to, keep=keep, progress=_progress)
                if verify:
                    checking.prove(checking.found(made.folder), own, _progress)
                note(made, is_verified=verify)
                sent = (
                    away.send(destination, made.folder.name, keep=keep, progress=_progress)
                    if send
                    else None
                )
        except Refused as refused:
            raise CommandError(str(refused)) from refused
        except KeyboardInterrupt as stop:
            raise CommandError(
                "Stopped: earlier backups are as they were.", returncode=130
            ) from stop
        self._report(made, verify, sent)

    def _report(self, made, verified, sent):
        told = made.manifest
        rows = sum(told.tables.values())
        self.stdout.write(self.style.SUCCESS(
            f"{made.folder}: {rows} rows, {told.files['count']} files, {made.new_files} of them "
            f"new; {filesizeformat(made.bytes)} written."
            + " Restored elsewhere and compared." * verified
        ))  # fmt: skip
        if sent:
            self.stdout.write(f"Sent to the bucket, {sent.new} files that were not there.")
        for name in made.removed:
            self.stdout.write(f"Taken away: {name}")
        for path in told.lost[:20]:
            self.stdout.write(f"Lost, or damaged, before this backup: {path}")
        if told.lost:
            raise CommandError(
                f"The backup is kept, but without {len(told.lost)} files that the paper has lost: "
                "look into an earlier one."
            )


def _progress(items):
    return tqdm(items, unit=" files", disable=None)


def _count(text):
    if not text.isascii() or not text.isdecimal() or not 1 <= int(text) <= 10_000:
        raise ValueError(text)
    return int(text)
