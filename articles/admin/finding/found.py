"""What is found: a line of a list, with what to call it and where it leads."""

from dataclasses import asdict, dataclass


@dataclass(frozen=True)
class Found:
    """`kind` is the newsroom's word for it ("Story"), `name` its headline, title or name.

    `state` says in words where it stands. `href` is its path in the paper, "" where it has none;
    `text` is what a link to it says. `at` is its address at the desk, "" where whoever asks may not
    open it there. `warning` says what readers would find at `href` today, if that is not the page.
    """

    kind: str
    name: str
    state: str = ""
    href: str = ""
    text: str = ""
    at: str = ""
    warning: str = ""

    def as_json(self):
        return asdict(self)
