"""Varnish as we describe it: keeps pages, forgets them by key, and lends the site its memory."""

import re
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.ports import free_port
from tests.tiers import one_in_a_quick_run
from tooling.places import ROOT

from . import nginx, varnish
from .recorder import recorder
from .test_addresses import HUNG_ON, OF_THE_SITE, REDIRECTS, STORY
from .test_own_words import headers_of_the_site  # noqa: F401 a fixture

pytestmark = [
    pytest.mark.faults,
    pytest.mark.skipif(
        not varnish.IS_THERE,
        reason="varnish, its module xkey (varnish-modules) or a C compiler is not installed",
    ),
]
BRIEF = {"Cache-Control": "public, max-age=0, s-maxage=1"}


@pytest.fixture(scope="module")
def running(tmp_path_factory):
    """A site and its cache, for all tests that leave both alive: starting one takes a second."""
    with recorder() as site:
        cache = varnish.Cache(tmp_path_factory.mktemp("cache"), site.server_port)
        yield site, cache
        cache.stop()


@pytest.fixture
def site(running):
    site, cache = running
    cache.empty()
    site.asked, site.answers, site.before_answering = [], {}, None
    site.edition = "first edition"
    return site


@pytest.fixture
def cache(running, site):
    return running[1]


@pytest.fixture(scope="module")
def without_a_site(tmp_path_factory):
    cache = varnish.Cache(tmp_path_factory.mktemp("alone"), free_port())
    yield cache
    cache.stop()


def test_a_link_that_was_shared_is_the_page_that_is_kept(site, cache):
    for query in ("", *HUNG_ON):
        assert cache.ask(STORY + query) == (200, f"first edition of {STORY}".encode()), query

    assert site.asked == [STORY]


def test_what_may_be_the_sites_own_is_asked_of_the_site(site, cache):
    others = [query for query in OF_THE_SITE if query != "?page=2"]
    for query in others * 2:
        assert cache.ask(STORY + query)[1].decode() == f"first edition of {STORY}{query}"
    assert site.asked == [STORY + query for query in others * 2]

    for _ in range(2):
        cache.ask(f"{STORY}?page=2")
    assert site.asked[-2] != site.asked[-1] == f"{STORY}?page=2"


def test_who_is_logged_in_or_has_chosen_letters_is_answered_by_the_site(site, cache):
    for cookie in ("__Host-sessionid=a", "a=b; reading=dark.large"):
        for _ in range(2):
            cache.ask(STORY, Cookie=cookie)
    for cookie in ("other=1", "reading=neither"):
        cache.ask(STORY, Cookie=cookie)

    assert site.asked == [STORY] * 5


def test_what_is_forgotten_by_one_of_its_keys_is_made_anew_and_nothing_else(site, cache):
    site.answers["/sport/"] = (200, {"xkey": "section-3"})
    for path in (STORY, "/city%2F12/x/", "/sport/"):
        cache.ask(path)
    site.edition = "second edition"

    assert cache.forget("story-12", "topic-5") >= 2
    assert cache.ask(STORY)[1].startswith(b"second")
    assert cache.ask("/sport/")[1].startswith(b"first")
    assert cache.forget("everything") >= 1
    assert cache.forget("nothing-like-it") == 0


def test_nobody_but_the_paper_has_anything_forgotten(site, cache):
    cache.ask(STORY)
    words = nginx.request("/", method="PURGE", xkey="everything", **{"X-Real-IP": "192.0.2.1"})

    assert b"405" in cache.say(words).split(b"\r\n")[0]
    cache.ask(STORY)
    assert site.asked == [STORY]


def test_readers_are_told_no_keys_and_no_cache(site, cache):
    for _ in range(2):
        headers = cache.answer(STORY)[1]
        assert not {"xkey", "surrogate-key", "cache-tag", "via", "x-varnish"} & headers.keys()


def test_an_old_page_is_not_given_out_while_the_site_answers(site, cache):
    site.answers[STORY] = (200, BRIEF)
    cache.ask(STORY)
    site.answers[STORY] = (410, BRIEF)
    time.sleep(1.2)

    assert [cache.ask(STORY)[0] for _ in range(3)] == [410] * 3


