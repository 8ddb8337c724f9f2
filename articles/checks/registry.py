"""The registry of checks: what is looked for in a story before readers get it.

    from articles.checks import check

    @check("no shouting")
    def shouts(draft):
        if draft.headline.isupper():
            yield "The headline shouts: write it in small letters."

A check is a function of a Draft that yields sentences, or pairs of a sentence and what it is about.
A module with checks of one's own is named in the setting CHECKS.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass

CHECKS = {}  # {name: Check}, in the order in which they are shown


@dataclass(frozen=True)
class Check:
    """`blocks` keeps the story from going out; any other advises, and may be accepted."""

    name: str
    find: Callable
    blocks: bool = False


@dataclass(frozen=True)
class Finding:
    """What one check has to say of one place in a story, as a sentence."""

    check: str
    sentence: str
    about: str
    blocks: bool

    @property
    def key(self):
        """Stays while the same is found about the same; what was accepted is known by it."""
        said = "\0".join((self.check, self.about))
        return hashlib.blake2b(said.encode(), digest_size=8).hexdigest()


def check(name, *, blocks=False):
    """Register the decorated function under this name. Raises ValueError if there is such a one."""

    def register(find):
        known = CHECKS.get(name)
        if known and known.find.__module__ != find.__module__:
            raise ValueError(f"There is a check “{name}” already, in {known.find.__module__}.")
        CHECKS[name] = Check(name, find, blocks)
        return find

    return register


def findings(draft, *, blocking_only=False):
    """All that the checks have to say of a Draft, what blocks first, as a list of Finding.

    Each finding once, however often it was found.
    """
    found = {}
    for each in CHECKS.values():
        if blocking_only and not each.blocks:
            continue
        for said in each.find(draft):
            sentence, about = (said, said) if isinstance(said, str) else said
            finding = Finding(each.name, sentence, about, each.blocks)
            found.setdefault(finding.key, finding)
    return sorted(found.values(), key=lambda finding: not finding.blocks)
