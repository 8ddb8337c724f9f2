"""A page is made once, and given out until something changes that it shows."""

import gzip
import threading

import pytest

from newsroom.page_store import generations
from newsroom.page_store.following import seconds

from .conftest import FOR_ALL, Reader, a_store

SESSION = "sessionid=abc"


def test_a_page_is_made_once_and_then_given_out(reader, site):
    first, second = reader.get("/a/"), reader.get("/a/")

    assert (first.how, second.how) == ("made", "hit")
    assert first.body == second.body == b"word " * 100 + b"<hr>"
    assert site.asked == [("/a/", "")]


@pytest.mark.parametrize("key", ["a", "b", "line", "everything"])
def test_what_changes_something_that_it_shows_has_it_made_anew(reader, kept, key):
    reader.get("/a/b/")
    kept.forget([key])

    assert reader.get("/a/b/").how in ("made", "kept")
    assert reader.get("/a/b/").how == "hit"


def test_what_changes_something_else_does_not(reader, kept):
    reader.get("/a/")
    kept.forget(["b"])

    assert reader.get("/a/").how == "hit"


def test_another_process_of_the_machine_hears_of_it_at_once(reader, settings):
    reader.get("/a/")
    generations.Generations(settings.VAR_DIR / "page-generations").forget(["a"])

    assert reader.get("/a/").how == "made"


def test_a_change_while_it_is_made_leaves_nothing_that_could_be_kept(reader, site, kept):
    site.before = lambda path: kept.forget(["a"])
    assert reader.get("/a/").how == "made"

    site.before, site.text = lambda path: None, "another"
    assert reader.get("/a/").body.startswith(b"another")


def test_what_was_taken_down_while_it_was_made_is_seen_by_nobody_who_asks_afterwards(
    reader, site, kept
):
    began, gate, answers = threading.Event(), threading.Event(), []

    def wait(path):
        began.set()
        gate.wait(10)

    site.before = wait
    first = threading.Thread(target=lambda: answers.append(reader.get("/a/")))
    first.start()
    began.wait(10)
    site.text, site.before = "gone", lambda path: None
    kept.forget(["a"])
    second = threading.Thread(target=lambda: answers.append(reader.get("/a/")))
    second.start()
    gate.set()
    for thread in (first, second):
        thread.join(10)

    assert {answer.body for answer in answers} == {b"gone<hr>"}


def test_what_was_not_there_and_is_now_is_kept_from_now_on(reader, site):
    site.status = "404 Not Found"
    reader.get("/a/")
    site.status = "200 OK"

    assert [reader.get("/a/").how for _ in range(2)] == ["made", "hit"]


def test_a_line_around_it_changes_and_the_page_is_not_made_anew(store, reader, site, kept):
    reader.get("/a/")
    store.disk.flush()
    kept.forget(["line"])

    again = reader.get("/a/")
    assert again.how == "kept"
    assert again.body.endswith(b"<hr>")
    assert len(site.asked) == 1


def test_it_outlives_the_process_and_not_the_release(store, reader, site):
    reader.get("/a/")
    store.disk.flush()
    assert Reader(a_store(site)).get("/a/").how == "kept"

    after = a_store(site)
    after.disk.release = "the next release"
    assert Reader(after).get("/a/").how == "made"


def test_a_hundred_readers_who_miss_together_have_it_made_once(reader, site):
    gate, answers = threading.Event(), []
    site.before = lambda path: gate.wait(10)
    readers = [
        threading.Thread(target=lambda: answers.append(reader.get("/a/"))) for _ in range(100)
    ]
    for thread in readers:
        thread.start()
    gate.set()
    for thread in readers:
        thread.join(10)

    assert len(answers) == 100
    assert len({answer.body for answer in answers}) == 1
    assert site.asked == [("/a/", "")]


def test_who_waits_for_a_page_that_cannot_be_made_is_told_so(reader, site):
    gate, answers = threading.Event(), []
    site.status, site.before = "503 Service Unavailable", lambda path: gate.wait(10)
    readers = [threading.Thread(target=lambda: answers.append(reader.get("/a/"))) for _ in "ab"]
    for thread in readers:
        thread.start()
    gate.set()
    for thread in readers:
        thread.join(10)

    assert [answer.status for answer in answers] == [503, 503]
    site.status, site.before = "200 OK", lambda path: None
    assert reader.get("/a/").status == 200


def test_a_maker_that_fails_leaves_the_way_to_the_next(reader, site):
    def fail(path):
        raise ZeroDivisionError

    site.before = fail
    with pytest.raises(ZeroDivisionError):
        reader.get("/a/")
    site.before = lambda path: None
    assert reader.get("/a/").status == 200


@pytest.mark.parametrize(
    ("status", "headers"),
    [
        ("200 OK", [("Cache-Control", "private, no-store")]),
        ("200 OK", [FOR_ALL, ("Set-Cookie", "a=b")]),
        ("404 Not Found", [FOR_ALL]),
        ("410 Gone", [FOR_ALL]),
    ],
)
def test_what_nobody_may_keep_is_asked_for_each_time(reader, site, status, headers):
    site.status, site.headers = status, headers

    assert [reader.get("/a/").status for _ in range(2)] == [int(status[:3])] * 2
    assert len(site.asked) == 2


