"""What a file has to say, read once and put down, so that it can be gone through again."""

import pickle  # of our own file, which has no name that another program could write to
from collections import Counter
from tempfile import TemporaryFile

MOST_ITEMS, MOST_BYTES = 200, 4_000_000  # of a batch


class Spool:
    """The items of a file in their order, on disk: memory does not hold them.

    `kinds` counts them by type, `comments` those of all.
    """

    def __init__(self):
        self.file = TemporaryFile()  # noqa: SIM115 closed by __exit__
        self.kinds, self.comments = Counter(), 0

    def __enter__(self):
        return self

    def __exit__(self, *exception):
        self.file.close()

    def take(self, items):
        """Put these down, in place of what was there before."""
        self.file.seek(0)
        self.file.truncate()
        self.kinds, self.comments = Counter(), 0
        for item in items:
            self._add(item)

    def _add(self, item):
        pickle.dump(item, self.file, pickle.HIGHEST_PROTOCOL)
        self.kinds[item.type] += 1
        self.comments += len(item.comments)

    def items(self):
        """Yield the items; one reader at a time."""
        self.file.seek(0)
        for _ in range(self.kinds.total()):
            yield pickle.load(self.file)  # noqa: S301


def batches(items):
    """Yield lists of (place in the order, item), none of them large in number or in words."""
    batch, size = [], 0
    for numbered in enumerate(items):
        batch.append(numbered)
        size += len(numbered[1].content) + sum(len(each.content) for each in numbered[1].comments)
        if len(batch) >= MOST_ITEMS or size >= MOST_BYTES:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch
