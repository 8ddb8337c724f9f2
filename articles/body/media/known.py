"""The providers that the paper knows by itself, of which EMBED_PROVIDERS names those allowed.

Mastodon and PeerTube are programs that anybody runs anywhere: of them the hosts are named, for the
path alone would let any site in.
"""

import math
import re

from django.conf import settings

from .providers import Provider

PLAYS = "autoplay; encrypted-media; fullscreen; picture-in-picture"
TILE = 256  # pixels of a map's tile
MAP_WIDTH, MAP_HEIGHT = 640, 480  # pixels; how much of the world a frame shows
MOST_NORTH = 85  # degrees, of a map in this projection
NUMBER = r"-?[0-9]{1,3}(?:\.[0-9]{1,8})?"


def allowed_by_settings():
    """Those that the settings allow, as a list of Provider."""
    found = []
    for name in settings.EMBED_PROVIDERS:
        if make := MAKERS.get(name.lower()):
            found += filter(None, [make()])
    return found


def _youtube():
    video = r"(?P<id>[A-Za-z0-9_-]{11})"
    return Provider(
        name="YouTube",
        patterns=[
            rf"https://(?:www\.|m\.)?youtube\.com/watch\?(?:[^#]*&)?v={video}(?:[&#].*)?",
            rf"https://(?:www\.|m\.)?youtube(?:-nocookie)?\.com/(?:embed|shorts|live)/{video}(?:[?#/].*)?",
            rf"https://youtu\.be/{video}(?:[?#/].*)?",
        ],
        address="https://www.youtube.com/watch?v={id}",
        # Sets no cookie before something is played.
        frame="https://www.youtube-nocookie.com/embed/{id}?autoplay=1&rel=0",
        example="https://www.youtube.com/watch?v=aqz-KE-bpKQ",
        kind="video",
        shape="wide",
        allow=PLAYS,
    )


def _vimeo():
    def address(found):
        # What is not listed is found with a second number alone.
        return f"https://vimeo.com/{found['id']}" + (f"/{found['key']}" if found["key"] else "")

    def frame(found):
        key = f"&h={found['key']}" if found["key"] else ""
        return f"https://player.vimeo.com/video/{found['id']}?autoplay=1&dnt=1{key}"

    return Provider(
        name="Vimeo",
        patterns=[
            r"https://(?:www\.)?vimeo\.com/(?:channels/[\w-]+/|video/)?"
            r"(?P<id>[0-9]{5,12})(?:/(?P<key>[0-9a-f]{8,12}))?/?(?:[?#].*)?",
            r"https://player\.vimeo\.com/video/"
            r"(?P<id>[0-9]{5,12})(?:\?(?:.*&)?h=(?P<key>[0-9a-f]{8,12}))?(?:[?&#].*)?",
        ],
        address=address,
        frame=frame,
        example="https://vimeo.com/22439234",
        kind="video",
        shape="wide",
        allow=PLAYS,
    )


def _peertube():
    if not (hosts := _any_of(settings.EMBED_PEERTUBE_HOSTS)):
        return None
    video = r"(?P<id>[1-9A-HJ-NP-Za-km-z]{22}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})"
    return Provider(
        name="PeerTube",
        patterns=[
            rf"https://(?P<host>{hosts})/(?:w|videos/watch|videos/embed)/{video}/?(?:[?;#].*)?"
        ],
        address="https://{host}/w/{id}",
        # Else whoever watches is told the addresses of others who do.
        frame="https://{host}/videos/embed/{id}?autoplay=1&p2p=0",
        example=f"https://{settings.EMBED_PEERTUBE_HOSTS[0]}/w/kkGMgK9ZtnKfYAgnEtQxbv",
        kind="video",
        shape="wide",
        allow=PLAYS,
    )


def _mastodon():
    if not (hosts := _any_of(settings.EMBED_MASTODON_HOSTS)):
        return None
    return Provider(
        name="Mastodon",
        patterns=[
            rf"https://(?P<host>{hosts})/@(?P<who>\w{{1,64}}(?:@[A-Za-z0-9.-]{{1,200}})?)"
            r"/(?P<id>[0-9]{1,20})(?:/embed)?/?(?:[?#].*)?"
        ],
        address="https://{host}/@{who}/{id}",
        frame="https://{host}/@{who}/{id}/embed",
        example=f"https://{settings.EMBED_MASTODON_HOSTS[0]}/@Mastodon/1",
        kind="post",
        shape="tall",
    )


