"""Addresses as nobody meant them: every one gets an answer that the rule knows.

Some hundreds in a thorough run; MUTATED_ADDRESSES=5000 in the environment asks so many, for some
minutes. All that a small paper links to is changed by a seeded chance, so that each run asks the
same. A page, one step to a page, "not found", or what has become of a story; never a fault, and
never a redirect to a redirect or to nothing.
"""

import os
import random
import re
from urllib.parse import quote, unquote, unquote_to_bytes

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests import small_paper
from tests.kept import kept

pytestmark = [pytest.mark.database, pytest.mark.django_db]

SEEDS = 3
IN_EACH, IN_A_QUICK_RUN = 120, 40
ASKED_FOR = int(os.environ.get("MUTATED_ADDRESSES", "0"))
LINK = re.compile(r'(?:href|src)="(/[^"#]*)')
MOST_QUERIES = 18  # of whatever is not found; a story's page asks six
INVISIBLE = ["\u200b", "\u200c", "\u200d", "\u00ad", "\u2060", "\ufeff", "\u202e", "\t", "\r\n"]
TAILS = [".", ",", ")", "…", " ", ".html", "/.", "//", "&utm_source=x", "\n", "”", "'", "\">", "/)",
         "?x=1", "#top", ";v=1", "]", "\\", "%", "*", "。", "…/", ":"]  # fmt: skip
ODD = ["%FF", "%C3", "%ED%A0%80", "%2F", "%2e%2e", "%5C", "%25", "%3F", "%23", "%00", "%0D%0A",
       "%E2%80", "%F0%9F%98%80", "é", "%7F", "%C2%85"]  # fmt: skip
QUERIES = ["page=2", "utm_source=x", "page=99", "view=grid", "p=7", "q=%FF", "page=2&utm_medium=ü",
           "a=" + "b" * 3000, "=", "&&", "x", "%00", "reply_to=1", "next=//evil.test"]  # fmt: skip
METHODS = ["HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "BREW"]


def crawl():
    """Every address of this site that the pages of a small paper link to, and their own."""
    client = Client()
    found = {path.partition("?")[0]: None for path in small_paper.paper().values()}
    for path in list(found):
        for link in LINK.findall(client.get(path).text):
            found[unquote(link.partition("?")[0])] = None
    found |= dict.fromkeys(["/latest.rss", "/sitemap.xml", "/sitemap-stories.xml", "/robots.txt"])
    return sorted(path for path in found if not path.startswith(("/static/", "//")))


@pytest.fixture(scope="module")
def addresses(django_db_setup, django_db_blocker):
    yield from kept(django_db_blocker, crawl)


def mutated(path, chance):
    """(path percent-encoded, query, method), changed in one to three ways."""
    query, method = "", "GET"
    path = quote(path)
    for _ in range(chance.randint(1, 3)):
        match chance.randrange(9):
            case 0:
                path = path.rstrip("/") + quote(chance.choice(TAILS))
            case 1:
                path += quote(chance.choice(TAILS))
            case 2:
                path = chance.choice([str.upper, str.title, str.swapcase, str.lower])(path)
            case 3:
                place = chance.randrange(len(path) + 1)
                path = path[:place] + quote(chance.choice(INVISIBLE)) + path[place:]
            case 4:
                words = path.split("/")
                del words[chance.randrange(len(words))]
                path = "/" + "/".join(words).lstrip("/")
            case 5:
                path = path.replace("/", "//", chance.randint(1, 4))
            case 6:
                place = chance.randrange(1, len(path) + 1)
                path = path[:place] + chance.choice(ODD) + path[place:]
            case 7:
                query = chance.choice(QUERIES)
            case 8:
                method = chance.choice(METHODS) if chance.random() < 0.4 else "GET"
    return path, query, method


def ask(path, query="", method="GET"):
    """As a server would hand it on: bytes, without a browser that tidies up first."""
    client = Client(raise_request_exception=False)
    info = unquote_to_bytes(path).decode("latin-1")
    query = query.encode().decode("latin-1")
    return client.generic(method, "/", PATH_INFO=info, QUERY_STRING=query)


def problem_of(path, query, method):
    """What is wrong with the answer, or ""."""
    with CaptureQueriesContext(connection) as asked:
        answer = ask(path, query, method)
    status = answer.status_code
    if status == 404 and len(asked) > MOST_QUERIES:
        return f"404 costs {len(asked)} queries"
    # What no database can store is refused before its method is looked at.
    refused = (400,) if "%00" in query or "\0" in unquote(path) else ()
    if method not in ("GET", "HEAD"):
        pages = (200, 302, 400, 403, 422) if method == "POST" else refused
        return "" if status in (404, 405, *pages) else f"{status} to {method}"
    if status == 301:
        return problem_of_redirect(answer["Location"], query)
    is_of_account = unquote(path).lower().lstrip("/").startswith(("accounts", "admin"))
    if status == 302 and is_of_account:
        return ""
    known = (200, 404, 410, 451, *refused)
    return "" if status in known else f"{status}"


def problem_of_redirect(location, query):
    if not location.startswith("/") or location.startswith("//") or "\\" in location:
        return f"leads away, to {location}"
    if not re.fullmatch(r"[!-~]+", location):
        return f"no header can say {location!r}"
    path, _, kept_query = location.partition("?")
    if query and "p=" not in query and "=" in query and not kept_query:
        return f"loses {query}"
    there = ask(path, kept_query).status_code
    is_way_in = path.startswith(("/accounts/", "/admin/")) and there == 302
    return "" if there == 200 or is_way_in else f"leads to {there} at {location}"


@pytest.mark.parametrize(
    "seed", [0, *(pytest.param(seed, marks=pytest.mark.thorough) for seed in range(1, SEEDS))]
)
def test_every_address_gets_an_answer_that_the_rule_knows(addresses, seed, thoroughly):
    chance = random.Random(seed)
    problems = []
    for _ in range(ASKED_FOR // SEEDS or (IN_EACH if thoroughly else IN_A_QUICK_RUN)):
        path, query, method = mutated(chance.choice(addresses), chance)
        if problem := problem_of(path, query, method):
            problems.append(f"{method} {path}?{query}: {problem}")
    assert problems == []


def test_the_paper_links_to_all_kinds_of_addresses(addresses):
    for kind in ("/topics/", "/authors/", "/galleries/", "/quotes/by/", "/archive/2", "/about/",
                 "/text/", "/media/", "/corrections/", "/accounts/", "/search/"):  # fmt: skip
        assert any(path.startswith(kind) for path in addresses), kind
    assert len(addresses) > 60


@pytest.mark.parametrize(
    "path",
    ["/nowhere/", "/no/where/at/all/", "/city/999999/x./", "/City/999999/x/y/z", "/topics/nobody/",
     "/text/city/999999/)", "/galleries/999999/x.", "/quotes/999999/x/", "/2013/11/the-bridge/",
     "/" + "a/" * 300, "/topics/" + "%E2%80%8B" * 900, "/nowhere?" + "a=b&" * 1000],
)  # fmt: skip
def test_what_is_not_found_costs_a_few_queries_whatever_was_asked(addresses, path):
    path, _, query = path.partition("?")
    with CaptureQueriesContext(connection) as asked:
        assert ask(path, query).status_code == 404
    assert len(asked) <= MOST_QUERIES
