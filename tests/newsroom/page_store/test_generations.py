"""All processes of a machine have one file of generations, whoever comes first."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from newsroom.page_store.generations import Generations

TOGETHER = 8


@pytest.mark.parametrize("before", [None, b"", b"of another release"])
def test_those_who_open_it_at_the_same_moment_share_it(tmp_path, before):
    for number in range(25):
        path, starting = tmp_path / str(number), Barrier(TOGETHER)
        if before is not None:
            path.write_bytes(before)

        def opened(path=path, starting=starting):
            starting.wait()
            return Generations(path)

        with ThreadPoolExecutor(TOGETHER) as processes:
            each = [
                future.result() for future in [processes.submit(opened) for _ in range(TOGETHER)]
            ]
        each[0].forget(["story-1"])

        assert len({generations.of_anything for generations in each}) == 1
        assert each[0].of_anything


def test_who_still_has_another_releases_file_goes_on_with_it(tmp_path, monkeypatch):
    path = tmp_path / "generations"
    theirs = Generations(path)
    monkeypatch.setattr("newsroom.page_store.generations.NOTES", 8192)
    ours = Generations(path)
    theirs.forget(["story-1"])

    assert theirs.of_anything
    assert not ours.of_anything
