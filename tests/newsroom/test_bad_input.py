"""What people and programs send that no page can mean: answered in words, never with a fault.

The list is that of the project's threat model; each entry runs on SQLite and PostgreSQL.
"""

import pytest
from django.test import Client

from tests.factories import AuthorFactory, GalleryFactory, QuoteFactory, StoryFactory, TopicFactory
from tests.kept import kept
from tests.tiers import some_in_a_quick_run

pytestmark = [pytest.mark.database, pytest.mark.django_db]

NINES = "9" * 5000
NUMBERS = [
    "abc",
    "-1",
    "0",
    "10000000000000000000000",
    "1000000000",
    NINES,
    "",
    "1.5",
    "٣",
    "0x1",
    "1e3",
    "+1",
    "01",
]
FIXED = ["/", "/galleries/", "/quotes/", "/archive/", "/archive/2026/", "/search/", "/corrections/",
         "/latest.rss", "/sitemap.xml", "/robots.txt", "/accounts/login/", "/accounts/signup/",
         "/accounts/password/reset/", "/healthz"]  # fmt: skip


@pytest.fixture(scope="module")
def paper(django_db_setup, django_db_blocker):
    """The paths of one of each thing that has an address of its own."""
    yield from kept(django_db_blocker, one_of_each)


def one_of_each():
    story = StoryFactory(published=True, topics=[TopicFactory()], authors=[AuthorFactory()])
    gallery, quote = GalleryFactory(published=True), QuoteFactory()
    things = [story, story.section, *story.topics.all(), *story.authors.all()]
    things += [gallery, gallery.placements.first(), quote]
    return {type(thing).__name__: thing.get_absolute_url() for thing in things}


@pytest.fixture
def pages(paper):
    """One page of each make: plain, paged, by a number, with a form, for machines."""
    return ["/", "/search/", "/latest.rss", "/accounts/login/", "/archive/2026/",
            paper["Story"], paper["Section"], paper["Placement"]]  # fmt: skip


@pytest.fixture
def reader():
    """A visitor to whom a fault is an answer 500, not an exception in the test."""
    return Client(raise_request_exception=False)


@pytest.mark.parametrize("number", some_in_a_quick_run(NUMBERS, 3))
def test_a_page_number_that_is_none_is_not_found(reader, paper, number):
    for path in (
        "/galleries/",
        "/quotes/",
        "/corrections/",
        paper["Section"],
        paper["Topic"],
        paper["Author"],
    ):
        assert reader.get(path, {"page": number}).status_code == 404, path


@pytest.mark.parametrize(
    "number",
    [
        "abc",
        "0",
        "-1",
        "1%00",
        NINES,
        "9223372036854775808",
        "18446744073709551616",
        "٣",
        "1.5",
        "%00",
    ],
)
def test_a_number_in_an_address_that_no_row_can_have_is_not_found(reader, number):
    for path in (
        f"/city/{number}/x/",
        f"/galleries/{number}/x/",
        f"/galleries/1/x/{number}/",
        f"/quotes/{number}/",
    ):
        assert reader.get(path).status_code == 404, path


@pytest.mark.parametrize(
    "date", ["0/", "99999/", "10000/", "2026/13/", "2026/0/", "2026/02/30/", "2026/11/31/", "nope/",
             "2026/13/45/", f"{NINES}/", "1/1/1/", "9999/12/31/", "-2026/", "2026/1%00/"],
)  # fmt: skip
def test_a_date_that_no_newspaper_bears_is_not_found(reader, date):
    assert reader.get(f"/archive/{date}").status_code == 404


NO_WORDS = [
    "x%00", "%ED%A0%80", "%FF%FE", "a" * 5000, "%2e%2e", "..%2f", "%0d%0aSet-Cookie:x=1",
    "a%20b", "%E2%80%AE", "'", '"', "<script>", "{{7*7}}", "%", "%%", "%25", "a\\b",
]  # fmt: skip


@pytest.mark.parametrize("slug", some_in_a_quick_run(NO_WORDS, 3))
def test_a_word_in_an_address_that_is_no_word_is_not_found(reader, paper, slug):
    pk = paper["Story"].split("/")[2]
    for path in (f"/{slug}/", f"/topics/{slug}/", f"/authors/{slug}/", f"/nope/{pk}9/{slug}/"):
        response = reader.get(path)
        assert response.status_code in (400, 404), path
        assert "Set-Cookie" not in response


