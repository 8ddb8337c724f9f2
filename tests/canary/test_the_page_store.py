"""What is kept holds nothing hidden: not in memory, nor on disk, whatever was asked for."""

import contextlib
import gzip
import sqlite3
import zlib

import pytest
from django.test.client import ClientHandler

from tests.newsroom.page_store.conftest import Reader, a_store

from . import needs
from .people import may_see

pytestmark = [pytest.mark.canary, pytest.mark.django_db]


@pytest.fixture
def store(settings, tmp_path):
    settings.VAR_DIR, settings.PAGE_STORE_MB, settings.PAGE_STORE_DISK_MB = tmp_path, 64, 64
    site = ClientHandler(enforce_csrf_checks=False)

    def django(environ, start_response):
        answer = site(environ)
        start_response(f"{answer.status_code} {answer.reason_phrase}", [*answer.items()])
        return [answer.content]

    return a_store(django)


@pytest.mark.thorough
def test_the_page_store_keeps_nothing_hidden(paper, store):
    reader = Reader(store, HTTP_HOST="testserver")
    hidden = [ask.path for ask in needs.hidden_addresses(paper) if ask.data is None]
    for path in [path for _, path in needs.public_addresses(paper)] + hidden:
        reader.get(*path.partition("?")[::2])
    store.disk.flush()

    in_memory = [in_words(page) for page in store.memory._pages.values()]
    on_disk = [" ".join(row) for row in rows(store.disk.path)]
    words = paper.markers.found_in(" ".join([*in_memory, *on_disk]))
    meanings = [paper.markers.meaning[word] for word in words]

    assert [each for each in meanings if not may_see("anonymous", *each)] == []
    for kept in (in_memory, on_disk):
        assert len(kept) > 50
        assert any(paper.stories[0].headline in page for page in kept)


def in_words(page):
    body = page.body if page.body is not None else gzip.decompress(page.compressed)
    return f"{page.common} {page.keys} {body.decode(errors='replace')}"


def rows(path):
    with contextlib.closing(sqlite3.connect(path)) as file:
        for *texts, parts in file.execute("SELECT address, headers, keys, parts FROM page"):
            yield [*texts, zlib.decompress(parts).decode(errors="replace")]
