"""How the machine is, and whether its letters arrive: for superusers."""

from newsroom.methods import require_safe

from ..pages import Page
from .letters import letters
from .overview import machine

PAGES = [
    Page("machine/", "machine", machine, require_safe),
    Page("letters/", "letters", letters),
]