@pytest.mark.parametrize(
    "fails", one_in_a_quick_run(["answers 503", "is gone", "says nothing"], "says nothing")
)
def test_what_was_kept_outlives_the_site(tmp_path, fails):
    is_over = threading.Event()
    with recorder() as site:
        cache = varnish.Cache(tmp_path, site.server_port, patience="0.2s")
        for path in ("/city/12/x/", "/gone/"):
            site.answers[path] = (200, BRIEF)
            cache.ask(path)
        cache.forget("everything") and cache.ask("/city/12/x/")
        time.sleep(1.2)
        if fails == "answers 503":
            site.answers = dict.fromkeys(("/city/12/x/", "/gone/"), (503, {"Cache-Control": ""}))
        elif fails == "says nothing":
            site.before_answering = lambda path: is_over.wait(30)
        else:
            site.shutdown()
            site.server_close()
        queries = ("", "?fbclid=1", "?utm_source=a")
        old = [cache.ask(f"/city/12/x/{query}") for query in queries * 2]
        unseen = cache.answer("/gone/")
        passed = cache.answer("/search/?q=a")
        is_over.set()
        cache.stop()

    assert old == [(200, b"first edition of /city/12/x/")] * 6
    assert unseen[0] == 503
    assert passed[0] == (200 if fails == "answers 503" else 503)


def test_a_page_that_many_ask_for_at_once_is_made_once(site, cache):
    is_asked, may_go_on = threading.Event(), threading.Event()

    def wait(path):
        is_asked.set()
        assert may_go_on.wait(60)

    site.before_answering = wait
    with ThreadPoolExecutor(20) as visitors:
        answers = [visitors.submit(cache.ask, f"{STORY}?fbclid={n}") for n in range(20)]
        assert is_asked.wait(60)
        may_go_on.set()

    assert {answer.result() for answer in answers} == {(200, f"first edition of {STORY}".encode())}
    assert site.asked == [STORY]


@pytest.mark.parametrize("path", ["/read/12.gif", "/accounts/login/", "/search/", "/x/"])
def test_what_nobody_may_keep_is_answered_to_many_at_once(site, cache, path):
    site.answers[path] = (200, {"Cache-Control": "private, max-age=60"})
    cache.ask(path)  # of a page that was never seen before it has to learn this
    together = threading.Barrier(6)
    site.before_answering = lambda path: together.wait(30)

    with ThreadPoolExecutor(6) as visitors:
        answers = list(visitors.map(cache.ask, [path] * 6))

    assert {status for status, _ in answers} == {200}


@pytest.mark.parametrize(("leads_to", "with_it"), REDIRECTS)
def test_a_redirect_keeps_what_was_hung_on_the_link(site, cache, leads_to, with_it):
    site.answers["/old/"] = (301, {"Location": leads_to})

    for _ in range(2):
        assert cache.answer("/old/?utm_source=a&fbclid=b")[1]["location"] == with_it
        assert cache.answer("/old/")[1]["location"] == leads_to
    assert site.asked == ["/old/"]


@pytest.mark.parametrize(
    ("what", "status"),
    [
        (nginx.request("/", Host="evil.example"), 404),
        (nginx.request("/metrics"), 404),
        (nginx.request("/", method="TRACE"), 405),
        (nginx.request("/"), 503),
    ],
)
def test_its_own_pages_are_in_words_and_as_safe_as_the_sites(
    without_a_site, headers_of_the_site, what, status  # noqa: F811
):  # fmt: skip
    head, _, page = without_a_site.say(what).decode().partition("\r\n\r\n")
    lines = head.split("\r\n")

    assert lines[0].split()[1] == str(status)
    assert "<h1>" in page
    assert "arnish" not in head + page
    for name, value in headers_of_the_site.items():
        if name == "Content-Type":
            assert f"Content-Type: {value}" in lines
        elif name != "Retry-After" or status == 503:
            assert lines.count(f"{name}: {value}") == 1, name


def test_it_says_the_same_of_links_and_readers_as_nginx():
    one, other = ((ROOT / "deploy" / name).read_text() for name in ("nginx.conf", "varnish.vcl"))
    for same in (
        r"\(utm_\[a-z_\]\+\|[^)]*\)",
        r"reading=\(auto[^)]*\)\\\.\([^)]*\)",
        "sha256-[^'…]+",
    ):
        assert len(set(re.findall(same, one)) | set(re.findall(same, other))) == 1, same
