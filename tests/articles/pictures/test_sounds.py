"""Sounds of the paper's own: taken in, given out in parts, heard by whoever may read the story."""

from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from articles.models import Picture, Sound
from articles.pictures import receiving_sounds
from articles.pictures.storing import originals
from articles.pictures.sweeping import Sweep
from tests.factories import StoryFactory

pytestmark = pytest.mark.django_db
MP3 = b"ID3\x04" + bytes(range(256)) * 8
UPLOAD = "admin:articles_story_audio"


def brought(by=None, content=MP3):
    return receiving_sounds.receive(ContentFile(content, name="gulls.mp3"), by=by)


def story_with(sound, **fields):
    body = f'<p>a</p><story-media data-kind="audio" data-sound="{sound.pk}" data-title="Gulls">'
    return StoryFactory(body=f"{body}</story-media>", **fields)


def whole(answer):
    return b"".join(answer.streaming_content)


def status(client, address):
    answer = client.get(address)
    if answer.streaming:
        whole(answer)  # which closes the file
    return answer.status_code


def test_readers_hear_a_sound_while_they_have_a_story_with_it(client):
    sound = brought()
    address = sound.get_absolute_url()
    assert status(client, address) == 404
    story = story_with(sound)
    assert status(client, address) == 404
    story.publish(by=None)

    answer = client.get(address)
    assert whole(answer) == MP3
    assert answer["Content-Type"] == "audio/mpeg"
    assert answer["Cache-Control"] == "private, max-age=300"
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    page = client.get(story.get_absolute_url())
    assert f'<audio controls preload="none" src="{address}" aria-label="Gulls">' in page.text
    assert f'"contentUrl":"http://testserver{address}"' in page.text
    assert "media-src 'self'" in page["Content-Security-Policy"]
    assert "frame-src" not in page["Content-Security-Policy"]
    version = reverse("articles:story-version", args=[story.section.slug, story.pk, 1])
    assert address in client.get(version).text
    assert f'href="http://testserver{address}"' in client.get("/latest.rss").text
    story.write(by=None, body="<p>No sound.</p>")
    assert status(client, address) == 200
    story.update(by=None)
    assert status(client, address) == 404
    assert address not in client.get(version).text
    assert "no-store" in client.get(address)["Cache-Control"]


@pytest.mark.parametrize(
    ("asked", "status", "part", "said"),
    [
        ("bytes=0-3", 206, MP3[:4], "bytes 0-3/2052"),
        ("bytes=2050-", 206, MP3[2050:], "bytes 2050-2051/2052"),
        ("bytes=-2", 206, MP3[-2:], "bytes 2050-2051/2052"),
        ("bytes=0-99999", 206, MP3, "bytes 0-2051/2052"),
        ("bytes=2052-", 416, b"", "bytes */2052"),
        ("bytes=-0", 416, b"", "bytes */2052"),
        ("bytes=4-2", 200, MP3, None),
        ("bytes=0-1,4-5", 200, MP3, None),
        ("lines=1-2", 200, MP3, None),
        ("bytes=-", 200, MP3, None),
    ],
)
def test_who_listens_from_the_middle_gets_that_part(client, asked, status, part, said):
    sound = brought()
    story_with(sound, published=True)
    answer = client.get(sound.get_absolute_url(), headers={"range": asked})

    assert answer.status_code == status
    assert (whole(answer) if answer.streaming else answer.content) == part
    assert answer.headers.get("Content-Range") == said
    assert answer["Accept-Ranges"] == "bytes"
    if part:
        assert answer["Content-Length"] == str(len(part))


def test_who_has_it_is_told_so_and_who_has_another_gets_all(client):
    sound = brought()
    story_with(sound, published=True)
    address, etag = sound.get_absolute_url(), f'"{sound.key}"'

    assert client.get(address, headers={"if-none-match": etag}).status_code == 304
    stale = client.get(address, headers={"range": "bytes=0-3", "if-range": '"other"'})
    assert (stale.status_code, whole(stale)) == (200, MP3)
    assert client.head(address)["Content-Length"] == str(len(MP3))


