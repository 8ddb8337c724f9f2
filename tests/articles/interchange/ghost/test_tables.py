"""The rows of a Ghost export, wherever its file happens to be cut."""

import io
import json

import pytest

from articles.interchange.ghost import tables
from articles.interchange.ghost.tables import Tables
from tests.tiers import some_in_a_quick_run

ROWS = [{"id": "1", "title": 'A “]” and a "}"', "n": 1234567890}, 12, None, {"deep": [[{}]]}]
DATA = {"posts": ROWS, "tags": [], "odd": {"a": 1}, "users": [{"id": "ü"}], "number": 12}
WRITTEN = {
    "as Ghost does": {"db": [{"meta": {"version": "5"}, "data": DATA}, {"data": {"posts": [1]}}]},
    "without a list": {"db": {"data": DATA}},
    "without db": {"meta": {}, "data": DATA},
    "alone": DATA,
}
FOUND = [("posts", row) for row in ROWS] + [("users", {"id": "ü"})]
BROKEN = [
    "", "{", "{}x", '{"posts": [1', '{"posts": [1,]}', '{"posts": [1 2]}', '{"posts" [1]}',
    '{1: [2]}', '{"posts": [1]} {"posts": [2]}', '{"posts": [1]', '{"db": [', '{"db": [1 2]}',
    '{"a": tru', '{"a": nul}', "[" * 100_000, '{"data":' * 10 + "{}", '{"posts": ["\\ud8',
]  # fmt: skip


@pytest.mark.parametrize("size", some_in_a_quick_run([1, 2, 3, 7, 64, 100_000], 3))
@pytest.mark.parametrize("source", WRITTEN.values(), ids=WRITTEN)
@pytest.mark.parametrize("indent", [None, 2])
def test_each_row_comes_once_and_in_order(monkeypatch, source, size, indent):
    monkeypatch.setattr(tables, "CHUNK", size)
    read = Tables(io.StringIO(json.dumps(source, indent=indent)))

    assert list(read) == FOUND
    assert read.names == {"posts", "tags", "users"}


@pytest.mark.parametrize("source", BROKEN, ids=lambda each: each[:20])
def test_what_is_no_json_is_none(source):
    with pytest.raises((ValueError, RecursionError)):
        list(Tables(io.StringIO(source)))


@pytest.mark.parametrize("source", ["null", "12", '"x"', "[]", '[{"posts": [1]}]', "{}"])
def test_json_of_another_kind_has_no_tables(source):
    read = Tables(io.StringIO(source))

    assert list(read) == []
    assert not read.names


def test_a_long_file_is_never_in_memory_whole(monkeypatch):
    monkeypatch.setattr(tables, "CHUNK", 1000)
    file = io.StringIO(
        json.dumps({"posts": [{"id": str(n), "text": "x" * 200} for n in range(2000)]})
    )
    read, most = Tables(file), 0
    for _ in read:
        most = max(most, len(read.buffer))

    assert most < 5000


def test_a_row_without_end_is_given_up(monkeypatch):
    monkeypatch.setattr(tables, "CHUNK", 1000)
    monkeypatch.setattr(tables, "LONGEST", 10_000)
    file = io.StringIO('{"posts": ["' + "x" * 100_000)

    with pytest.raises(ValueError, match="too long"):
        list(Tables(file))
    assert file.tell() < 50_000
