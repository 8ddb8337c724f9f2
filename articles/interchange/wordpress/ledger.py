"""Which row came from which thing of the other site, so that an import can run twice."""

import hashlib

from articles.models import Imported

LONGEST_ID = 100  # characters


class Ledger:
    def __init__(self, source):
        self.source = source

    def find(self, kind, external_id):
        """The row's number, or None; the row itself may have been deleted since."""
        rows = self._rows(kind).filter(external_id=_short(external_id))
        return rows.values_list("object_id", flat=True).first()

    def find_all(self, kind, external_ids):
        """The row's number for each of these that has one."""
        short = {_short(external_id): external_id for external_id in external_ids}
        rows = self._rows(kind).filter(external_id__in=short)
        return {short[key]: pk for key, pk in rows.values_list("external_id", "object_id")}

    def all(self, kind):
        return dict(self._rows(kind).values_list("external_id", "object_id"))

    def remember(self, kind, external_id, pk):
        Imported.objects.update_or_create(
            source=self.source,
            kind=kind,
            external_id=_short(external_id),
            defaults={"object_id": pk},
        )

    def remember_all(self, kind, numbers):
        """`numbers` maps what is new to its row's number."""
        Imported.objects.bulk_create(
            Imported(source=self.source, kind=kind, external_id=_short(key), object_id=pk)
            for key, pk in numbers.items()
        )

    def forget(self, kind, external_id):
        self._rows(kind).filter(external_id=_short(external_id)).delete()

    def _rows(self, kind):
        return Imported.objects.filter(source=self.source, kind=kind)


def fingerprint(*words):
    """A short name for something that the other site gave no number."""
    return hashlib.sha256("\0".join(words).encode()).hexdigest()[:32]


def _short(external_id):
    # Slugs in other scripts are percent-encoded and long.
    return external_id if len(external_id) <= LONGEST_ID else fingerprint(external_id)
