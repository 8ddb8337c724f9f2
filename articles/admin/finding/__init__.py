"""Finding by a few words of a headline or a name: for links, and for going there.

Whatever is found, whoever asks may see it at the desk. What a question costs does not grow with the
archive: stories are asked of the desk's own index of words, drafts among them.
"""

from .views import find, keys

__all__ = ["find", "keys"]
