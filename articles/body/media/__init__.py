"""What stands in a text and is played or asked of another site: embeds and sounds.

providers.py is the allow-list, known.py the providers that the paper knows, tags.py how one stands
in a body, showing.py what readers get.
"""

from importlib import import_module

from django.conf import settings

from .known import allowed_by_settings
from .providers import KINDS, PROVIDERS, SHAPES, Provider, allow, find, for_browsers
from .showing import Hosts, frame_context, hosts, rendered, with_addresses
from .tags import (
    MEDIA,
    NAMES,
    TYPES,
    Medium,
    among,
    cleaned,
    is_sound,
    parse,
    tag_of,
    without_content,
    words_of,
)

__all__ = [
    "KINDS",
    "MEDIA",
    "NAMES",
    "PROVIDERS",
    "SHAPES",
    "TYPES",
    "Hosts",
    "Medium",
    "Provider",
    "allow",
    "among",
    "cleaned",
    "find",
    "for_browsers",
    "frame_context",
    "hosts",
    "is_sound",
    "load",
    "parse",
    "rendered",
    "tag_of",
    "with_addresses",
    "without_content",
    "words_of",
]


def load():
    """Allow the providers that the settings name, and those of the modules in EMBED_MODULES."""
    PROVIDERS.clear()
    for provider in allowed_by_settings():
        allow(provider)
    for name in settings.EMBED_MODULES:
        import_module(name)
