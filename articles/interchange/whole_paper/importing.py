"""An export put into an empty paper: all of it or nothing."""

from collections import Counter
from dataclasses import dataclass, field
from itertools import batched

from django.contrib.auth.hashers import make_password
from django.core.files.base import File
from django.db import DatabaseError, IntegrityError, connection, transaction

from accounts.models import User
from articles import body, forgetting
from articles.models import StoryVersion
from articles.pictures.storing import originals
from articles.search import full_text, index

from . import Refused, ids, reading, tables

ROWS_AT_ONCE = 500


@dataclass
class Report:
    rows: Counter = field(default_factory=Counter)  # by label
    files: int = 0
    lost: list = field(default_factory=list)  # originals that the paper had lost before
    cleaned: int = 0  # texts with something that no story may have
    left_out: int = 0  # rights that this edition does not have


def import_paper(path, progress=lambda items, total, unit: items, *, dry_run=False):
    """Put the export `path` into this paper, which must be empty. Returns a Report.

    Everything is looked through before anything is written. Raises Refused.
    """
    _check_is_empty()
    with reading.opened(path) as archive:
        archive.check_originals(progress)
        for label in tables.EXPORTED:
            for _ in archive.rows(label, progress):
                pass
        if dry_run:
            told = archive.manifest["tables"]
            rows = Counter({label: table["rows"] for label, table in told.items()})
            return Report(rows, len(archive.originals), archive.manifest["lost"])
        return _Importing(archive, progress).do()


def _check_is_empty():
    for label in tables.EXPORTED:
        if label in tables.WRITTEN_BY_MIGRATE:
            continue
        model = tables.model_of(label)
        if model._base_manager.exists():
            raise Refused(
                f"This paper is not empty: it has {model._meta.verbose_name_plural}. Import into "
                "a new database, after migrate and before anything else; the export has accounts."
            )


class _Importing:
    def __init__(self, archive, progress):
        self.archive, self.progress, self.report = archive, progress, Report()
        self._stored = []

    def do(self):
        self.report.lost = self.archive.manifest["lost"]
        try:
            self._store_originals()
            with transaction.atomic():
                _check_is_empty()  # nobody writes from here on, on SQLite
                self._write_tables()
                self._find_dangling()
                self._index()
                forgetting.after_rows_from_elsewhere()
        except IntegrityError as error:
            self._undo()
            raise Refused(f"Some rows contradict others: {_one_line(error)}.") from error
        except DatabaseError as error:
            self._undo()
            raise Refused(f"The database refuses it: {_one_line(error)}.") from error
        except BaseException:
            self._undo()
            raise
        return self.report

    def _store_originals(self):
        names = [name for name, *_ in self.archive.originals]
        for name in self.progress(names, len(names), "originals"):
            if originals.exists(name):  # named by its content
                continue
            try:
                with self.archive.original(name) as stream:
                    self._stored.append(name)
                    originals.save(name, File(stream, name=name))
            except OSError as error:
                raise Refused(f"{name} cannot be stored ({error.strerror or error}).") from error
            self.report.files += 1

    def _undo(self):
        for name in self._stored:
            originals.delete(name)

    def _write_tables(self):
        for label in tables.WRITTEN_BY_MIGRATE:
            queryset = tables.model_of(label)._base_manager.all()
            queryset._raw_delete(queryset.db)
        for label in tables.EXPORTED:
            self._write_table(label)
        for label in tables.EXPORTED:
            told = self.archive.manifest["tables"].get(label, {})
            if told.get("last_id") is not None:
                ids.go_on_after(tables.model_of(label), told["last_id"])

    def _write_table(self, label):
        model = tables.model_of(label)
        fields = model._meta.local_concrete_fields
        rows = map(self._made_ready, self.archive.rows(label, self.progress))
        for batch in batched(filter(None, rows), ROWS_AT_ONCE):
            size = connection.ops.bulk_batch_size(fields, batch)
            for some in batched(batch, max(1, min(size, len(batch)))):
                # Past `save`, whose signals would write the log anew, and change moments.
                model._base_manager._insert(
                    list(some), fields=fields, using=connection.alias, raw=True
                )
            self.report.rows[label] += len(batch)

    def _made_ready(self, row):
        if row is None:
            self.report.left_out += 1
        elif isinstance(row, User):
            row.password = make_password(None)
        elif isinstance(row, StoryVersion):
            clean = body.clean(row.body)
            self.report.cleaned += clean != row.body
            row.body = clean
        return row

    def _find_dangling(self):
        """Raises IntegrityError in place of the commit, which says less."""
        connection.check_constraints()

    def _index(self):
        full_text.prepare()
        for queryset in index.indexed_querysets():
            rows = queryset.iterator(chunk_size=500)
            unit = f"{queryset.model._meta.verbose_name_plural} for search"
            for row in self.progress(rows, queryset.count(), unit):
                index.update_entry(row)


def _one_line(error):
    return " ".join(str(error).split())[:300].rstrip(".")
