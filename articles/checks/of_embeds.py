"""Embeds of other sites and sounds: whether those who do not load or hear them get something."""

from articles.body import media

from .registry import check


@check("embed without a title", blocks=True)
def embeds_have_a_title(draft):
    for medium in media.among(draft.body):
        if medium.kind == "frame" and not medium.title:
            yield (
                (
                    f"The embed of {medium.place.provider.name} has no title: say in words what "
                    "it is, for those who do not load it."
                ),
                medium.address,
            )


@check("audio")
def sounds_are_written_out(draft):
    for medium in media.among(draft.body):
        if medium.kind != "audio":
            continue
        about = medium.address or str(medium.sound)
        name = f"“{medium.title}”" if medium.title else "in the text"
        if not medium.title:
            yield "An audio has no title: say in words what it is.", f"title {about}"
        if not medium.transcript:
            yield (
                (
                    f"The audio {name} has no transcript: those who cannot hear it get nothing, "
                    "and nobody finds what is said."
                ),
                f"transcript {about}",
            )