def test_a_reporter_hears_their_own_and_no_draft_of_a_colleague(client, jo, ana):
    theirs, ours = brought(by=ana), brought(by=jo)
    story_with(theirs, created_by=ana)
    client.force_login(jo)

    assert status(client, ours.get_absolute_url()) == 200
    assert status(client, theirs.get_absolute_url()) == 404
    client.force_login(ana)
    assert status(client, ours.get_absolute_url()) == 200


def test_the_desk_takes_what_is_a_sound_by_its_content(client, jo, settings):
    client.force_login(jo)

    def sent(content, name="x.mp3"):
        return client.post(reverse(UPLOAD), {"file": SimpleUploadedFile(name, content)})

    answer = sent(b"OggS" + bytes(99), "gulls.html")
    assert answer.status_code == 201
    sound = Sound.objects.get(pk=answer.json()["id"])
    assert (sound.suffix, sound.original_name, sound.created_by) == ("ogg", "gulls.html", jo)
    refused = sent(b"<script>alert(1)</script>")
    assert refused.status_code == 422
    assert refused.json()["problems"] == [
        "This is no audio that browsers play: send MP3, M4A, Ogg, Opus or WAV."
    ]
    settings.AUDIO_MAX_BYTES = 1024 * 1024
    assert sent(MP3 + bytes(1024 * 1024)).status_code == 422
    assert sent(MP3 + bytes(2 * 1024 * 1024)).status_code == 413
    assert client.post(reverse(UPLOAD)).json()["problems"] == ["Choose one file."]
    assert Sound.objects.count() == 1


@pytest.mark.parametrize(
    ("head", "suffix"),
    [
        (b"ID3\x04", "mp3"), (b"\xff\xfb\x90", "mp3"), (b"\xff\xf3\x40", "mp3"),
        (b"\0\0\0\x20ftypM4A ", "m4a"), (b"RIFF....WAVE", "wav"), (b"OggS", "ogg"),
        (b"\xff\xd8\xff\xe0", None), (b"RIFF....WEBP", None), (b"\0\0\0\x20ftypavif", None),
        (b"", None),
    ],
)  # fmt: skip
def test_a_sound_is_known_by_its_first_bytes(head, suffix):
    assert receiving_sounds.suffix_of(head.replace(b"....", bytes(4))) == suffix


def test_a_sound_goes_with_the_last_story_that_is_deleted_for_good():
    alone, shared = brought(), brought()
    story = story_with(alone, published=True)
    story.write(by=None, body=f'<story-media data-kind="audio" data-sound="{shared.pk}">')
    story_with(shared)
    story.delete_for_good(by=None, reason="A court.")

    assert [*Sound.objects.all()] == [shared]


def test_a_file_without_a_row_is_swept_away_and_so_is_one_that_nobody_used():
    kept, unused, fresh = (brought(content=MP3 + bytes([number])) for number in range(3))
    story_with(kept)
    old = timezone.now() - timedelta(days=90)
    Sound.objects.filter(pk__in=[kept.pk, unused.pk]).update(created_at=old)
    originals.save("sounds/AAAAAAAAAAAAAAAA.mp3", ContentFile(MP3))
    said = []
    Sweep(report=said.append, grace_period=timedelta(hours=-1)).sweep()

    assert said == [
        f"{unused.file.name} stands in no story.",
        *sorted(
            f"{name} belongs to no sound."
            for name in (unused.file.name, "sounds/AAAAAAAAAAAAAAAA.mp3")
        ),
    ]
    assert originals.exists(kept.file.name)
    assert originals.exists(fresh.file.name)
    assert not originals.exists("sounds/AAAAAAAAAAAAAAAA.mp3")
    assert not Picture.objects.exists()


def test_the_same_file_twice_is_kept_once_and_goes_with_the_last():
    first, second = brought(), brought()
    assert first.file.name == second.file.name
    assert first.key != second.key
    story_with(second, published=True)
    Sound.objects.update(created_at=timezone.now() - timedelta(days=90))

    Sweep(report=print, grace_period=timedelta(hours=-1)).sweep()

    assert list(Sound.objects.all()) == [second]
    assert originals.exists(second.file.name)
