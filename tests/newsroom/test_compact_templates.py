"""Templates are written to be read, and no page shows that their indentation was taken out."""

import copy
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from django.conf import settings as here
from django.core.cache import cache
from django.template import Context, Template
from django.template.loader import get_template
from django.template.loaders import filesystem
from django.test import Client, override_settings
from django.urls import reverse

from articles.models import Gallery, Picture, Story
from newsroom.compact_templates import compact
from newsroom.templatetags import components
from tests.factories import editor
from tests.small_paper import account_pages, log_in, pages_of_faults, paper

FOLDER = Path(here.BASE_DIR) / "templates"
TEMPLATES = sorted(path for path in FOLDER.rglob("*") if path.is_file())
BLOCKS = set(
    "address article aside blockquote body br dd details div dl dt fieldset figcaption figure "
    "footer form h1 h2 h3 h4 h5 h6 head header hr html legend li link main meta nav ol option p "
    "pre script section select source style summary table tbody td textarea th thead title tr ul"
    "".split()
)
EMPTY = {"img", "input", "wbr"}
AS_IT_STANDS = {"pre", "script", "style", "textarea"}
CHANGING = {"csrfmiddlewaretoken", "nonce", "working_copy"}


class AsWritten(filesystem.Loader):
    """The templates as Django reads them; only what is marked as one line is one."""

    def get_contents(self, origin):
        return re.sub(r"\s*\{# no space #\}\s*", "", super().get_contents(origin).strip())


class Page(HTMLParser):
    """What a browser makes of a page: its elements, their attributes, its words and blanks."""

    def __init__(self, html):
        super().__init__()
        self.parts, self.inside = [], None
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs):
        values = dict(attrs)
        if CHANGING & {values.get("name")}:
            values["value"] = ""
        values = {name: value for name, value in values.items() if name not in CHANGING}
        for name in {"class", "content"} & values.keys():
            values[name] = " ".join((values[name] or "").split())
        self.parts.append(("start", tag, sorted(values.items(), key=str)))
        self.inside = tag if tag in AS_IT_STANDS else None

    def handle_endtag(self, tag):
        self.parts.append(("end", tag, []))
        self.inside = None

    def handle_data(self, data):
        if self.inside:
            self.parts.append(("kept", data, []))
            return
        self.parts += [("blank" if word.isspace() else "word", word.strip(), [])
                       for word in re.findall(r"\s+|\S+", data)]  # fmt: skip

    def shown(self):
        """The parts, without the blanks at the edges of an element, which nobody sees."""
        shown = []
        for kind, name, attrs in self.parts:
            last, its_name, _ = shown[-1] if shown else ("start", "html", [])
            if kind == "blank":
                is_behind_an_edge = last == "start" and its_name not in EMPTY
                if last == "blank" or is_behind_an_edge or its_name in BLOCKS:
                    continue
            elif last == "blank" and (kind == "end" or name in BLOCKS):
                shown.pop()
            shown.append((kind, name, attrs))
        return shown


def loaded_by(loader):
    engines = copy.deepcopy(here.TEMPLATES)
    engines[0]["OPTIONS"]["loaders"][0][1][0] = loader
    return override_settings(TEMPLATES=engines)


def pages(addresses):
    """The page at each address, each opened by whoever it is for."""
    found = {}
    for name, (path, user) in addresses.items():
        cache.clear()
        client = Client()
        log_in(client, user)
        answer = client.get(path)
        if "html" in answer.headers["Content-Type"]:
            found[name] = answer.content.decode()
    return found | pages_of_faults()


def desk_addresses():
    chief, story = editor(), Story.objects.order_by("-pk").filter(live__isnull=False).first()
    chief.is_superuser = True
    chief.save()
    of = {"story": story, "gallery": Gallery.objects.first(), "picture": Picture.objects.first()}
    names = ["story_change", "story_versions", "gallery_change", "picture_change"]
    changing = {
        name: reverse(f"admin:articles_{name}", args=[of[name.partition("_")[0]].pk])
        for name in names
    }
    lists = ["admin:index", "admin:articles_story_changelist",
             "admin:articles_picture_rights", "admin:comments_comment_changelist"]  # fmt: skip
    return {name: (path, chief) for name, path in changing.items()} | {
        name: (reverse(name), chief) for name in lists
    }


