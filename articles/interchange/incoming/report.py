"""What an import did, and everything it did not do, with the reason."""

from collections import Counter, defaultdict

# What can happen to an item, comment or term of the file: one of these, once.
OUTCOMES = ("imported", "changed", "unchanged", "left out")
# Plural names in the order in which they are printed.
KINDS = {
    "post": "posts",
    "page": "pages",
    "attachment": "attachments",
    "other": "other items",
    "comment": "comments",
    "author": "authors",
    "category": "categories",
    "tag": "tags",
    "term": "other terms",
}
ITEMS = ("post", "page", "attachment", "other")


class Report:
    """Accounts for each item, comment and term of the file, and keeps what an editor should see.

    Kinds are keys of KINDS, outcomes are OUTCOMES, names and reasons are for people.
    """

    def __init__(self, site):
        self.total_items, self.total_comments = site.items.total(), site.comments
        self.counts = {kind: Counter() for kind in KINDS}
        self.created = Counter()  # rows that no single item of the file stands for, by plural noun
        self.left_out = defaultdict(list)  # (kind, reason) -> names
        self.hidden = defaultdict(list)  # why readers do not see it -> names
        self.notes = []

    def count(self, kind, outcome):
        """Count one item, comment or term."""
        self.counts[kind][outcome] += 1

    def leave_out(self, kind, name, reason):
        """Count one as left out, and name it with the reason."""
        self.count(kind, "left out")
        self.left_out[kind, reason].append(name)

    def keep_hidden(self, name, reason):
        """Imported, but as a draft."""
        self.hidden[reason].append(name)

    def note(self, name, text):
        """Add a line for the editor."""
        self.notes.append(f"{name}: {text}")

    @property
    def accounted_items(self):
        return sum(self.counts[kind].total() for kind in ITEMS)

    @property
    def accounted_comments(self):
        return self.counts["comment"].total()

    def lines(self):
        """Yield the report as lines of plain text."""
        yield f"{'':14}" + "".join(f"{outcome:>11}" for outcome in OUTCOMES)
        for kind, plural in KINDS.items():
            numbers = [self.counts[kind][outcome] for outcome in OUTCOMES]
            if any(numbers):
                yield f"{plural:14}" + "".join(f"{number:>11,}" for number in numbers)
        yield (
            f"The file holds {self.total_items:,} items and {self.total_comments:,} comments; "
            f"{self.accounted_items:,} and {self.accounted_comments:,} are accounted for."
        )
        if +self.created:
            yield "Besides:"
            yield from (f"  {what}: {n:,}" for what, n in sorted(self.created.items()) if n)
        if self.hidden:
            yield ""
            yield "Imported as drafts, for the desk only:"
            for reason, names in self.hidden.items():
                yield f"  {reason}: {len(names):,}"
                yield from (f"    {name}" for name in names)
        if self.left_out:
            yield ""
            yield "Left out:"
            for (kind, reason), names in self.left_out.items():
                yield f"  {KINDS[kind]}, {reason}: {len(names):,}"
                yield from (f"    {name}" for name in names)
        if self.notes:
            yield ""
            yield "Worth a look:"
            yield from (f"  {note}" for note in self.notes)
