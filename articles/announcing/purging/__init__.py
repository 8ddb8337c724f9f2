"""What is purged from HTTP caches when a story or a picture comes, changes or goes."""

from . import pictures, stories


def listen():
    stories.listen()
    pictures.listen()
