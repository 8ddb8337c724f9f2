"""Where the files of pictures and sounds are asked for."""

import itertools

from articles.models import Picture, Sound

from .asks import Ask

NO_KEY = "AAAAAAAAAAAAAAAA"
FORMATS = ("avif", "webp", "jpg")


def hidden_pictures(paper, name):
    """Each hidden picture, and all files of one of each state."""
    known = set()
    for state, picture in paper.pictures:
        files = list(_files_of(picture))
        for path in files[:1] if state in known else files:
            known.add(state)
            never = path.replace(picture.key, NO_KEY)
            yield Ask(name, path, never, about=("", "picture"))
    yield from _where_others_had_them(paper, name)


def public_pictures(paper, name):
    return [path for picture in Picture.objects.published() for path in _files_of(picture)]


def public_sounds(paper, name):
    return [sound.get_absolute_url() for sound in Sound.objects.published()]


def hidden_sounds(paper, name):
    for _, sound in paper.sounds:
        path = sound.get_absolute_url()
        yield Ask(name, path, path.replace(sound.key, NO_KEY), about=("", "sound"))


def _files_of(picture):
    """Where its files are: in each width and format, and cut to each ratio."""
    for width, kind in itertools.product(picture.widths, FORMATS):
        yield picture.address(width, kind)
    for ratio, crop in picture.cropped.items():
        yield from (picture.address(width, "jpg", ratio) for width in crop["widths"])


def _where_others_had_them(paper, name):
    """The file in a size, and the page about it; one picture of each state."""
    for _, picture in {state: (state, picture) for state, picture in paper.pictures}.values():
        for path in (f"/uploads/view-{picture.pk}-300x200.jpg", f"/uploads/view-{picture.pk}/"):
            never = path.replace(str(picture.pk), NO_KEY)
            yield Ask(name, path, never, about=("", "picture"))
