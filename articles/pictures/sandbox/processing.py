"""From a stranger's file to renditions in a folder.

Run by child_process.py; a job and its answer are JSON.
"""

from pathlib import Path

from . import credentials, metadata, rendition_metadata, renditions
from .decoding import decoded, opened, refuse_undecodable, upright_size
from .formats import MEDIA_TYPES
from .perceptual_hash import difference_hash
from .texts import fitted
from .widths import first_width


def process(folder, job):
    """Do a job; return what is known of the picture. Raises Refused, or OSError.

    The job: `file` and its `format` (a key of formats.SUFFIXES); the limits `megapixels` and
    `frames`; the `credit` and `copyright` that are known; and what to make:

    - `first`: the one size that is shown at once. `max_lengths` maps the empty fields to how many
      characters each may have, `no_captions` are texts that machines write (no_captions.py),
      `anchors` are the certificates whose signatures are believed
      (credentials.py).
    - or `sizes`: {width in pixels: formats}, and `crops`: by what their files' names begin with,
      {"box": edges in pixels, "sizes": as above}.

    The answer: `width` and `height` in pixels, `colour` (#rrggbb), `likeness` (a perceptual hash),
    `findings` (what an editor should know: the `ground` under what is transparent, a key of
    transparency.GROUNDS, and whether words are `illegible`), `files` (their names), `texts` for the
    empty fields, `credentials` as credentials.read tells them, and `inscribed`: [credit, copyright]
    inside the renditions.
    """
    limits = {name: job[name] for name in ("megapixels", "frames")}
    with opened(job["file"], job["format"], **limits) as image:
        width, height = upright_size(image)
        sizes, options = _with_numbers(job.get("sizes", {})), renditions.ENCODER_OPTIONS
        if job.get("first"):
            sizes, options = {first_width(width): ("webp", "jpg")}, renditions.FAST_ENCODER_OPTIONS
        crops = [
            (crop["box"], _with_numbers(crop["sizes"]), prefix)
            for prefix, crop in job.get("crops", {}).items()
        ]
        upright, ground = decoded(image, _scale(width, sizes, crops), job["format"])
        signed = _credentials(job) if job.get("first") else {}
        texts, findings = {}, {"ground": ground} if ground else {}
        if job.get("max_lengths"):
            embedded_texts = _embedded_texts(image, signed, job.get("no_captions", ()))
            texts = fitted(embedded_texts, job["max_lengths"])
            if set(job["max_lengths"]) & set(embedded_texts.get("illegible", "").split(", ")):
                findings["illegible"] = True
    inscribed = [job[name] or texts.get(name, "") for name in ("credit", "copyright")]
    with refuse_undecodable():
        embedded = rendition_metadata.save_options(*inscribed)
    files = renditions.make(upright, sizes, folder, metadata=embedded, options=options)
    for box, crop_sizes, prefix in crops:
        part = _cropped(upright, box, upright.width / width)
        files += renditions.make(part, crop_sizes, folder, prefix=prefix, metadata=embedded)
    return {
        "width": width,
        "height": height,
        "colour": renditions.average_colour(upright),
        "findings": findings,
        "likeness": difference_hash(upright),
        "texts": texts,
        "credentials": signed,
        "inscribed": inscribed,
        "files": files,
    }


def _with_numbers(sizes):
    """JSON has made strings of the widths."""
    return {int(width): formats for width, formats in sizes.items()}


def _scale(width, sizes, crops):
    """How much of the picture's size is needed for the largest of what is to be made."""
    scale = max(sizes, default=1) / width
    for box, crop_sizes, _ in crops:
        scale = max(scale, max(crop_sizes, default=1) / (box[2] - box[0]))
    return min(1, scale)


def _cropped(image, box, scale):
    left, top, right, bottom = (round(edge * scale) for edge in box)
    left, top = min(left, image.width - 1), min(top, image.height - 1)
    return image.crop(
        (left, top, max(left + 1, min(right, image.width)), max(top + 1, min(bottom, image.height)))
    )


def _credentials(job):
    data = Path(job["file"]).read_bytes()
    return credentials.read(data, MEDIA_TYPES[job["format"]], anchors=job.get("anchors", ""))


def _embedded_texts(image, signed, no_captions):
    """What stands inside the file; how it was made may stand in its credentials alone."""
    texts = metadata.read_metadata(image, no_captions)
    if signed.get("state") in (credentials.VALID, credentials.UNKNOWN_SIGNER):
        texts.setdefault("source", signed.get("source_type", ""))
    return texts
