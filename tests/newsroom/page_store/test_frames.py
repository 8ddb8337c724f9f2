"""What stands around pages is cut out of them and put in again, byte for byte."""

import pytest

from newsroom.page_store import frames
from newsroom.page_store.frames import Frame, cut, put_in, uncut


@pytest.fixture(autouse=True)
def makers(monkeypatch):
    monkeypatch.setattr(frames, "MAKERS", {"line": None, "head": None})


def test_a_page_is_cut_where_its_frames_stand():
    page = b"<a>\x00line\x00<b>\x00head\x00<c>"
    parts = cut(page)

    assert parts == [b"<a>", "line", b"<b>", "head", b"<c>"]
    assert uncut(parts) == page
    made = {"line": Frame(b"1", (), ()), "head": Frame(b"2", (), ())}
    assert put_in(parts, made) == b"<a>1<b>2<c>"


@pytest.mark.parametrize(
    "page", [b"<a>", b"", b"\x89PNG\x00\x00\xe2\x00", b"a\x00b", b"\x00tail\x00", b"\x00\x00"]
)
def test_what_has_no_frames_stays_whole(page):
    assert cut(page) == [page]
    assert uncut(cut(page)) == put_in(cut(page), {}) == page
