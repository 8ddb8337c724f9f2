"""Whose pages may stand in a story, and how their addresses are read."""

import re
from dataclasses import replace
from importlib import import_module, reload
from pathlib import Path

import pytest
from django.conf import settings as ours

from articles.body import media
from articles.body.media import known
from tooling.places import ROOT

HOW_TO = ROOT / "docs" / "how-to" / "embed-a-video-or-a-map.md"
# What people copy, where it leads, and who is asked for the frame.
READ = {
    "https://www.youtube.com/watch?list=PL1&v=aqz-KE-bpKQ&t=12s": (
        "https://www.youtube.com/watch?v=aqz-KE-bpKQ", "www.youtube-nocookie.com"
    ),
    "https://youtu.be/aqz-KE-bpKQ?si=abc": (
        "https://www.youtube.com/watch?v=aqz-KE-bpKQ", "www.youtube-nocookie.com"
    ),
    "https://www.youtube.com/shorts/aqz-KE-bpKQ": (
        "https://www.youtube.com/watch?v=aqz-KE-bpKQ", "www.youtube-nocookie.com"
    ),
    "https://vimeo.com/22439234/abcdef0123?share=copy": (
        "https://vimeo.com/22439234/abcdef0123", "player.vimeo.com"
    ),
    "https://player.vimeo.com/video/22439234?h=abcdef0123&dnt=1": (
        "https://vimeo.com/22439234/abcdef0123", "player.vimeo.com"
    ),
    "https://framatube.org/videos/watch/9c9de5e8-0a1e-484a-b099-e80766180a6d": (
        "https://framatube.org/w/9c9de5e8-0a1e-484a-b099-e80766180a6d", "framatube.org"
    ),
    "https://mastodon.social/@a_b@news.example/112": (
        "https://mastodon.social/@a_b@news.example/112", "mastodon.social"
    ),
    "https://bsky.app/profile/did:plc:z72i7hdynmk6r22z27h6tvur/post/3l6oveex3ii2l": (
        "https://bsky.app/profile/did:plc:z72i7hdynmk6r22z27h6tvur/post/3l6oveex3ii2l",
        "embed.bsky.app",
    ),
    "https://soundcloud.com/forss/sets/soulhack?si=1": (
        "https://soundcloud.com/forss/sets/soulhack", "w.soundcloud.com"
    ),
    "https://www.openstreetmap.org/?mlat=53.5&mlon=-9.9#map=13/53.5461/-9.9663&layers=N": (
        "https://www.openstreetmap.org/?mlat=53.5&mlon=-9.9#map=13/53.5461/-9.9663",
        "www.openstreetmap.org",
    ),
    "https://datawrapper.dwcdn.net/Abc12/4/": (
        "https://datawrapper.dwcdn.net/Abc12/", "datawrapper.dwcdn.net"
    ),
    "https://flo.uri.sh/story/1234567/embed": (
        "https://public.flourish.studio/story/1234567/", "flo.uri.sh"
    ),
}  # fmt: skip
REFUSED = [
    "http://www.youtube.com/watch?v=aqz-KE-bpKQ",
    "https://www.youtube.com.evil.example/watch?v=aqz-KE-bpKQ",
    "https://www.youtube.com@evil.example/watch?v=aqz-KE-bpKQ",
    "https://evil.example/https://www.youtube.com/watch?v=aqz-KE-bpKQ",
    "https://www.youtube.com:8443/watch?v=aqz-KE-bpKQ",
    "https://www.youtube.com/watch?v=aqz-KE-bpK",
    'https://youtu.be/aqz-KE-bpKQ?"onload=alert(1)',
    "https://youtu.be/aqz-KE-bpKQ?<script>",
    "https://youtu.be/aqz-KE-bpKQ\n;script-src *",
    "https://evil.example/@reporter/112",
    "https://evil.example/w/kkGMgK9ZtnKfYAgnEtQxbv",
    "https://mastodon.social/@reporter/112/../../x",
    "https://soundcloud.com/forss/sets",
    "https://www.openstreetmap.org/#map=99/53.5461/9.9663",
    "javascript:alert(1)//https://vimeo.com/22439234",
    "",
]


@pytest.fixture
def as_before():
    found = dict(media.PROVIDERS)
    yield
    media.PROVIDERS.clear()
    media.PROVIDERS.update(found)


@pytest.mark.parametrize("address", READ)
def test_an_address_that_people_copy_is_read(address):
    place = media.find(address)

    assert (place.address, place.host) == READ[address]
    assert media.find(place.address) == place


def test_all_that_the_settings_name_are_known_and_allowed():
    assert set(known.MAKERS) == {*ours.EMBEDS_KNOWN} - {"none"}
    assert [*media.PROVIDERS] == ours.EMBED_PROVIDERS
    assert {media.PROVIDERS[media.find(a).provider.name].kind for a in READ} < {*media.KINDS}


@pytest.mark.parametrize("address", REFUSED)
def test_no_other_address_is(address):
    assert media.find(address) is None


def test_a_map_shows_what_was_to_be_seen():
    frame = media.find("https://www.openstreetmap.org/#map=13/53.5461/9.9663").frame

    west, south, east, north = map(float, re.search("bbox=(.*?)&", frame)[1].split("%2C"))
    assert west < 9.9663 < east < west + 0.2
    assert south < 53.5461 < north < south + 0.1


def test_the_example_of_the_how_to_is_the_one_that_is_run():
    (code,) = re.findall(r"```python\n(.*?)```", HOW_TO.read_text("utf-8"), re.DOTALL)
    own = Path(__file__).with_name("own_provider.py").read_text("utf-8")

    assert own.partition("\n\n")[2] == code


def test_a_newsroom_names_its_own_and_leaves_out_others(settings, as_before):
    settings.EMBED_PROVIDERS = ["Vimeo"]
    settings.EMBED_MODULES = ["tests.articles.body.media.own_provider"]
    media.load()
    reload(import_module(settings.EMBED_MODULES[0]))

    assert media.find("https://cam.example.org/7").host == "player.example.org"
    assert media.find("https://vimeo.com/22439234")
    assert media.find("https://youtu.be/aqz-KE-bpKQ") is None


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"frame": "http://player.example.org/{id}"}, "its frame is no https address"),
        ({"frame": "https://testserver/{id}"}, "host is no name|a page of this site"),
        ({"frame": "https://evil.example;script-src/{id}"}, "host is no name"),
        ({"example": "https://elsewhere.example/7"}, "no pattern matches its example"),
        ({"address": "https://cam.example.org/x/{id}"}, "its own address is read in another way"),
        ({"shape": "round"}, "its shape is none of wide"),
    ],
)
def test_one_that_could_not_be_used_is_refused_in_words(changed, why):
    cam = media.Provider(
        name="Cam",
        patterns=[r"https://cam\.example\.org/(?P<id>[0-9]{1,6})"],
        address="https://cam.example.org/{id}",
        frame="https://player.example.org/{id}",
        example="https://cam.example.org/7",
    )

    with pytest.raises(ValueError, match=f"The provider Cam cannot be used: .*({why})"):
        replace(cam, **changed)
