"""What run.py tells: a bar where a cursor can move, plain lines everywhere else."""

import io
import sys

import pytest

from tooling.progress import Step, follow

COUNTING = """
import sys
for number in range(1, 4):
    print(f"{number} of 3")
print("Loaded the paper.")
print("a warning", file=sys.stderr)
sys.exit(3)
"""


class Screen(io.StringIO):
    def __init__(self, is_terminal):
        super().__init__()
        self.is_terminal = is_terminal

    def isatty(self):
        return self.is_terminal


def work(stream):
    step = Step("Demo paper", "writing stories", stream)
    step.begin()
    step.at(1, 2)
    step.at(2, 2)
    step.end("loaded")
    return stream.getvalue()


def test_on_a_terminal_one_line_changes_and_ends_with_what_came_out(monkeypatch):
    monkeypatch.setenv("TERM", "xterm")

    said = work(Screen(is_terminal=True))

    assert "[##############..............]  50%" in said
    assert "100%" in said
    # The end stands where the bar stood, and nothing of the bar is left beside it.
    last = said.splitlines()[-1]
    assert last.rpartition("\r")[2] == "Demo paper: loaded"
    assert said.count("\n") == 1
    assert "\x1b" not in said  # no colours, and no codes that some terminals do not know


@pytest.mark.parametrize(("is_terminal", "term"), [(False, "xterm"), (True, "dumb"), (True, None)])
def test_elsewhere_it_is_two_plain_lines(monkeypatch, is_terminal, term):
    monkeypatch.delenv("TERM", raising=False)
    if term:
        monkeypatch.setenv("TERM", term)

    said = work(Screen(is_terminal))

    assert said == "Demo paper: writing stories ...\nDemo paper: loaded\n"


@pytest.mark.parametrize("columns", ["1", "20", "40", "200"])
def test_a_bar_fits_the_terminal(monkeypatch, columns):
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", columns)

    said = work(Screen(is_terminal=True))

    bars = [part for part in said.split("\r")[:-1] if part.strip()]
    assert all(len(bar.rstrip("\n")) < max(int(columns), 2) for bar in bars)


def test_more_done_than_was_guessed_stays_at_the_end(monkeypatch):
    monkeypatch.setenv("TERM", "xterm")
    screen = Screen(is_terminal=True)

    Step("Packages", "installing", screen).at(7, 5)

    assert "100%" in screen.getvalue()


def test_a_step_with_nothing_to_do_says_nothing():
    screen = Screen(is_terminal=False)

    Step("Database", "making its tables", screen).end()

    assert screen.getvalue() == ""


def test_a_program_is_followed_by_its_lines_and_its_words_are_kept(monkeypatch):
    seen = []
    step = Step("Demo paper", "writing", Screen(is_terminal=False))
    monkeypatch.setattr(step, "at", lambda *how_far: seen.append(how_far))

    done = follow(step, [sys.executable, "-c", COUNTING], r"^(\d+) of (\d+)$")

    assert seen == [(1, 3), (2, 3), (3, 3)]
    assert (done.status, done.said) == (3, ["Loaded the paper."])
    assert done.complaints == "a warning\n"


def test_lines_without_numbers_are_counted(monkeypatch):
    seen = []
    step = Step("Packages", "installing", Screen(is_terminal=False))
    monkeypatch.setattr(step, "at", lambda *how_far: seen.append(how_far))

    follow(step, [sys.executable, "-c", COUNTING], r"^\d of ", 40)

    assert seen == [(1, 40), (2, 40), (3, 40)]
