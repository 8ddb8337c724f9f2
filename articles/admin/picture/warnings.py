"""What an editor should know of the pictures of a story or gallery, before readers get it."""

from django.utils import timezone

from articles import body
from articles.admin.picker import shortened
from articles.models import Picture, Story
from articles.pictures import usage
from newsroom.moments import day_in_words

MOST_SHOWN = 30


def warnings_about(row):
    """What is to be known of the pictures of a story or gallery; a bounded number of queries.

    `rows` are those with something to be known, MOST_SHOWN at most, `others` is how many more
    there are.

    Of a story the latest text is asked, with the galleries in it; what the clock will do later
    (a scheduled publication) is compared with the last day of each right.
    """
    lead = None
    if isinstance(row, Story):
        version, hours = row.latest, (row.published_at, row.update_at)
        if version is None or not (version.lead_picture_id or body.embeds(version.body)):
            return {"rows": [], "others": 0}
        lead, pictures = version.lead_picture_id, list(Picture.objects.used_by(version))
    else:
        placements = row.placements.select_related("picture")
        pictures, hours = [placement.picture for placement in placements], (row.published_at,)
    day = usage.today()
    to_come = [timezone.localdate(hour) for hour in hours if hour]
    rows = [
        {
            "pk": picture.pk,
            "name": shortened(picture, 60),
            "is_lead": picture.pk == lead,
            "warnings": [*usage.warnings(picture, day), *_too_late(picture, day, to_come)],
        }
        for picture in pictures
    ]
    rows = sorted((row for row in rows if row["warnings"]), key=lambda row: not row["is_lead"])
    return {"rows": rows[:MOST_SHOWN], "others": len(rows[MOST_SHOWN:])}


def _too_late(picture, day, to_come):
    until = picture.usable_until
    for hour in to_come:
        if until and not picture.is_withdrawn and day <= until < hour:
            yield (
                f"Readers get this on {day_in_words(hour)}, after the last day on which it may "
                f"be used, {day_in_words(until)}."
            )
