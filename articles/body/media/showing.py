"""What readers get of the embeds and sounds in a body, and which hosts their page may ask."""

from typing import NamedTuple

from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from .tags import MEDIA, among, link, parse


class Hosts(NamedTuple):
    """Whom a page may ask once a reader wants it: names of hosts, sorted.

    `plays` says that there is a sound, be it the paper's own.
    """

    frames: tuple = ()
    sounds: tuple = ()
    plays: bool = False

    def __bool__(self):
        return bool(self.frames or self.plays)


def hosts(source):
    """The Hosts of what stands in a clean body."""
    media = among(source)
    sounds = [medium for medium in media if medium.kind == "audio"]
    return Hosts(
        frames=_sorted(medium.host for medium in media if medium.kind == "frame"),
        sounds=_sorted(medium.host for medium in sounds),
        plays=bool(sounds),
    )


def rendered(text, embedded, folder):
    """A body with its embeds and sounds as readers get them.

    Of the templates in `folder`. A provider that is not allowed any more leaves a link, a sound of
    the paper's own that is not in `embedded` nothing.
    """
    if "<story-media" not in text:
        return text
    return MEDIA.sub(lambda match: _shown(match, embedded, folder), text)


def with_addresses(source, embedded):
    """What stands in a clean body and is shown, as a list of (Medium, its address)."""
    found = [(medium, _address(medium, embedded)) for medium in among(source)]
    return [(medium, address) for medium, address in found if address]


def _address(medium, embedded):
    """Its URL, or the path of a file of ours; "" if that is not in `embedded`."""
    if not medium.sound:
        return medium.address
    sound = embedded.get(("sound", medium.sound))
    return sound.get_absolute_url() if sound else ""


def name_of(kind):
    """What a provider's page is, in words that are translated."""
    return {
        "video": _("Video"), "post": _("Post"), "sound": _("Audio"), "map": _("Map"),
        "chart": _("Chart"), "page": _("Page"),
    }[kind]  # fmt: skip


def _asks_for(kind):
    return {
        "video": _("Load the video"), "post": _("Load the post"), "sound": _("Load the audio"),
        "map": _("Load the map"), "chart": _("Load the chart"), "page": _("Load the page"),
    }[kind]  # fmt: skip


def _shown(match, embedded, folder):
    medium = parse(match)
    if medium is None:
        return link(match)
    if medium.kind == "frame":
        return render_to_string(f"{folder}/embedded_frame.html", frame_context(medium))
    context = {"medium": medium, "address": _address(medium, embedded)}
    if not context["address"]:
        return ""
    return render_to_string(f"{folder}/embedded_sound.html", context)


def frame_context(medium):
    """What the template of a frame gets, as a dict."""
    place = medium.place
    kind = place.provider.kind
    return {
        "medium": medium,
        "place": place,
        "title": medium.title or name_of(kind),
        "kind": name_of(kind),
        "asks_for": _asks_for(kind),
    }


def _sorted(found):
    return tuple(sorted(set(filter(None, found))))