@pytest.mark.parametrize(
    "asks",
    [
        {"HTTP_COOKIE": SESSION},
        {"HTTP_COOKIE": "theme=x; reading=dark.large"},
        {"HTTP_AUTHORIZATION": "Basic abc"},
        {"HTTP_RANGE": "bytes=0-1"},
        {"method": "POST"},
    ],
)
def test_somebody_with_a_page_of_their_own_is_answered_by_the_site(reader, asks):
    reader.get("/a/")
    assert reader.get("/a/", **asks).how == "django"


def test_a_strangers_cookie_changes_nothing(reader):
    reader.get("/a/")
    assert reader.get("/a/", HTTP_COOKIE="_ga=GA1.2; xsessionid=1").how == "hit"


@pytest.mark.parametrize("query", ["utm_source=x", "fbclid=1&UTM_Campaign=b", "&&", "gclid"])
def test_what_others_hang_on_a_link_makes_no_other_page(reader, site, query):
    reader.get("/a/")
    assert reader.get("/a/", query).how == "hit"
    assert site.asked == [("/a/", "")]


def test_a_page_has_its_number_and_loses_only_what_was_hung_on(reader, site):
    reader.get("/a/", "utm_source=x&page=2")
    assert reader.get("/a/", "page=2").how == "hit"
    assert site.asked == [("/a/", "page=2")]


@pytest.mark.parametrize("query", ["q=bridge", "page=2&x=1", "page=%32", "utm_source", "p=7;x"])
def test_a_query_that_no_page_has_is_for_the_site(reader, query):
    how = "made" if query == "utm_source" else "django"
    assert reader.get("/a/", query).how == how


def test_a_redirect_leads_on_with_what_was_hung_on(reader, site):
    site.status, site.headers = "301 Moved Permanently", [FOR_ALL, ("Location", "/b/")]
    reader.get("/a/")
    assert reader.get("/a/").how == "hit"

    reader.get("/a/", "utm_source=x")
    assert site.asked[-1] == ("/a/", "utm_source=x")


def test_who_has_the_page_already_is_told_so(reader):
    etag = reader.get("/a/").headers["etag"]
    again = reader.get("/a/", HTTP_IF_NONE_MATCH=f'"x", W/{etag}')

    assert (again.status, again.body) == (304, b"")
    assert again.headers["etag"] == etag
    assert "content-type" not in again.headers
    assert reader.get("/a/", HTTP_IF_NONE_MATCH='"x"').status == 200


def test_who_reads_gzip_gets_it(reader):
    plain, packed = reader.get("/a/"), reader.get("/a/", HTTP_ACCEPT_ENCODING="br, gzip")

    assert packed.headers["content-encoding"] == "gzip"
    assert packed.headers["etag"] == f"W/{plain.headers['etag']}"
    assert gzip.decompress(packed.body) == plain.body
    assert int(packed.headers["content-length"]) == len(packed.body)
    refused = reader.get("/a/", HTTP_ACCEPT_ENCODING="gzip;q=0, identity")
    assert "content-encoding" not in refused.headers


def test_who_asks_for_the_head_gets_no_body(reader):
    whole, head = reader.get("/a/"), reader.get("/a/", method="HEAD")

    assert head.body == b""
    assert head.headers["content-length"] == whole.headers["content-length"]


def test_nothing_is_given_out_once_nobody_has_heard_of_the_database(store, reader):
    reader.get("/a/")
    store.following.deadline, store.following.may_go_on = 0, False

    assert reader.get("/a/").how == "django"


def test_no_cache_keeps_it_past_the_next_hour(store, reader):
    reader.get("/a/")
    store.following.deadline = seconds() + 7.9

    assert "s-maxage=8" in reader.get("/a/").headers["cache-control"]


def test_only_the_day_has_passed_and_nothing_can_be_made(reader, site, kept):
    reader.get("/day/a/")
    kept.forget(["day"])
    site.status = "503 Service Unavailable"
    assert reader.get("/day/a/").status == 200

    kept.forget(["a"])
    assert reader.get("/day/a/").status == 503


def test_a_closed_paper_is_the_sites_own_business(store, reader, settings):
    reader.get("/a/")
    (settings.VAR_DIR / "maintenance").touch()
    store._look_again = 0

    assert reader.get("/a/").how == "django"


def test_memory_has_a_bound(store, reader, site):
    store.memory.most_bytes = 100_000
    for n in range(60):
        reader.get(f"/{n}/")

    assert store.memory.bytes <= 100_000
    assert 10 < len(store.memory) < 60
    assert store.figures()["evicted"] == 60 - len(store.memory)


def test_what_readers_ask_for_again_stays(store, reader):
    store.memory.most_bytes = 100_000
    for n in range(60):
        reader.get(f"/{n}/")
        reader.get("/0/")

    assert reader.get("/0/").how == "hit"
