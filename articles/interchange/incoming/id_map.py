"""The map from ids of the other site to rows here, which makes an import idempotent."""

import hashlib
import re

from articles.models import Imported
from newsroom.bulk_insert import insert

MAX_ID = 100  # characters
# Numbers of WordPress and of an old Ghost, ids of a new one, fingerprints.
KNOWABLE = re.compile(r"[0-9]{1,20}|[0-9a-f]{24}|[0-9a-f]{32}")


class IdMap:
    """External ids (text) to primary keys, for one source and by kind (models.Imported).

    A kind is one of the words of Imported.kind, such as "story"; long ids are kept as a hash.
    """

    def __init__(self, source):
        self.source = source

    def find(self, kind, external_id):
        """The row's primary key, or None; the row itself may have been deleted since."""
        rows = self._rows(kind).filter(external_id=kept_as(external_id))
        return rows.values_list("object_id", flat=True).first()

    def find_all(self, kind, external_ids):
        """{external id: primary key} for those of `external_ids` that are known; one query."""
        short = {kept_as(external_id): external_id for external_id in external_ids}
        if not short:
            return {}
        rows = self._rows(kind).filter(external_id__in=short)
        return {short[key]: pk for key, pk in rows.values_list("external_id", "object_id")}

    def all(self, kind):
        """{external id: primary key} for all of this kind; long ids as they are kept."""
        return dict(self._rows(kind).values_list("external_id", "object_id"))

    def add(self, kind, external_id, pk):
        """Add a pair, or replace it."""
        Imported.objects.update_or_create(
            source=self.source,
            kind=kind,
            external_id=kept_as(external_id),
            defaults={"object_id": pk},
        )

    def add_all(self, kind, pks):
        """Add {external id: primary key}, none of which is known yet."""
        said = {"source": self.source, "kind": kind}
        insert(
            Imported,
            [said | {"external_id": kept_as(key), "object_id": pk} for key, pk in pks.items()],
        )

    def remove(self, kind, external_id):
        self._rows(kind).filter(external_id=kept_as(external_id)).delete()

    def _rows(self, kind):
        return Imported.objects.filter(source=self.source, kind=kind)


def fingerprint(*texts):
    """An id of 32 hexadecimal digits for what has none at the other site: a hash of its texts."""
    return hashlib.sha256("\0".join(texts).encode()).hexdigest()[:32]


def kept_as(external_id):
    """The id as the map has it."""
    # Slugs in other scripts are percent-encoded and long.
    return external_id if len(external_id) <= MAX_ID else fingerprint(external_id)