def _bluesky():
    return Provider(
        name="Bluesky",
        patterns=[
            r"https://bsky\.app/profile/(?P<who>did:plc:[a-z2-7]{24}|[A-Za-z0-9.-]{3,200})"
            r"/post/(?P<id>[a-z0-9]{8,20})/?(?:[?#].*)?"
        ],
        address="https://bsky.app/profile/{who}/post/{id}",
        frame="https://embed.bsky.app/embed/{who}/app.bsky.feed.post/{id}",
        example="https://bsky.app/profile/bsky.app/post/3l6oveex3ii2l",
        kind="post",
        shape="tall",
    )


def _soundcloud():
    return Provider(
        name="SoundCloud",
        patterns=[
            r"https://(?:www\.|m\.)?soundcloud\.com/(?P<who>[\w-]{1,100})"
            r"/(?P<what>(?:sets/)?(?!sets(?:[/?#]|$))[\w-]{1,200})/?(?:[?#].*)?"
        ],
        address="https://soundcloud.com/{who}/{what}",
        frame=(
            "https://w.soundcloud.com/player/?url=https%3A//soundcloud.com/{who}/{what}"
            "&auto_play=true&show_teaser=false&visual=false"
        ),
        example="https://soundcloud.com/forss/flickermood",
        kind="sound",
        shape="low",
        allow="autoplay; encrypted-media",
    )


def _openstreetmap():
    return Provider(
        name="OpenStreetMap",
        patterns=[
            rf"https://(?:www\.)?openstreetmap\.org/"
            rf"(?:\?mlat=(?P<mlat>{NUMBER})&mlon=(?P<mlon>{NUMBER})(?:&[^#]*)?)?"
            rf"#map=(?P<zoom>1?[0-9])/(?P<lat>{NUMBER})/(?P<lon>{NUMBER})(?:&.*)?"
        ],
        address=_map_address,
        frame=_map_frame,
        example="https://www.openstreetmap.org/#map=13/53.5461/9.9663",
        kind="map",
        shape="classic",
    )


def _map_address(found):
    marked = f"?mlat={found['mlat']}&mlon={found['mlon']}" if found["mlat"] else ""
    view = f"{found['zoom']}/{found['lat']}/{found['lon']}"
    return f"https://www.openstreetmap.org/{marked}#map={view}"


def _map_frame(found):
    """With a box of the world (Web Mercator) that is as large as the frame at that zoom."""
    lat = max(-MOST_NORTH, min(MOST_NORTH, float(found["lat"])))
    lon = max(-180, min(180, float(found["lon"])))
    a_pixel = 360 / (TILE * 2 ** int(found["zoom"]))
    wide = min(180, MAP_WIDTH / 2 * a_pixel)
    high = min(MOST_NORTH, MAP_HEIGHT / 2 * a_pixel * math.cos(math.radians(lat)))
    box = "%2C".join(f"{edge:.6f}" for edge in (lon - wide, lat - high, lon + wide, lat + high))
    marker = f"&marker={found['mlat']}%2C{found['mlon']}" if found["mlat"] else ""
    return f"https://www.openstreetmap.org/export/embed.html?bbox={box}&layer=mapnik{marker}"


def _datawrapper():
    return Provider(
        name="Datawrapper",
        patterns=[
            r"https://datawrapper\.dwcdn\.net/(?P<id>[A-Za-z0-9]{5})(?:/[0-9]{1,5})?/?(?:[?#].*)?",
            r"https://www\.datawrapper\.de/_/(?P<id>[A-Za-z0-9]{5})/?(?:[?#].*)?",
        ],
        address="https://datawrapper.dwcdn.net/{id}/",
        frame="https://datawrapper.dwcdn.net/{id}/",
        example="https://datawrapper.dwcdn.net/Abc12/",
        kind="chart",
    )


def _flourish():
    return Provider(
        name="Flourish",
        patterns=[
            r"https://(?:public\.flourish\.studio|flo\.uri\.sh)"
            r"/(?P<what>visualisation|story)/(?P<id>[0-9]{3,12})(?:/embed)?/?(?:[?#].*)?"
        ],
        address="https://public.flourish.studio/{what}/{id}/",
        frame="https://flo.uri.sh/{what}/{id}/embed",
        example="https://public.flourish.studio/visualisation/1234567/",
        kind="chart",
    )


def _any_of(hosts):
    return "|".join(map(re.escape, hosts))


MAKERS = {
    "youtube": _youtube,
    "vimeo": _vimeo,
    "peertube": _peertube,
    "mastodon": _mastodon,
    "bluesky": _bluesky,
    "soundcloud": _soundcloud,
    "openstreetmap": _openstreetmap,
    "datawrapper": _datawrapper,
    "flourish": _flourish,
}
