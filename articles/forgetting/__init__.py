"""What a change touches: which pages are made anew after it (newsroom.page_store).

For each noun in one place, when a row of it is saved or deleted. What changes rows past their
`save` (an update of many) says it where it does so: `forget(page_keys.of(row))`.
"""

from . import names, pictures, stories


def listen():
    stories.listen()
    pictures.listen()
    names.listen()
