"""What a picture gets after its upload, and what goes when it goes."""

from contextlib import contextmanager
from pathlib import Path

from django.urls import reverse

from articles.models.picture import Picture
from newsroom import purging

from . import crops, darkroom, storing
from .sandbox.kinds import HEAD, kind_of
from .sandbox.refused import Refused
from .sandbox.widths import crop_prefix, file_name, widths_for

# An editor may go on changing a picture while it is worked on.
ROUNDS = 3
MADE_FROM = ("credit", "copyright", "focal_x", "focal_y", "crops")


def is_complete(picture):
    """Whether readers can have it in every size and crop of today, with its credit inside."""
    return (
        picture.widths == picture.avif_widths == widths_for(picture.width)
        and picture.inscribed == [picture.credit, picture.copyright]
        and picture.cropped == _wanted_crops(picture)
    )


def complete(picture, *, anew=False):
    """Make the renditions that are missing or say what is not so any more; all of them `anew`.

    Files first, then the row, so that no address leads nowhere, also for a worker that is
    stopped half-way. Safe to do again. Raises Refused or OSError if the original is lost or
    there is no room.
    """
    for _ in range(ROUNDS):
        if is_complete(picture) and not anew:
            return
        found, before = _make(picture, anew), set(promised(picture))
        anew = False
        # These columns alone: the desk may be writing the picture's words at this moment.
        if not Picture.objects.filter(pk=picture.pk).update(**found):
            delete_files(picture)
            return
        for name, value in found.items():
            setattr(picture, name, value)
        # Crops of other edges: caches would keep them longer than those whose page they are on.
        gone = before - set(promised(picture))
        purging.purge_later(
            [reverse("articles:rendition", args=[picture.key, name]) for name in gone]
        )
        picture.refresh_from_db(fields=MADE_FROM)


def _wanted_crops(picture):
    return {ratio: crops.record_of(ratio, box) for ratio, box in crops.boxes_of(picture).items()}


def _make(picture, anew):
    """Make and store what is missing; the columns that say so."""
    inscribed = [picture.credit, picture.copyright]
    anew = anew or picture.inscribed != inscribed
    widths = widths_for(picture.width)
    found = {"widths": widths, "avif_widths": widths, "inscribed": inscribed}
    found["cropped"] = _wanted_crops(picture)
    job = {
        "sizes": _sizes(picture, widths, anew),
        "crops": _cuts(picture, found["cropped"], anew),
        "credit": picture.credit,
        "copyright": picture.copyright,
    }
    if job["sizes"] or job["crops"]:
        with darkroom.job_folder() as folder, _original(picture, folder) as (path, kind):
            answer = darkroom.develop(folder, path, kind, **job)
            storing.put_renditions(picture.key, folder, answer["files"])
        if not picture.inscribed:  # from the days before pictures had one
            found["likeness"] = answer["likeness"]
    return found


def _sizes(picture, widths, anew):
    """For each width the kinds that have to be made."""
    sizes = {}
    for width in widths:
        kinds = [] if width in picture.widths and not anew else ["webp", "jpg"]
        if anew or width not in picture.avif_widths:
            kinds.append("avif")
        if kinds:
            sizes[width] = kinds
    return sizes


def _cuts(picture, wanted, anew):
    """The crops that have to be made, by what their files' names begin with."""
    boxes = crops.boxes_of(picture)
    cuts = {}
    for ratio, crop in wanted.items():
        if anew or picture.cropped.get(ratio) != crop:
            kinds = crops.kinds_of(ratio)
            sizes = dict.fromkeys(crop["widths"], kinds)
            cuts[crop_prefix(ratio, crop["tag"])] = {"box": boxes[ratio], "sizes": sizes}
    return cuts


@contextmanager
def _original(picture, folder):
    """The original as a file of this machine, and its kind. Raises Refused or OSError."""
    with picture.original.open() as file:
        kind = kind_of(file.read(HEAD))
        if kind is None:
            raise Refused("The original is no picture any more.")
        try:
            path = picture.original.path
        except NotImplementedError:  # it lies on another machine
            file.seek(0)
            path = _fetched(file, folder, picture.original.name)
    yield path, kind


def _fetched(file, folder, name):
    path = Path(folder, f"original{Path(name).suffix}")
    with path.open("xb") as copy:
        for chunk in file.chunks():
            copy.write(chunk)
    return path


def promised(picture):
    """The names of all files that the row of a picture promises to readers."""
    for width in picture.widths:
        yield from (file_name(width, kind) for kind in ("webp", "jpg"))
    for width in picture.avif_widths:
        yield file_name(width, "avif")
    for ratio, crop in picture.cropped.items():
        for width in crop["widths"]:
            for kind in crops.kinds_of(ratio):
                yield file_name(width, kind, ratio, crop["tag"])


def delete_files(picture):
    """Delete every rendition, and the original unless another picture has the same."""
    storing.delete_renditions(picture.key)
    name = picture.original.name
    if not name:
        return
    with storing.held(picture.digest):
        if not Picture.objects.filter(digest=picture.digest, original=name).exists():
            storing.originals.delete(name)
