"""What the site says can be said in its other languages, and nothing is forgotten."""

import shutil
from pathlib import Path

import pytest
from babel.messages import pofile
from django.conf import settings as site
from django.core.management import CommandError, call_command

from newsroom.catalogues import Catalogues

PAGE = """{% load i18n %}<h1>{% translate "Log in" %}</h1>
{% blocktranslate count n=views with shown=n|number trimmed %}
  {{ shown }} view
{% plural %}
  {{ shown }} views
{% endblocktranslate %}
{% blocktranslate trimmed %}Good morning, <b>{{ name }}</b>.{% endblocktranslate %}
"""
CODE = """from django.utils.translation import gettext_lazy as _, pgettext
WAIT = _("Wait %(minutes)d minutes.")
MAY = pgettext("a month", "May")
"""
# Header, then every sentence of PAGE and CODE in Arabic.
ARABIC = {
    "Log in": "تسجيل الدخول",
    "%(shown)s view": [
        "لا آراء",
        "رأي",
        "رأيان",
        "%(shown)s آراء",
        "%(shown)s رأيا",
        "%(shown)s رأي",
    ],
    "Good morning, <b>%(name)s</b>.": "صباح الخير، <b>%(name)s</b>.",
    "Wait %(minutes)d minutes.": "انتظر %(minutes)d دقائق.",
    "May": "مايو",
}


@pytest.fixture
def small_site(tmp_path):
    """Catalogues over one page and one file of code, with an Arabic one that is complete."""
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates/page.html").write_text(PAGE)
    (tmp_path / "articles").mkdir()
    (tmp_path / "articles/words.py").write_text(CODE)
    catalogues = Catalogues(tmp_path, tmp_path / "locale")
    catalogues.add("ar")
    catalogues.update("ar")
    translate(catalogues, ARABIC)
    return catalogues


def translate(catalogues, texts, *, compiled=True):
    """Write translations into the Arabic catalogue as a person with an editor would."""
    path = catalogues.folder / "ar/LC_MESSAGES/django.po"
    with path.open("rb") as file:
        catalogue = pofile.read_po(file, locale="ar")
    for message in catalogue:
        words = message.id[0] if message.pluralizable else message.id
        if words in texts:
            message.string = texts[words]
    with path.open("wb") as file:
        pofile.write_po(file, catalogue)
    if compiled:
        catalogues.update("ar")


def problems(catalogues):
    # Afresh: what the code says is read once.
    return list(Catalogues(catalogues.root, catalogues.folder).problems("ar"))


def test_every_sentence_of_templates_and_code_is_gathered(small_site):
    said = {message.id for message in small_site.sentences if message.id}

    assert said == {
        "Log in",
        ("%(shown)s view", "%(shown)s views"),
        "Good morning, <b>%(name)s</b>.",
        "Wait %(minutes)d minutes.",
        "May",
    }
    assert small_site.sentences.get("May", context="a month")


def test_a_complete_catalogue_has_no_problems(small_site):
    assert problems(small_site) == []


def test_nothing_changes_where_no_words_have_changed(small_site):
    before = [path.read_bytes() for path in sorted(small_site.folder.rglob("django.*"))]
    small_site.update("ar")

    assert [path.read_bytes() for path in sorted(small_site.folder.rglob("django.*"))] == before


def test_a_new_sentence_is_missing_until_it_is_translated(small_site):
    page = small_site.root / "templates/page.html"
    page.write_text(PAGE + '{% translate "Quite another thing" %}')
    assert problems(small_site) == ["is missing: “Quite another thing” (templates/page.html)"]

    Catalogues(small_site.root, small_site.folder).update("ar")
    assert problems(small_site) == [
        "is not translated: “Quite another thing” (templates/page.html)"
    ]


def test_a_sentence_that_changed_a_little_waits_for_a_person(small_site):
    (small_site.root / "articles/words.py").write_text(CODE.replace("minutes.", "minutes!"))
    assert len(problems(small_site)) == 2  # the new one is missing, the old one is said no more
    Catalogues(small_site.root, small_site.folder).update("ar")

    assert problems(small_site) == ["is fuzzy: “Wait %(minutes)d minutes!” (articles/words.py)"]


@pytest.mark.parametrize(
    ("words", "text", "said"),
    [
        ("Wait %(minutes)d minutes.", "انتظر %(hours)d", "has other placeholders"),
        ("Wait %(minutes)d minutes.", "انتظر", "has other placeholders"),
        ("Wait %(minutes)d minutes.", "انتظر %(minutes)d 5%", "has a % that stands for nothing"),
        ("Good morning, <b>%(name)s</b>.", "صباح الخير، <b>%(name)s.", "has other HTML elements"),
        ("%(shown)s view", ["", "أ", "ب", "%(shown)s", "%(shown)s", "%(shown)s"], "not translated"),
        # "Several views" needs its number: the form stands for many.
        ("%(shown)s view", ["لا", "أ", "ب", "ج", "%(shown)s", "%(shown)s"], "other placeholders"),
    ],
)
def test_a_translation_that_would_break_a_page_is_noticed(small_site, words, text, said):
    translate(small_site, {words: text})
    [problem] = problems(small_site)

    assert said in problem


def test_a_catalogue_that_was_not_compiled_is_noticed(small_site):
    translate(small_site, {"May": "أيار"}, compiled=False)

    assert problems(small_site) == ["has a .mo that is not made from this .po"]


def test_another_language_begins_with_djangos_plural_forms(small_site):
    small_site.add("pl")

    assert small_site.languages == ["ar", "pl"]
    assert "n%10>=2 && n%10<=4" in (small_site.folder / "pl/LC_MESSAGES/django.po").read_text()


def test_the_command_changes_nothing_when_it_only_looks(settings, tmp_path):
    settings.LOCALE_PATHS = [tmp_path / "locale"]
    shutil.copytree(site.BASE_DIR / "newsroom/locale", tmp_path / "locale")
    catalogue = tmp_path / "locale/de/LC_MESSAGES/django.po"
    catalogue.write_text(catalogue.read_text().replace('msgid "Log in"', 'msgid "Log in!!"'))
    before = catalogue.read_text()

    with pytest.raises(CommandError, match=r"manage\.py translations"):
        call_command("translations", check=True)
    assert catalogue.read_text() == before


@pytest.fixture(scope="module")
def catalogues_of_the_site():
    return Catalogues(site.BASE_DIR, Path(site.LOCALE_PATHS[0]))


@pytest.mark.parametrize("language", ["ar", "de", "es", "fr"])
def test_readers_get_every_sentence_of_the_site_in_their_language(catalogues_of_the_site, language):
    assert list(catalogues_of_the_site.problems(language)) == []
