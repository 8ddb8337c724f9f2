"""What is purged from HTTP caches when a story, a picture or a name comes, changes or goes."""

from . import names, pictures, stories


def listen():
    stories.listen()
    pictures.listen()
    names.listen()
