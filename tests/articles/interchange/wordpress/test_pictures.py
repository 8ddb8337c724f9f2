"""Pictures of the old site: fetched only when asked for, and only from public addresses.

The old site is a real server on this machine. Whether its address is public is the one thing
that the tests have to change.
"""

import threading
import time
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from articles.interchange import wordpress
from articles.interchange.incoming import importing
from articles.models import Gallery, Picture, Story
from newsroom import downloads
from newsroom.downloads import NotFetched, fetch
from tests.factories import picture_file

from .exports import attachment, export, meta, post

JPEG = picture_file().read()


class OldSite(BaseHTTPRequestHandler):
    def do_GET(self):
        self.server.asked.append(self.path)
        pages = {
            "/moved.jpg": (302, b"", "/view.jpg"),
            "/round.jpg": (302, b"", "/round.jpg"),
            "/inside.jpg": (302, b"", "http://169.254.169.254/latest/"),
            "/file.jpg": (302, b"", "file:///etc/passwd"),
            "/huge.jpg": (200, b"x" * 3_000_000, ""),
            "/broken.jpg": (200, JPEG[:200], ""),
            "/drawing.jpg": (200, b"<svg onload='alert(1)'/>", ""),
        }
        status, data, location = pages.get(self.path, (200, JPEG, ""))
        if "missing" in self.path:
            status = 404
        self.send_response(status)
        if location:
            self.send_header("Location", location)
        self.send_header("Content-Length", len(data))
        self.end_headers()
        if self.path == "/slow.jpg":
            time.sleep(1)
        self.wfile.write(data)

    def log_message(self, *args):
        pass


@pytest.fixture
def old_site(monkeypatch):
    server = ThreadingHTTPServer(("127.0.0.1", 0), OldSite)
    server.asked = []
    server.handle_error = lambda *args: None
    threading.Thread(target=partial(server.serve_forever, poll_interval=0.01), daemon=True).start()
    address = f"http://127.0.0.1:{server.server_port}"
    server.address = address
    known = downloads.is_public
    monkeypatch.setattr(downloads, "is_public", lambda ip: ip == "127.0.0.1" or known(ip))
    monkeypatch.setitem(downloads.PORTS, "http", server.server_port)
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def import_site(tmp_path):
    def import_site(*items, **options):
        path = tmp_path / "export.xml"
        path.write_text(export(*items))
        return wordpress.import_site(path, **options)

    return import_site


# What is asked for


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1",
        "0.0.0.0", "224.0.0.1", "240.0.0.1", "255.255.255.255", "::", "::1", "::127.0.0.1",  # noqa: S104
        "::ffff:127.0.0.1", "::ffff:8.8.8.8", "64:ff9b::7f00:1", "2002:7f00:1::", "fe80::1",
        "fc00::1", "fec0::1", "ff02::1", "2001:db8::1",
    ],
)  # fmt: skip
def test_an_address_inside_is_not_public(address):
    assert not downloads.is_public(address)


@pytest.mark.parametrize("address", ["8.8.8.8", "2606:4700:4700::1111"])
def test_an_address_outside_is(address):
    assert downloads.is_public(address)


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1/a.jpg", "http://localhost/a.jpg", "http://[::1]/a.jpg",
        "http://2130706433/a.jpg", "http://0x7f.1/a.jpg", "http://0/a.jpg",
        "http://127.0.0.1:6379/a.jpg", "http://8.8.8.8:22/a.jpg", "http://user@8.8.8.8/a.jpg",
        "file:///etc/passwd", "ftp://8.8.8.8/a.jpg", "gopher://8.8.8.8/", "data:image/png,A",
        "//8.8.8.8/a.jpg", "http:///a.jpg", "http://[::1/a.jpg", "http://8.8.8.8:99999/a.jpg",
        "http://a\x00b.example/a.jpg", "http://" + "a" * 300 + ".example/", "", "a.jpg",
    ],
)  # fmt: skip
def test_what_leads_elsewhere_is_not_asked(address, monkeypatch):
    monkeypatch.setattr(downloads.socket, "create_connection", pytest.fail)

    with pytest.raises(NotFetched):
        fetch(address, max_bytes=1000)


