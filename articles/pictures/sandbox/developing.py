"""From a stranger's file to renditions in a folder. Knows no Django, no database and no storage.

Run by child.py in a process of its own; a job and its answer are JSON.
"""

from pathlib import Path

from . import camera, credentials, inscribing, renditions
from .kinds import MEDIA_TYPES
from .likeness import likeness_of
from .opening import decoded, opened, refusing, upright_size
from .prefilling import filled
from .widths import first_width


def develop(folder, job):
    """Do a job; return what is known of the picture. Raises Refused, or OSError.

    The job: `file` and its `kind` (see kinds.py); the limits `megapixels` and `frames`; the
    `credit` and `copyright` that are known; and what to make:

    - `first`: the one size that is shown at once. `room` says which fields are empty and how
      many characters each may have, `anchors` whose signatures are believed (credentials.py).
    - or `sizes`: {width in pixels: kinds}, and `crops`: by what their files' names begin with,
      {"box": edges in pixels, "sizes": as above}.

    The answer: `width`, `height`, `colour`, `likeness`, `files` (their names), `words` for the
    fields that have room, `credentials` as credentials.py tells them, and what the files are
    `inscribed` with.
    """
    limits = {name: job[name] for name in ("megapixels", "frames")}
    with opened(job["file"], job["kind"], **limits) as image:
        width, height = upright_size(image)
        sizes, options = _numbers(job.get("sizes", {})), renditions.OPTIONS
        if job.get("first"):
            sizes, options = {first_width(width): ("webp", "jpg")}, renditions.HURRIED
        cuts = [
            (cut["box"], _numbers(cut["sizes"]), prefix)
            for prefix, cut in job.get("crops", {}).items()
        ]
        upright = decoded(image, _scale(width, sizes, cuts))
        signed = _credentials(job) if job.get("first") else {}
        words = filled(_words_in(image, signed), job["room"]) if job.get("room") else {}
    said = [job[name] or words.get(name, "") for name in ("credit", "copyright")]
    with refusing():
        inscription = inscribing.inscription(*said)
    files = renditions.make(upright, sizes, folder, inscription=inscription, options=options)
    for box, cut_sizes, prefix in cuts:
        part = _part(upright, box, upright.width / width)
        files += renditions.make(part, cut_sizes, folder, prefix=prefix, inscription=inscription)
    return {
        "width": width,
        "height": height,
        "colour": renditions.average_colour(upright),
        "likeness": likeness_of(upright),
        "words": words,
        "credentials": signed,
        "inscribed": said,
        "files": files,
    }


def _numbers(sizes):
    """JSON has made words of them."""
    return {int(width): kinds for width, kinds in sizes.items()}


def _scale(width, sizes, cuts):
    """How much of the picture's size is needed for the largest of what is to be made."""
    most = max(sizes, default=1) / width
    for box, cut_sizes, _ in cuts:
        most = max(most, max(cut_sizes, default=1) / (box[2] - box[0]))
    return min(1, most)


def _part(image, box, scale):
    left, top, right, bottom = (round(edge * scale) for edge in box)
    left, top = min(left, image.width - 1), min(top, image.height - 1)
    return image.crop(
        (left, top, max(left + 1, min(right, image.width)), max(top + 1, min(bottom, image.height)))
    )


def _credentials(job):
    data = Path(job["file"]).read_bytes()
    return credentials.read(data, MEDIA_TYPES[job["kind"]], anchors=job.get("anchors", ""))


def _words_in(image, signed):
    """What stands inside the file; how it was made may stand in its credentials alone."""
    words = camera.words_in(image)
    if signed.get("state") in (credentials.VALID, credentials.UNKNOWN_SIGNER):
        words.setdefault("source", signed.get("source_type", ""))
    return words
