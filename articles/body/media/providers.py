"""Sites whose pages may stand in a story's text: the allow-list of embeds.

    from articles.body.media import Provider, allow

    allow(
        Provider(
            name="Harbour Cam",
            patterns=[r"https://cam\\.example\\.org/(?P<id>[0-9]{1,6})"],
            address="https://cam.example.org/{id}",
            frame="https://cam.example.org/frame/{id}",
            example="https://cam.example.org/7",
        )
    )

A module with providers of one's own is named in the setting EMBED_MODULES.
"""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple
from urllib.parse import urlsplit

from django.conf import settings

from newsroom.hosts import is_domain

LONGEST = 500  # characters of an address
# Nothing that could end an attribute, a policy's host or an address in a text.
PLAIN = re.compile(r"""https://[^\s"'<>\\`{}|^\x00-\x20\x7f-\U0010ffff]+""")
SHAPES = ("wide", "classic", "square", "tall", "low")
KINDS = ("video", "post", "sound", "map", "chart", "page")
PROVIDERS = {}  # {name: Provider}


class Place(NamedTuple):
    """One page of a provider's: the `address` that people follow, and that of its frame."""

    provider: "Provider"
    address: str
    frame: str

    @property
    def host(self):
        """The host that is asked once somebody wants to see it."""
        return urlsplit(self.frame).netloc


@dataclass(frozen=True)
class Provider:
    """A site, and how its addresses are read.

    `patterns` are regular expressions of whole https addresses, in the syntax that Python and
    browsers share; named groups are all that is taken from an address. `address` and `frame` say
    what is made of them: a format, or a function of the groups as a dict. `shape` is the room kept
    for the frame, `allow` the features that it may use (Permissions Policy), `example` one address.

    Raises ValueError for what could not be used, or would lead elsewhere than it says.
    """

    name: str
    patterns: list
    address: str | Callable
    frame: str | Callable
    example: str
    kind: str = "page"
    shape: str = "classic"
    allow: str = "fullscreen"

    def __post_init__(self):
        compiled = [re.compile(pattern, re.ASCII) for pattern in self.patterns]
        object.__setattr__(self, "_compiled", compiled)
        self._ensure(self.kind in KINDS, f"its kind is none of {', '.join(KINDS)}")
        self._ensure(self.shape in SHAPES, f"its shape is none of {', '.join(SHAPES)}")
        place = self.find(self.example)
        self._ensure(place, f"no pattern matches its example, {self.example}")
        again = self.find(place.address)
        self._ensure(again == place, f"its own address is read in another way, {place.address}")
        self._ensure(PLAIN.fullmatch(place.frame), f"its frame is no https address, {place.frame}")
        self._ensure(is_domain(place.host), f"its frame’s host is no name, {place.host}")
        own = urlsplit(settings.SITE_URL).netloc
        self._ensure(place.host != own, "its frame is a page of this site, which it would rule")

    def _ensure(self, holds, otherwise):
        if not holds:
            raise ValueError(f"The provider {self.name} cannot be used: {otherwise}.")

    def find(self, address):
        """The Place at a plain address, or None."""
        for pattern in self._compiled:
            if match := pattern.fullmatch(address):
                groups = match.groupdict()
                return Place(self, _made(self.address, groups), _made(self.frame, groups))
        return None


def allow(provider):
    """Let pages of this provider stand in texts, from now on."""
    PROVIDERS[provider.name] = provider


def find(address):
    """The Place of an address whose provider is allowed, or None."""
    if len(address) > LONGEST or not PLAIN.fullmatch(address):
        return None
    found = (provider.find(address) for provider in PROVIDERS.values())
    place = next(filter(None, found), None)
    # What a function made of it is held to the same.
    if place and PLAIN.fullmatch(place.frame) and is_domain(place.host):
        return place
    return None


def for_browsers():
    """The list as JSON for the editor: names and patterns, and the hosts of sounds."""
    return json.dumps(
        {
            "providers": [
                # The one difference between the two syntaxes.
                {"name": each.name, "patterns": [p.replace("(?P<", "(?<") for p in each.patterns]}
                for each in PROVIDERS.values()
            ],
            "sounds": list(settings.EMBED_AUDIO_HOSTS),
        },
        separators=(",", ":"),
    )


def _made(template, groups):
    return template(groups) if callable(template) else template.format_map(groups)