def test_a_name_with_one_address_inside_is_refused_whatever_its_others(monkeypatch):
    found = [(2, 1, 6, "", ("8.8.8.8", 80)), (2, 1, 6, "", ("10.0.0.1", 80))]
    monkeypatch.setattr(downloads.socket, "getaddrinfo", lambda *args, **kwargs: found)

    with pytest.raises(NotFetched, match="not a public address"):
        fetch("http://two-faced.example/a.jpg", max_bytes=1000)


def test_the_connection_goes_to_the_address_that_was_checked(old_site, monkeypatch):
    known, asked = downloads.socket.getaddrinfo, []

    def once(host, *args, **kwargs):
        asked.append(host)
        # The second time, the name means another machine.
        named = "127.0.0.1" if host == "rebinding.example" and len(asked) == 1 else host
        return known(named, *args, **kwargs)

    monkeypatch.setattr(downloads.socket, "getaddrinfo", once)

    port = old_site.server_port
    assert fetch(f"http://rebinding.example:{port}/view.jpg", max_bytes=10_000) == JPEG
    assert asked == ["rebinding.example", "127.0.0.1"]


def test_a_redirect_is_followed_only_to_where_one_may_go(old_site):
    assert fetch(f"{old_site.address}/moved.jpg", max_bytes=10_000) == JPEG
    with pytest.raises(NotFetched, match="not a public address"):
        fetch(f"{old_site.address}/inside.jpg", max_bytes=10_000)
    with pytest.raises(NotFetched, match="not an http"):
        fetch(f"{old_site.address}/file.jpg", max_bytes=10_000)


def test_a_server_that_leads_in_circles_is_left_after_three_rounds(old_site):
    with pytest.raises(NotFetched, match="too often"):
        fetch(f"{old_site.address}/round.jpg", max_bytes=10_000)
    assert len(old_site.asked) == 4


def test_what_is_too_large_or_too_slow_is_given_up(old_site, monkeypatch):
    with pytest.raises(NotFetched, match="larger than 1 MB"):
        fetch(f"{old_site.address}/huge.jpg", max_bytes=1024 * 1024)
    monkeypatch.setattr(downloads, "DEADLINE", 0.2)
    with pytest.raises(NotFetched):
        fetch(f"{old_site.address}/slow.jpg", max_bytes=10_000)


# What becomes of it


def items(address, **differs):
    words = meta("_wp_attachment_image_alt", "A bell on a wharf")
    return [
        attachment(11, f"{address}/uploads/view.jpg", excerpt="The bell", meta=words, parent="1"),
        attachment(12, f"{address}/uploads/second.jpg", meta=words, parent="1"),
        post(
            1,
            content=f'Words\n\n<img class="wp-image-99" src="{address}/uploads/view-300x200.jpg">'
            "\n\n[gallery]\n\n[gallery]",
            meta=meta("_thumbnail_id", "11"),
            **differs,
        ),
    ]


@pytest.mark.django_db
def test_without_being_asked_nothing_is_fetched_and_that_is_told(import_site, old_site):
    report = import_site(*items(old_site.address))

    assert old_site.asked == []
    assert report.counts["attachment"] == {"left out": 2}
    assert not Picture.objects.exists()
    assert Story.objects.get().live.body == "<p>Words</p><p><em>The bell</em></p>"


@pytest.mark.django_db
def test_a_dry_run_fetches_nothing(import_site, old_site):
    import_site(*items(old_site.address), fetch_pictures=True, dry_run=True)

    assert old_site.asked == []