@pytest.mark.thorough
@pytest.mark.django_db
def test_no_page_is_another_for_having_lost_its_indentation():
    addresses = {name: (path, None) for name, path in paper().items()}
    addresses |= account_pages() | desk_addresses()
    # Samples are numbered anew each time, each log-in is one more, each secret and link another.
    changing = ("articles:style", "accounts:sessions", "mfa_activate_totp", "mfa_add_webauthn",
                "account_confirm_email")  # fmt: skip
    for name in changing:
        del addresses[name]

    compacted = pages(addresses)
    components.forget()
    with loaded_by("tests.newsroom.test_compact_templates.AsWritten"):
        written = pages(addresses)

    assert len(compacted) > 60
    for name, html in compacted.items():
        assert Page(html).shown() == Page(written[name]).shown(), name
    assert sum(map(len, compacted.values())) < 0.9 * sum(map(len, written.values()))


def test_no_template_makes_those_who_read_it_scroll_sideways():
    """Bytes are saved by the machine. What an `{% include %}` needs, a `{% with %}` may say."""
    too_long = [
        f"{path.relative_to(FOLDER)}:{number}"
        for path in TEMPLATES
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if len(line) > 120
    ]

    assert too_long == []


def test_nothing_but_blanks_is_taken_from_any_template():
    for path in TEMPLATES:
        source = path.read_text()
        compacted = compact(source)

        assert _letters(compacted) == _letters(source.replace("{# no space #}", "")), path
        assert compact(compacted) == compacted, path


def _letters(source):
    return "".join(source.split())


@pytest.mark.parametrize(
    ("written", "compacted"),
    [
        ("<p>\n    One\n    two\n</p>\n", "<p>One\ntwo</p>"),
        ("<p>One  two</p>", "<p>One  two</p>"),
        ("<i>One</i>\n\n  <i>two</i>", "<i>One</i>\n<i>two</i>"),
        ("<p>\n  {% if a %}\n    A\n  {% endif %}\n</p>", "<p>{% if a %}A{% endif %}</p>"),
        ("a{% if b %}\n  b\n{% endif %}c", "a{% if b %}\nb\n{% endif %}c"),
        (
            "<p>\n  {% if a %}\n    A\n  {% else %}\n    B\n  {% endif %}\n</p>",
            "<p>{% if a %}A{% else %}B{% endif %}</p>",
        ),
        ("{% for a in b %}\n  <i>a</i>\n{% endfor %}", "{% for a in b %}\n<i>a</i>\n{% endfor %}"),
        ("{# A piece. #}\n{% load i18n %}\n<b>A</b>\n", "{# A piece. #}{% load i18n %}<b>A</b>"),
        ("{% block a %}\n  A\n{% endblock a %}", "{% block a %}A{% endblock a %}"),
        ('<a\n   href="/">\n  A\n</a>,\n', '<a href="/">A</a>,'),
        ("<b>A</b>{# no space #}\n  {% if b %}, b{% endif %}", "<b>A</b>{% if b %}, b{% endif %}"),
        ("A{% if b %} b\n{% endif %}", "A{% if b %} b{% endif %}"),
        ('<p class="a\n          b">A</p>', '<p class="a b">A</p>'),
    ],
)
def test_a_line_break_is_one_blank_and_none_at_an_edge(written, compacted):
    assert compact(written) == compacted


@pytest.mark.parametrize(
    "kept",
    [
        "<pre>\n  One\n    two\n</pre>",
        '<textarea rows="2">\n\n  {{ words }}\n</textarea>',
        "<style>\n  p { margin: 0 }\n</style>",
        "<script>\n  one()\n  two()\n</script>",
        '<p title="One\n  two">A</p>',
        "<img alt='{% if a == \"b\" %}One\n  two{% endif %}'>",
        "{% verbatim %}\n  {{ a }}\n    b\n{% endverbatim %}",
        "{% blocktranslate %}\n  One\n  two\n{% endblocktranslate %}",
    ],
)
def test_what_a_reader_may_see_of_a_line_break_stays(kept):
    assert compact(kept) == kept


def test_a_sentence_to_be_translated_is_the_same_sentence():
    words = "{% load i18n %}{% blocktranslate trimmed %}\n    One\n    two\n{% endblocktranslate %}"

    assert (
        Template(compact(words)).render(Context()) == Template(words).render(Context()) == "One two"
    )


def test_letters_in_plain_text_keep_their_lines():
    source = (FOLDER / "letters/base.txt").read_text()

    assert get_template("letters/base.txt").template.source == source


def test_no_comment_goes_over_its_line_and_so_to_readers():
    """Django ends one with its line, and prints what it does not know to be one."""
    begun = re.compile(r"\{#(?!.*#\})")
    assert [path.name for path in TEMPLATES if begun.search(path.read_text("utf-8"))] == []
