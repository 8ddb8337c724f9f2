"""run.py finds a Python for the site on a machine it has never seen, or says how to get one."""

import ast
import sys

import pytest

from tooling import places, pythons

from .sentences import sentence_of

# A script that is as good as the Python that runs these tests.
THIS_PYTHON = f'exec "{sys.executable}" "$@"'


@pytest.fixture
def bare_machine(monkeypatch, tmp_path):
    """A machine whose only Python is the too old one that started run.py."""
    for name in ("PYTHON", "UV_PYTHON_INSTALL_DIR", "XDG_DATA_HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    monkeypatch.setenv("PYENV_ROOT", str(tmp_path / "pyenv"))
    monkeypatch.setattr(sys, "base_prefix", str(tmp_path / "nowhere" / "3.11"))
    monkeypatch.setattr(sys, "executable", program(tmp_path / "bin/python3", "exit 1"))
    return tmp_path


def program(path, script):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)
    return str(path)


def test_a_recent_python_is_found_among_pyenvs_versions(bare_machine):
    recent = program(bare_machine / "pyenv/versions/3.13.0/bin/python3", THIS_PYTHON)
    program(bare_machine / "pyenv/versions/3.11.7/bin/python3", "exit 1")

    assert pythons.find_python() == recent


@pytest.mark.parametrize(
    ("variable", "value", "place"),
    [
        ("HOME", "home", "home/.local/share/uv/python"),
        ("XDG_DATA_HOME", "data", "data/uv/python"),
        ("UV_PYTHON_INSTALL_DIR", "Ünser uv", "Ünser uv"),
    ],
)
def test_a_recent_python_is_found_where_uv_keeps_them(
    monkeypatch, bare_machine, variable, value, place
):
    monkeypatch.setenv(variable, str(bare_machine / value))
    folder = bare_machine / place / "cpython-3.13.2-linux-x86_64-gnu"
    recent = program(folder / "bin/python3", THIS_PYTHON)

    assert pythons.find_python() == recent


def test_the_newest_of_a_release_is_taken_and_no_experiment(bare_machine):
    versions = bare_machine / "pyenv/versions"
    newest = program(versions / "3.13.10/bin/python3", THIS_PYTHON)
    for name in ("3.13.9", "3.13.11t", "3.13-dev", "3.13.12rc1"):
        program(versions / name / "bin/python3", THIS_PYTHON)

    assert pythons.find_python() == newest


def test_a_python_on_the_path_that_does_not_answer_is_passed_over(bare_machine):
    program(bare_machine / "bin/python3.13", "exit 127")
    recent = program(bare_machine / "bin/python3.12", THIS_PYTHON)

    assert pythons.find_python() == recent


def test_without_a_recent_python_one_sentence_says_how_to_get_one_on_debian_12(bare_machine):
    with pytest.raises(SystemExit) as stopped:
        pythons.find_python()

    sentence = sentence_of(stopped)
    assert "Debian 12" in sentence
    assert "uv python install 3.13" in sentence
    assert "PYTHON=/path/to/python3" in sentence


@pytest.mark.parametrize("value", ["/nowhere", "/", "nothing-of-this-name", "a\tb"])
def test_a_python_that_was_named_and_does_not_run_is_named_again(monkeypatch, bare_machine, value):
    program(bare_machine / "bin/python3.12", THIS_PYTHON)
    monkeypatch.setenv("PYTHON", value)

    with pytest.raises(SystemExit) as stopped:
        pythons.find_python()

    assert f"PYTHON={value} is no Python 3.12 or newer" in sentence_of(stopped)


def test_a_python_that_was_named_is_taken(monkeypatch, bare_machine):
    own = program(bare_machine / "own/python", THIS_PYTHON)
    monkeypatch.setenv("PYTHON", own)

    assert pythons.find_python() == own


def test_a_python_without_venv_names_the_package_to_install(bare_machine):
    no_modules = '[ "$#" -eq 2 ]'  # recent enough, but asked for modules it has none
    program(bare_machine / "bin/python3.12", no_modules)

    with pytest.raises(SystemExit) as stopped:
        pythons.find_python()

    assert "python3-venv" in sentence_of(stopped)


def test_run_py_is_understood_by_python_3_8():
    shared = places.ROOT / "newsroom/environment.py"
    for path in [places.ROOT / "run.py", shared, *places.ROOT.glob("tooling/*.py")]:
        ast.parse(path.read_text(), feature_version=(3, 8))
