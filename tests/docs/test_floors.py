"""The floors that CONTRIBUTING.md draws are those on which `run.py check` holds the imports."""

import re
import tomllib

from .pages import ROOT, page


def rooms(floor):
    return [room.strip() for room in floor.split("|")]


def drawn():
    """The first block of the part on imports, from the top floor to the lowest."""
    part = page("CONTRIBUTING.md").source.partition("\n## Who may import whom\n")[2]
    block = re.search(r"(?:^ {4}\S.*\n)+", part, re.M)[0]
    return [rooms(floor) for floor in block.splitlines()]


def held():
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contracts = settings["tool"]["importlinter"]["contracts"]
    (of_articles,) = [each for each in contracts if each.get("containers") == ["articles"]]
    return [rooms(floor) for floor in of_articles["layers"]]


def test_the_floors_of_articles_are_drawn_as_they_are_held():
    assert drawn() == held()


def test_every_room_of_articles_stands_on_one_floor():
    found = {
        path.stem
        for path in (ROOT / "articles").iterdir()
        if (path.suffix == ".py" or (path / "__init__.py").exists()) and path.stem != "__init__"
    }
    told = [room.partition(".")[0] for floor in drawn() for room in floor]

    assert set(told) == found - {"migrations"}
