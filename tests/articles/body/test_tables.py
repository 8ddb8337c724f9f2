"""Figures in a table stand under one another, ones under ones."""

import pytest

from articles import body


def table(*rows, head=()):
    head = "".join(f'<th scope="col">{text}</th>' for text in head)
    rows = "".join(f"<tr>{''.join(f'<td>{text}</td>' for text in row)}</tr>" for row in rows)
    return f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"


def marked(source):
    """The texts of the cells that are marked as figures, in their order."""
    cells = body.render(source, {}).split(' class="number">')[1:]
    return [cell.split("</t")[0] for cell in cells]


@pytest.mark.parametrize(
    "figure",
    [
        "7", "1,240", "1.240,50", "12 400", "-4", "−4.5", "+3%", "12 %", "£1.4m", "€48.50", "48 €",
        "$1,000", "(12)", "3–2", "08.40", "23:19", "14 km", "٢٣", "۱۲٫۵", "1/3", "12\u202f400",
        "<strong>12</strong>", "12 bn", "~40", "≥ 9",
    ],
)  # fmt: skip
def test_a_column_of_figures_is_marked_with_its_heading(figure):
    source = table(["Dockside", figure], ["Mill Lane", "9"], head=["Branch", "Visits"])

    assert marked(source) == ["Visits", figure, "9"]


@pytest.mark.parametrize(
    "words",
    [
        "Yes",
        "9 branches, two of them closed",
        "Closed in 2019",
        "M25 motorway",
        "two",
        "n. d.",
    ],
)
def test_a_column_with_words_is_left_as_it_is(words):
    assert marked(table(["Dockside", words], ["Mill Lane", "9"], head=["Branch", "Visits"])) == []


@pytest.mark.parametrize("nothing", ["", "–", "—", "…", "n/a", "-"])
def test_a_gap_in_a_column_of_figures_stands_with_them(nothing):
    assert marked(table(["Dockside", nothing], ["Mill Lane", "9"])) == [nothing, "9"]
    assert marked(table(["Dockside", nothing], ["Mill Lane", nothing])) == []


def test_the_first_column_names_its_rows_also_if_they_are_years():
    assert marked(table(["2025", "7"], ["2026", "9"])) == ["7", "9"]


@pytest.mark.parametrize("joined", ['colspan="2"', 'rowspan="2"'])
def test_where_cells_are_joined_nobody_guesses(joined):
    assert marked(table(["A", "1", "2"]).replace("<td>A", f"<td {joined}>A")) == []


def test_each_table_of_a_story_is_read_by_itself_and_text_is_not():
    source = f"<p>12</p>{table(['A', '1'])}<p>9</p>{table(['B', 'yes'])}{table(['C', '3'])}"

    assert marked(source) == ["1", "3"]


@pytest.mark.parametrize("cells", [[], ["A"], ["A", "1", "x", "2"], ["1"] * 40])
def test_a_table_keeps_every_word_and_cell(cells):
    source = table(cells)

    assert source in body.render(source, {}).replace(' class="number"', "")
