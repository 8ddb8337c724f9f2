"""The one log: what people do with stories, pictures, people, rights and settings.

A story's verbs write their own lines (`Record.objects.keep`), with a note. Everything else that
people change is written down here, by signals, in the transaction of the change.

    subjects  what is watched, and what is not
    watching  from a change to a line
    keeping   many changes in one line, or in none
    values    what a line says of a field
    people    accounts, of whom a log that never forgets may say little
    words     a line as people read it
    export    lines for other programs
"""

from .keeping import gathered, keep_import, quietly
from .subjects import listen
from .watching import Watched, watch

__all__ = ["Watched", "gathered", "keep_import", "listen", "quietly", "watch"]
