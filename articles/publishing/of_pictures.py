"""What must hold before galleries and pictures come before readers, or leave them."""

from articles.pictures import usage

from .not_ready import in_this_century, refuse


def ensure_gallery_ready(gallery, *, at=None):
    """Raise NotReady unless the gallery has pictures, each with a text for the blind.

    The right to each must hold at the moment `at` (now).
    """
    placements = list(gallery.placements.select_related("picture"))
    problems = []
    if not placements:
        problems.append("Add at least one picture.")
    problems += [
        f"Describe picture {number} for those who cannot see it."
        for number, placement in enumerate(placements, 1)
        if not placement.picture.alt
    ]
    pictures = [placement.picture for placement in placements]
    refuse(problems + usage.problems(pictures, in_this_century(at)))


def ensure_picture_can_be_withdrawn(reason, longest, is_logo):
    problems = []
    if not reason:
        problems.append("Give the reason: colleagues will find it beside the picture.")
    if len(reason) > longest:
        problems.append(f"Give the reason in {longest} characters; this one has {len(reason)}.")
    if is_logo:
        problems.append("This picture is the paper’s logo: choose another logo first.")
    refuse(problems)
