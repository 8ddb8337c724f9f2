"""One address is kept, asked for and forgotten once, however it is written or shared."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from . import nginx
from .recorder import recorder

pytestmark = [
    pytest.mark.faults,
    pytest.mark.skipif(
        not nginx.IS_THERE,
        reason="nginx or its module cache-purge (libnginx-mod-http-cache-purge) is not installed",
    ),
]

STORY = "/city/12/caf%C3%A9/"
# What other sites and letters hang on a link.
HUNG_ON = (
    "?utm_source=letter",
    "?utm_source=a&utm_medium=b&utm_campaign=c&utm_term=d&utm_content=e&utm_id=f",
    "?UTM_Source=letter",
    "?fbclid=IwAR0_x-y",
    "?gclid=1",
    "?dclid=1",
    "?msclkid=1",
    "?igshid=1",
    "?mc_cid=1&mc_eid=2",
    "?_ga=2.1.3",
    "?fbclid",
    "?fbclid=",
    "?utm_source=%D8%A7%26page%3D2",
    "?utm_source=a?page=2",
    "?&fbclid=1&&gclid=2&",
    "?",
    "?&",
)
# What is, or may be, the site's own; the site alone knows.
OF_THE_SITE = (
    "?page=2",
    "?page=2&utm_source=a",
    "?utm_source=a&page=2",
    "?utm_source=a&&page=2",
    "?utm_=a",
    "?utm%5Fsource=a",
    "?xfbclid=1",
    "?fbclidx=1",
    "?q=fbclid",
    "?fbclid=1;page=2&page=3",
    "?next=utm_source=a",
    "?gclid&page",
    "?=",
)
# The same path, as browsers, programs and people write it.
WRITTEN = (
    STORY,
    "/city/12/caf%c3%a9/",
    "/c%69ty/12/caf%C3%A9/",
    "/city%2F12/caf%C3%A9/",
    "/city/./12/caf%C3%A9/",
    "/sport/../city/12/caf%C3%A9/",
    STORY + "?",
    STORY + "?fbclid=1",
    STORY + "#views",
)

# Where a redirect leads, and where it leads with "?utm_source=a&fbclid=b" behind its own address.
REDIRECTS = [
    (STORY, f"{STORY}?utm_source=a&fbclid=b"),
    (f"{STORY}#views", f"{STORY}?utm_source=a&fbclid=b#views"),
    (f"{STORY}?page=2", f"{STORY}?page=2"),
    ("https://testserver/x/", "https://testserver/x/"),
]


@pytest.fixture
def site():
    with recorder() as running:
        yield running


@pytest.fixture
def proxy(site, tmp_path):
    started = nginx.Proxy(tmp_path, site.server_port)
    yield started
    started.stop()


def test_a_link_that_was_shared_is_the_page_that_is_kept(site, proxy):
    for query in ("", *HUNG_ON):
        assert proxy.ask(STORY + query) == (200, f"first edition of {STORY}".encode()), query

    assert site.asked == [STORY]


def test_nothing_of_the_first_visitors_link_gets_onto_the_page_for_everybody(site, proxy):
    for query in HUNG_ON:
        proxy.forget(STORY)
        proxy.ask(STORY + query)

    assert site.asked == [STORY] * len(HUNG_ON)


def test_what_may_be_the_sites_own_is_asked_of_the_site(site, proxy):
    for query in OF_THE_SITE * 2:
        assert proxy.ask(STORY + query)[1].decode() == f"first edition of {STORY}{query}"

    assert site.asked == [STORY + query for query in OF_THE_SITE * 2]


def test_who_is_logged_in_is_answered_by_the_site_by_any_link(site, proxy):
    for query in ("", "?fbclid=1", "?page=2"):
        for _ in range(2):
            proxy.ask(STORY + query, Cookie="__Host-sessionid=a")

    assert site.asked == [STORY, STORY, STORY, STORY, f"{STORY}?page=2", f"{STORY}?page=2"]


def test_what_is_forgotten_is_forgotten_however_its_address_is_written(site, proxy):
    for path in WRITTEN:
        proxy.ask(path)
    assert site.asked == [STORY]
    site.edition = "second edition"

    assert proxy.forget(STORY) == 200

    for path in WRITTEN:
        assert proxy.ask(path)[1].startswith(b"second edition"), path
    assert site.asked == [STORY, STORY]


def test_the_site_is_asked_in_one_way_however_an_address_is_written(site, proxy):
    for path in WRITTEN:
        proxy.forget(STORY)
        proxy.ask(path)

    assert site.asked == [STORY] * len(WRITTEN)


@pytest.mark.parametrize("other", ["//city/12/x/", "/city//12/x/", "/city/12/x", "/city/12/x/%3F",
                                   "/city/12/x/%2523", "/City/12/x/"])  # fmt: skip
def test_another_address_is_another_page(site, proxy, other):
    """A doubled slash leads to the address without: kept as that, it would lead to itself."""
    proxy.ask("/city/12/x/")
    proxy.ask(other)

    assert site.asked == ["/city/12/x/", other]


@pytest.mark.parametrize(("leads_to", "with_it"), REDIRECTS)
def test_a_redirect_keeps_what_was_hung_on_the_link(site, proxy, leads_to, with_it):
    site.answers["/old/"] = (301, {"Location": leads_to})

    for _ in range(2):
        assert proxy.answer("/old/?utm_source=a&fbclid=b")[1]["location"] == with_it
        assert proxy.answer("/old/")[1]["location"] == leads_to

    assert site.asked == ["/old/"]


def test_a_redirect_may_repeat_the_longest_query(site, proxy):
    query = "?" + "a" * 8191
    site.answers[f"/old/{query}"] = (301, {"Location": f"/new/?{'%C3%A9' * 4000}"})

    status, headers, _ = proxy.answer(f"/old/{query}")

    assert status == 301
    assert len(headers["location"]) == len("/new/?") + 24_000


def test_a_site_that_says_nothing_is_not_waited_for(site, tmp_path):
    proxy = nginx.Proxy(tmp_path, site.server_port, patience="1s")
    is_over = threading.Event()
    site.before_answering = lambda path: is_over.wait(30)

    try:
        status, headers, page = proxy.answer(STORY)
    finally:
        is_over.set()
        proxy.stop()

    assert status == 503
    assert headers["retry-after"] == "60"
    assert b"presses have stopped" in page


@pytest.mark.parametrize("path", ["/read/12.gif", "/accounts/login/", "/search/", "/admin/"])
def test_what_nobody_may_keep_is_answered_to_many_at_once(site, proxy, path):
    """Each waits at the site for the others: one after the other, none would be answered."""
    together = threading.Barrier(6)
    site.answers[path] = (200, {"Cache-Control": "private, max-age=60"})
    site.before_answering = lambda path: together.wait(1)

    with ThreadPoolExecutor(6) as visitors:
        answers = list(visitors.map(proxy.ask, [path] * 6))

    assert {status for status, _ in answers} == {200}


def test_a_page_that_many_ask_for_at_once_is_made_once(site, proxy):
    is_asked, may_go_on = threading.Event(), threading.Event()

    def wait(path):
        is_asked.set()
        assert may_go_on.wait(60)

    site.before_answering = wait
    with ThreadPoolExecutor(9) as visitors:
        first = visitors.submit(proxy.ask, STORY)
        assert is_asked.wait(60)
        connections = [proxy.connect() for _ in range(8)]
        for connection in connections:
            connection.sendall(nginx.request(STORY + "?fbclid=1"))
        may_go_on.set()
        answers = [proxy.say(b"", connection=connection) for connection in connections]

    assert first.result()[0] == 200
    assert all(answer.endswith(f"first edition of {STORY}".encode()) for answer in answers)
    assert site.asked == [STORY]


def test_a_flood_of_log_ins_ends_here_and_keeps_out_nobody_who_was_here_before(site, tmp_path):
    proxy = nginx.Proxy(tmp_path, site.server_port, log_ins="1r/m")
    path = "/accounts/login/"
    form = {"method": "POST", "Content-Length": "0"}

    answers = [proxy.answer(path, **form) for _ in range(40)]
    known = [proxy.answer(path, Cookie="known_device=a:b:c", **form)[0] for _ in range(5)]
    looking = [proxy.answer(path)[0] for _ in range(5)]
    elsewhere = [proxy.answer("/city/12/x/views/", **form)[0] for _ in range(5)]
    proxy.stop()

    assert [status for status, _, _ in answers] == [200] * 21 + [429] * 19
    assert answers[-1][1]["retry-after"] == "60"
    assert b"Please wait a little" in answers[-1][2]
    assert [*known, *looking, *elsewhere] == [200] * 15
