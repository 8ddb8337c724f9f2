"""What stands where links to other sites lead is asked by the worker and told to whoever writes."""

from datetime import timedelta
from http.server import BaseHTTPRequestHandler

import pytest
from django.utils import timezone

from articles.checks import Draft, findings, links_elsewhere
from articles.models import LinkCheck
from newsroom import downloads
from tests.factories import StoryFactory, editor
from tests.http_server import http_server

pytestmark = pytest.mark.django_db
STATUSES = {"/there": 200, "/gone": 410, "/for-members": 403, "/broken": 500}


class OtherSite(BaseHTTPRequestHandler):
    def do_GET(self):
        self.server.asked.append(self.path)
        if self.path == "/moved":
            self.send_response(301)
            self.send_header("Location", "/gone")
        elif self.path == "/damaged":
            self.send_response(301)
            self.send_header("Location", "http://[half an address/")
        elif self.path == "/inside":
            self.send_response(302)
            self.send_header("Location", "http://10.0.0.1/")
        else:
            self.send_response(STATUSES.get(self.path, 404))
        self.end_headers()

    def log_message(self, *args):
        """Say nothing on the console of the tests."""


@pytest.fixture
def other_site(monkeypatch, settings):
    settings.CHECK_LINKS_ELSEWHERE = True
    known = downloads.is_public
    with http_server(OtherSite, asked=[]) as server:
        monkeypatch.setattr(downloads, "is_public", lambda ip: ip == "127.0.0.1" or known(ip))
        monkeypatch.setitem(downloads.PORTS, "http", server.server_port)
        server.address = f"http://127.0.0.1:{server.server_port}"
        yield server


@pytest.fixture
def save(django_capture_on_commit_callbacks):
    """save(links, by=somebody): the story, once the worker has seen it."""

    def saved(links, by=None, story=None):
        body = "<p>" + " ".join(f'<a href="{each}">words</a>' for each in links) + "</p>"
        with django_capture_on_commit_callbacks(execute=True):
            story = story or StoryFactory()
            story.write(by=by, body=body)
        return story

    return saved


def said_of(story):
    return [each.sentence for each in findings(Draft.of(story)) if each.check == "link elsewhere"]


@pytest.mark.parametrize(
    ("path", "says"),
    [
        ("/there", ""),
        ("/for-members", ""),
        ("/gone", "its site answered 410"),
        ("/nowhere#part", "its site answered 404"),
        ("/broken", "its site answered 500"),
        ("/moved", "its site answered 410"),
        ("/inside", "10.0.0.1 is not a public address"),
        ("/damaged", "its address is damaged"),
    ],
)
def test_what_leads_nowhere_is_told_once_the_story_is_saved(other_site, save, path, says):
    story = save([other_site.address + path], by=editor())

    said = said_of(story)
    assert bool(said) == bool(says)
    if says:
        (sentence,) = said
        address = other_site.address + path.partition("#")[0]
        assert f"The link “words” leads to {address}: {says} (" in sentence


def test_a_host_that_there_is_not_is_told_and_asked_for_once(save, settings, monkeypatch):
    settings.CHECK_LINKS_ELSEWHERE = True
    asked = []

    def unknown(host, *args, **kwargs):
        asked.append(host)
        raise OSError

    monkeypatch.setattr(downloads.socket, "getaddrinfo", unknown)
    story = save([f"https://nowhere.example/{n}" for n in range(3)], by=editor())

    assert asked == ["nowhere.example"]
    assert "nowhere.example is not known" in said_of(story)[0]


@pytest.mark.parametrize(
    "address",
    [
        "http://localhost/",
        "https://127.0.0.1/x",
        "http://[::1/",
        "https://a b/",
        "mailto:a@b.example",
    ],
)
def test_no_machine_inside_is_asked(save, settings, monkeypatch, address):
    settings.CHECK_LINKS_ELSEWHERE = True
    monkeypatch.setattr(downloads.socket, "create_connection", pytest.fail)

    save([address], by=editor())


def test_an_answer_lasts_a_day(other_site, save):
    story, by = save([f"{other_site.address}/gone"], by=editor()), editor()
    save([f"{other_site.address}/gone#part", f"{other_site.address}/there"], by, story)
    assert sorted(other_site.asked) == ["/gone", "/there"]

    LinkCheck.objects.update(asked_at=timezone.now() - timedelta(days=2))
    save([f"{other_site.address}/gone?again"], by, story)
    save([f"{other_site.address}/gone"], by, story)
    assert other_site.asked.count("/gone") == 2


def test_nobody_is_asked_for_an_import_or_where_it_is_switched_off(other_site, save, settings):
    save([f"{other_site.address}/gone"], by=None)
    settings.CHECK_LINKS_ELSEWHERE = False
    save([f"{other_site.address}/gone"], by=editor())

    assert other_site.asked == []


def test_nothing_is_asked_while_somebody_writes(other_site):
    draft = Draft(body=f'<p><a href="{other_site.address}/gone">words</a></p>')

    assert [each for each in findings(draft) if each.check == "link elsewhere"] == []
    assert other_site.asked == []


def test_a_page_of_links_is_asked_for_in_part(other_site, save):
    save([f"{other_site.address}/{n}" for n in range(links_elsewhere.MOST + 10)], by=editor())

    assert len(other_site.asked) == links_elsewhere.MOST


def test_old_answers_are_neither_told_nor_kept(other_site, save):
    story = save([f"{other_site.address}/gone"], by=editor())
    LinkCheck.objects.update(asked_at=timezone.now() - timedelta(days=31))

    assert said_of(story) == []
    links_elsewhere.delete_old()
    assert not LinkCheck.objects.exists()
