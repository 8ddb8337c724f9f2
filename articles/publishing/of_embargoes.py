"""What must hold before an embargo holds something back, or moves to another hour.

An `item` is whatever it can hold back: a story, a gallery, a quote.
"""

from newsroom.moments import in_words

from .not_ready import refuse


def ensure_can_be_embargoed(item, embargo, now):
    """Raise NotReady unless the embargo can keep its promise for the item; None is no promise."""
    if embargo is None:
        return
    noun, problems = item._meta.verbose_name, []
    if item.has_been_seen_at(now):
        problems.append(f"Readers have this {noun} already: no embargo can hold it back.")
    if embargo.until <= now:
        problems.append("This embargo is over. Choose a later hour.")
    if item.leaves_at and item.leaves_at <= embargo.until:
        problems.append(f"The {noun} would expire before the embargo ends.")
    refuse(problems)


def ensure_none_expires_before(until, items):
    """Raise NotReady if one of the items would be gone before an embargo ends."""
    refuse(
        f"“{item}” would expire before that, on {in_words(item.leaves_at)}."
        for item in items
        if item.leaves_at and item.leaves_at <= until
    )