@pytest.mark.django_db
def test_pictures_arrive_with_their_words_and_stand_where_they_stood(import_site, old_site):
    report = import_site(*items(old_site.address), fetch_pictures=True)

    story, first = Story.objects.get(), Picture.objects.get(caption="The bell")
    gallery = Gallery.objects.get()
    assert report.counts["attachment"] == {"imported": 2}
    assert first.alt == "A bell on a wharf"
    assert story.live.lead_picture == first
    assert [e.kind for e in story.live.embeds.order_by("pk")] == ["picture", "gallery"]
    assert story.live.body.count("<story-embed") == 2
    assert gallery.is_public
    assert gallery.placements.first().picture == first


@pytest.mark.django_db
def test_the_gallery_of_a_draft_is_not_public(import_site, old_site):
    import_site(*items(old_site.address, status="private"), fetch_pictures=True)

    assert not Gallery.objects.published().exists()
    assert not Picture.objects.published().exists()


@pytest.mark.django_db
def test_pictures_may_follow_in_a_second_run_and_come_once(import_site, old_site):
    import_site(*items(old_site.address))
    report = import_site(*items(old_site.address), fetch_pictures=True)
    again = import_site(*items(old_site.address), fetch_pictures=True)

    assert report.counts["post"] == {"changed": 1}
    assert again.counts["post"] == {"unchanged": 1}
    assert again.counts["attachment"] == {"unchanged": 2}
    assert len(old_site.asked) == Picture.objects.count() == 2
    assert Gallery.objects.count() == 1


@pytest.mark.django_db
def test_what_is_no_picture_is_left_out_with_the_reason(import_site, old_site):
    names = ["missing.jpg", "broken.jpg", "drawing.jpg", "paper.pdf", "drawing.svg"]
    report = import_site(
        *(attachment(n, f"{old_site.address}/{name}") for n, name in enumerate(names, 20)),
        attachment(30, "http://10.0.0.1/inside.jpg"),
        fetch_pictures=True,
    )

    assert report.counts["attachment"] == {"left out": 6}
    assert not Picture.objects.exists()
    assert "127.0.0.1 answered 404" in {reason for _, reason in report.left_out}


@pytest.mark.django_db
def test_a_server_that_is_gone_is_not_asked_for_each_picture(import_site, old_site):
    old_site.server_close()
    report = import_site(
        *(attachment(n, f"{old_site.address}/{n}.jpg") for n in range(20, 30)),
        fetch_pictures=True,
    )

    told = {reason: len(names) for (_, reason), names in report.left_out.items()}
    assert told["127.0.0.1 did not answer for the pictures before it"] == 7


@pytest.mark.django_db
def test_a_picture_that_nobody_has_described_leads_no_story(import_site, old_site):
    report = import_site(
        attachment(11, f"{old_site.address}/DSC_1234.jpg", title="DSC_1234"),
        post(1, meta=meta("_thumbnail_id", "11")),
        fetch_pictures=True,
    )

    assert Story.objects.published().get().live.lead_picture is None
    assert any("describe picture" in note for note in report.notes)


@pytest.mark.django_db
def test_if_the_import_fails_the_next_fetches_no_picture_again(import_site, old_site, monkeypatch):
    monkeypatch.setattr(importing, "_finish", lambda *args, **kwargs: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        import_site(*items(old_site.address), fetch_pictures=True)
    monkeypatch.undo()
    asked = list(old_site.asked)
    import_site(*items(old_site.address))

    assert old_site.asked == asked
    assert Picture.objects.count() == 2
    assert Gallery.objects.get().is_public


@pytest.mark.django_db
def test_captions_of_a_gallery_stay_where_nothing_is_fetched(import_site, old_site):
    import_site(
        attachment(11, f"{old_site.address}/view.jpg", excerpt="The bell", parent="1"),
        attachment(12, f"{old_site.address}/other.jpg", excerpt="", parent="1"),
        post(1, content='Words\n\n[gallery]\n\n[gallery ids="11,12"]'),
    )

    assert Story.objects.get().live.body.count("<p><em>The bell</em></p>") == 1
