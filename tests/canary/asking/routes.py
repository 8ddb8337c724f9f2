"""Every route that the URL resolver knows."""

import re
from typing import NamedTuple

from django.conf import settings
from django.urls import URLPattern, get_resolver

PARAMETER = re.compile(r"<(?:\w+:)?(\w+)>")


class Route(NamedTuple):
    name: str
    address: str

    @property
    def is_of_the_desk(self):
        return self.address.startswith(settings.DESK_PATH)

    @property
    def parameters(self):
        return PARAMETER.findall(self.address)


def all_routes():
    """Each route once, by its full name; one without a name by its address."""
    return list(_walk(get_resolver(), "", ()))


def _walk(resolver, address, namespaces):
    for entry in resolver.url_patterns:
        # A regular expression below another pattern brings its own "^".
        here = address + str(entry.pattern).removeprefix("^").removesuffix("$")
        if isinstance(entry, URLPattern):
            yield Route(":".join([*namespaces, entry.name]) if entry.name else here, here)
        else:
            below = (*namespaces, entry.namespace) if entry.namespace else namespaces
            yield from _walk(entry, here, below)
