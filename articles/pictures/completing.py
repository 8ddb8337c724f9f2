"""The renditions of a picture: making those that are missing, deleting them with their picture."""

from contextlib import contextmanager
from pathlib import Path

from articles.models.picture import Picture
from newsroom.page_store.forgetting import forget

from . import crops, sandboxed, storing
from .sandbox.errors import Refused
from .sandbox.formats import HEAD_BYTES, detect
from .sandbox.widths import crop_prefix, file_name, widths_for

# An editor may go on changing a picture while its renditions are made.
MAX_PASSES = 3
# The fields that renditions are made from: whoever changes one has them made again.
MADE_FROM = ("credit", "copyright", "focal_x", "focal_y", "crops")


def is_complete(picture):
    """Whether readers can have it in every size and crop of today, with its credit inside."""
    return (
        picture.widths == picture.avif_widths == widths_for(picture.width)
        and picture.inscribed == [picture.credit, picture.copyright]
        and picture.cropped == _wanted_crops(picture)
    )


def complete(picture, *, anew=False):
    """Make the renditions that are missing or out of date; all of them `anew`. Idempotent.

    Files first, then the row, so that no address leads nowhere, also for a worker that is
    stopped half-way. Raises Refused if the original is no picture any more, OSError if it is lost
    (FileNotFoundError), cannot be reached or there is no room.
    """
    for _ in range(MAX_PASSES):
        if is_complete(picture) and not anew:
            return
        columns, anew = _make(picture, anew), False
        # These columns alone: the desk may be writing the picture's caption at this moment.
        if not Picture.objects.filter(pk=picture.pk).update(**columns):
            delete_files(picture)
            return
        # Pages with it; and its files, crops of other edges too, in caches that keep them.
        forget(*picture.keys_of_pages)
        for name, value in columns.items():
            setattr(picture, name, value)
        picture.refresh_from_db(fields=MADE_FROM)


def _wanted_crops(picture):
    return {ratio: crops.record_of(ratio, box) for ratio, box in crops.boxes_of(picture).items()}


def _make(picture, anew):
    """Make and store what is missing; the columns that say so."""
    inscribed = [picture.credit, picture.copyright]
    anew = anew or picture.inscribed != inscribed
    widths = widths_for(picture.width)
    columns = {"widths": widths, "avif_widths": widths, "inscribed": inscribed}
    columns["cropped"] = _wanted_crops(picture)
    job = {
        "sizes": _missing_sizes(picture, widths, anew),
        "crops": _missing_crops(picture, columns["cropped"], anew),
        "credit": picture.credit,
        "copyright": picture.copyright,
    }
    if job["sizes"] or job["crops"]:
        with sandboxed.job_folder() as folder, _original(picture, folder) as (path, file_format):
            answer = sandboxed.run(folder, path, file_format, **job)
            storing.put_renditions(picture.key, folder, answer["files"])
        if not picture.inscribed:  # received before pictures had one
            columns["likeness"] = answer["likeness"]
    return columns


def _missing_sizes(picture, widths, anew):
    """For each width the formats that have to be made."""
    sizes = {}
    for width in widths:
        formats = [] if width in picture.widths and not anew else ["webp", "jpg"]
        if anew or width not in picture.avif_widths:
            formats.append("avif")
        if formats:
            sizes[width] = formats
    return sizes


def _missing_crops(picture, wanted, anew):
    """The crops that have to be made, by what their files' names begin with."""
    boxes = crops.boxes_of(picture)
    missing = {}
    for ratio, crop in wanted.items():
        if anew or picture.cropped.get(ratio) != crop:
            sizes = dict.fromkeys(crop["widths"], crops.formats_of(ratio))
            missing[crop_prefix(ratio, crop["tag"])] = {"box": boxes[ratio], "sizes": sizes}
    return missing


@contextmanager
def _original(picture, folder):
    """The original as a file of this machine, and its format. Raises Refused or OSError."""
    with picture.original.open() as file:
        file_format = detect(file.read(HEAD_BYTES))
        if file_format is None:
            raise Refused("The original is no picture any more.")
        try:
            path = picture.original.path
        except NotImplementedError:  # object storage has no paths
            file.seek(0)
            path = _copied(file, folder, picture.original.name)
    yield path, file_format


def _copied(file, folder, name):
    path = Path(folder, f"original{Path(name).suffix}")
    with path.open("xb") as copy:
        for chunk in file.chunks():
            copy.write(chunk)
    return path


def expected_files(picture):
    """The names of all renditions that a picture has by its row, and readers' pages with it."""
    for width in picture.widths:
        yield from (file_name(width, suffix) for suffix in ("webp", "jpg"))
    for width in picture.avif_widths:
        yield file_name(width, "avif")
    for ratio, crop in picture.cropped.items():
        for width in crop["widths"]:
            for suffix in crops.formats_of(ratio):
                yield file_name(width, suffix, ratio, crop["tag"])


def delete_files(picture):
    """Delete every rendition, and the original unless another picture has the same."""
    storing.delete_renditions(picture.key)
    name = picture.original.name
    if not name:
        return
    with storing.locked(picture.digest):
        if not Picture.objects.filter(digest=picture.digest, original=name).exists():
            storing.originals.delete(name)