@pytest.mark.parametrize(
    "query", ["q=%00", "q=" + "x" * 100_000, "page=%00", "id=%00", "%00=1", "q=" + "<" * 9000]
)
def test_a_query_that_cannot_be_meant_is_refused(reader, paper, query):
    for path in [*FIXED, *paper.values()]:
        assert reader.get(f"{path}?{query}").status_code in (400, 414), path


ODD = [
    "q=", "q=%25", "q=_", "q=%F0%9F%90%8E", "q=%D8%B9%D8%B1%D8%A8%D9%8A", "q='%20OR%201=1--",
    'q=%22`', "q=a%20%26%20%7C%20!%20(", "q=a&q=b", "q=*", "q=NEAR(", "q=title:x", "q=\\",
    "q=:*", "q=the", "q=-", "q=-a", 'q="', "q=OR", "q=%ED%A0%80", "q=%FF",
    "utm_source=x&fbclid=y", "order=-password", "filter[x)]=1", "_connector=OR", "id=",
    "id=abc", "id=9223372036854775808", "d=nope", "section=nope", "from=2026-13-45",
    "from=0000-00-00&to=99999-01-01", "p=abc", "p=" + "9" * 3000,
    "next=//evil.test", "view=../../etc/passwd", "i=abc",
]  # fmt: skip


@pytest.mark.parametrize("query", some_in_a_quick_run(ODD, 3))
def test_an_odd_query_gets_a_sane_answer_on_every_page(reader, pages, query):
    for path in pages:
        response = reader.get(f"{path}?{query}")
        assert response.status_code < 500, path
        if path != "/search/":
            assert response.status_code in (200, 301, 302), path


def test_a_thousand_and_one_parameters_are_refused_or_ignored(reader, paper):
    many = "&".join(f"a{n}=1" for n in range(1001))
    for path in [*FIXED, *paper.values()]:
        assert reader.get(f"{path}?{many}").status_code < 500


@pytest.mark.parametrize(
    "path",
    [
        "//evil.test/%2e%2e", "/%2f%2fevil.test", "/.git/HEAD", "/.env", "/static/",
        "/media/", "/media/../settings.py", "/media/..%2f", "/media/%252e%252e/", "/media../",
        "/static/..;/", "/static/..%2f..%2fmanage.py", "/settings.py", "/db.sqlite3", "/City/",
        "/city/.", "/city%20/", "/admin/..;/",
    ],
)  # fmt: skip
def test_what_is_not_ours_to_give_is_not_found_and_leads_nowhere_else(reader, path):
    response = reader.get(path)
    assert response.status_code in (301, 302, 404), path
    location = response.get("Location", "/")
    assert location.startswith("/")
    assert not location.startswith("//")


HEADERS = [
    {"host": "evil.test"}, {"host": "testserver:80@evil.test"}, {"host": "a b"},
    {"x-forwarded-host": "evil.test"}, {"forwarded": "host=evil.test"},
    {"x-original-url": "/admin/"}, {"accept": "," * 10_000}, {"accept-language": "a," * 10_000},
    {"range": "bytes=0-0," * 1000}, {"if-modified-since": "Mon, 01 Jan 0000 00:00:00 GMT"},
    {"cookie": "sessionid=garbage; csrftoken=\x01"},
    {"cookie": "; ".join(f"c{n}=1" for n in range(500))},
    {"x-forwarded-for": "'; DROP TABLE"}, {"referer": "\xff"},
]  # fmt: skip


@pytest.mark.parametrize("headers", some_in_a_quick_run(HEADERS, 3))
def test_odd_headers_are_refused_or_ignored_and_never_reflected(reader, pages, headers):
    for path in pages:
        response = reader.get(path, headers=headers)
        assert response.status_code < 500, path
        assert b"evil.test" not in response.content


@pytest.mark.parametrize("method", ["TRACE", "FOO", "PUT", "OPTIONS", "DELETE"])
def test_a_method_that_a_page_does_not_know_changes_nothing(reader, paper, method):
    for path in ["/", "/quotes/", *paper.values()]:
        assert reader.generic(method, path).status_code == 405, path


def test_every_answer_carries_the_policies(reader, paper):
    for path in ["/", paper["Story"], "/nowhere/", "/search/?q=%00", "/accounts/login/", "/admin/"]:
        headers = reader.get(path).headers
        assert "default-src 'none'" in headers["Content-Security-Policy"], path
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
        assert "camera=()" in headers["Permissions-Policy"]


def test_an_anonymous_reader_is_given_no_cookie(reader, paper):
    for path in ["/", *paper.values(), "/search/?q=flood", "/archive/", "/quotes/"]:
        assert not reader.get(path).cookies, path
