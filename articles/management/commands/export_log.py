import os
import sys
from datetime import datetime, time

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime

from articles.log import export
from articles.models import Record


class Command(BaseCommand):
    help = "Print the log, the oldest line first: who did what, when and why."

    def add_arguments(self, parser):
        parser.add_argument(
            "--since", help="a day or a moment: 2026-11-01, or 2026-11-01T06:00+00:00"
        )
        parser.add_argument("--format", choices=sorted(export.FORMATS), default="jsonl")

    def handle(self, **options):
        records = Record.objects.order_by("at", "pk")
        if options["since"]:
            records = records.filter(at__gte=_moment(options["since"]))
        lines, _ = export.FORMATS[options["format"]]
        try:
            for line in lines(records):
                self.stdout.write(line, ending="")
        except BrokenPipeError:
            # The reader has seen enough (`| head`). Python would complain once more at its end.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _moment(text):
    try:
        day = parse_date(text)
        at = datetime.combine(day, time.min) if day else parse_datetime(text)
        if at is None:
            raise ValueError(text)
        return at if timezone.is_aware(at) else timezone.make_aware(at)
    except (ValueError, OverflowError) as error:
        raise CommandError(f"“{text}” is no day: write it as 2026-11-01.") from error
