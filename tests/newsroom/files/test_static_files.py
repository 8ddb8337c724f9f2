import re
from pathlib import Path

from django.core.management import call_command

from newsroom.static_files import IMPORT, minified, without_comments

STATIC = Path(__file__).resolve().parents[3] / "static"
CSS = STATIC / "css"


def test_readers_ask_for_one_style_sheet(settings, tmp_path):
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "newsroom.static_files.StaticFilesStorage"}
    }
    call_command("collectstatic", interactive=False, verbosity=0)

    (sent,) = tmp_path.glob("css/site.*.css")
    text = sent.read_text()
    assert "@import" not in text
    assert "@layer tokens{" in text
    (script,) = tmp_path.glob("js/gallery.*.js")
    assert not re.search(r"(?m)^\s*//", script.read_text())
    assert re.search(r"fonts/headline-600\.[0-9a-f]{12}\.woff2", text)


def test_every_import_is_written_the_way_that_is_understood():
    text = "".join((CSS / sheet).read_text() for sheet in ("site.css", "desk.css"))

    assert text.count("@import") == len(IMPORT.findall(text))
    assert all((CSS / name).exists() for name, _ in IMPORT.findall(text))


def test_what_only_people_read_stays_at_home():
    written = """/* Why: it's "so". */
    .a :is(.b, .c) > p, a :hover {
      margin: calc(1rem + 2vw) auto 0 ;
      padding: 0.5rem 10.5rem -0.25em;
      content: " /* a { b; } */ ";
    }
    @media (min-width: 40rem) and (hover: hover) { .d { color: red; } }
    """

    assert minified(written) == (
        ".a :is(.b,.c)>p,a :hover{margin:calc(1rem + 2vw) auto 0;padding:.5rem 10.5rem -.25em;"
        'content:" /* a { b; } */ "}'
        "@media (min-width:40rem) and (hover:hover){.d{color:red}}"
    )


def test_a_script_is_sent_without_the_lines_that_are_for_its_next_author():
    written = """// Why.
const address = "https://example.org" // stays
  // Behind
/** What it does:
 *  a lot. */
const half = 1 /** stays */ / 2
"""

    assert without_comments(written) == (
        'const address = "https://example.org" // stays\nconst half = 1 /** stays */ / 2\n'
    )


# Looks for backquotes in what was pasted, by regular expressions of one line each.
READS_BACKQUOTES = "pasted-markdown.js"


def test_no_text_of_a_script_goes_over_the_end_of_a_line():
    """Where a line of it may look like a comment."""
    scripts = [path for path in (STATIC / "js").rglob("*.js") if path.name != READS_BACKQUOTES]
    lines = [(path.name, line) for path in scripts for line in path.read_text().splitlines()]

    assert lines
    assert [(name, line) for name, line in lines if line.count("`") % 2] == []
