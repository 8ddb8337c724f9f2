"""Message catalogues of gettext: what the site says, gathered from its code, and translated.

A catalogue is `newsroom/locale/<language>/LC_MESSAGES/django.po`; beside it lies the .mo that
Django reads. Both are made here, so that no machine needs the programs of GNU gettext.
"""

import gettext
import re
from collections import defaultdict
from contextlib import suppress
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

from babel.messages import Catalog, mofile, pofile
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from django.conf import locale as django_locale
from django.utils.functional import cached_property
from django.utils.translation.template import templatize
from django.utils.translation.trans_real import to_locale

PROJECT = "harbour"
CODE = ("accounts", "articles", "newsroom")
KEYWORDS = DEFAULT_KEYWORDS | {
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext_lazy": (1, 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")
TAG = re.compile(r"</?[a-zA-Z][\w-]*")


class Catalogues:
    """All sentences of the code below `root` and the catalogues in `folder`."""

    def __init__(self, root, folder):
        self.root, self.folder = Path(root), Path(folder)

    @property
    def languages(self):
        return sorted(path.name for path in self.folder.glob("*") if self._path(path.name).exists())

    @cached_property
    def sentences(self):
        """Every sentence that is marked for translation, with the files that say it."""
        found = Catalog(project=PROJECT)
        for path in self._files():
            for _, message, comments, context in _extracted(path):
                # No line numbers: a catalogue changes when words do, not when lines move.
                place = str(path.relative_to(self.root))
                known = found.get(message, context=context)
                places = known.locations if known else []
                if (place, None) not in places:
                    found.add(
                        message,
                        locations=[(place, None)],
                        auto_comments=comments,
                        context=context,
                    )
        return found

    def add(self, language):
        """Begin an empty catalogue, with the plural forms that Django uses for the language."""
        catalogue = Catalog(
            locale=to_locale(language),
            project=PROJECT,
            version="1",
            header_comment=f"# What the site says, in {language}.",
            last_translator="The newsroom",
            revision_date=datetime.now(tz=UTC),
            fuzzy=False,
        )
        django_po = (
            Path(django_locale.__file__).parent / to_locale(language) / "LC_MESSAGES/django.po"
        )
        if django_po.exists():
            header = dict(pofile.read_po(BytesIO(django_po.read_bytes())).mime_headers)
            catalogue.mime_headers = [("Plural-Forms", header["Plural-Forms"])]
        self._write(language, catalogue)

    def update(self, language):
        """Bring the catalogue up to what the code says now, and compile it.

        A sentence that changed a little keeps its translation, marked as fuzzy for a person to
        look at; one that nobody says any more goes.
        """
        catalogue = self.read(language)
        # Or the file would change at each look.
        self.sentences.creation_date = catalogue.creation_date
        catalogue.update(self.sentences, update_header_comment=False)
        catalogue.obsolete.clear()
        self._write(language, catalogue)

    def problems(self, language):
        """What is to be done before readers get every sentence in this language, a line each."""
        catalogue = self.read(language)
        for sentence in self.sentences:
            if sentence.id and catalogue.get(sentence.id, context=sentence.context) is None:
                yield f"is missing: {_shown(sentence)}"
        for message in catalogue:
            if not message.id:
                continue
            if self.sentences.get(message.id, context=message.context) is None:
                yield f"is not said any more: {_shown(message)}"
            elif problem := _problem(message, catalogue):
                yield f"{problem}: {_shown(message)}"
        compiled = self._path(language).with_suffix(".mo")
        if not compiled.exists() or compiled.read_bytes() != _compiled(catalogue):
            yield "has a .mo that is not made from this .po"

    def read(self, language):
        """The catalogue as Babel has it. Raises OSError, or babel.messages.pofile.PoFileError."""
        with self._path(language).open("rb") as file:
            return pofile.read_po(file, locale=to_locale(language), abort_invalid=True)

    def _write(self, language, catalogue):
        path = self._path(language)
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as file:
            pofile.write_po(file, catalogue, width=100, sort_by_file=True, include_lineno=False)
        # From what was written, as whoever checks it will do.
        path.with_suffix(".mo").write_bytes(_compiled(self.read(language)))

    def _path(self, language):
        return self.folder / to_locale(language) / "LC_MESSAGES" / "django.po"

    def _files(self):
        for folder in CODE:
            for path in sorted(self.root.glob(f"{folder}/**/*.py")):
                if "migrations" not in path.parts:
                    yield path
        yield from sorted(
            path for path in self.root.glob("templates/**/*") if path.suffix in (".html", ".txt")
        )


def _extracted(path):
    source = path.read_text(encoding="utf-8")
    if path.suffix != ".py":
        source = templatize(source)
        # What templatize makes is Python but for its indentation and its wide spaces.
        source = "\n".join(re.sub(r"\s", " ", line).strip() for line in source.split("\n"))
    return extract(
        "python",
        BytesIO(source.encode()),
        KEYWORDS,
        comment_tags=["Translators"],
        strip_comment_tags=True,
    )


def _compiled(catalogue):
    file = BytesIO()
    mofile.write_mo(file, catalogue)
    return file.getvalue()


def _problem(message, catalogue):
    """What is wrong with one translation, or ""."""
    texts = message.string if message.pluralizable else (message.string,)
    if message.fuzzy:
        return "is fuzzy"
    if message.pluralizable and len(texts) != catalogue.num_plurals:
        return f"needs {catalogue.num_plurals} plural forms"
    if not all(texts):
        return "is not translated"
    problems = (_problem_of(text, form, message, catalogue) for form, text in enumerate(texts))
    return next(filter(None, problems), "")


def _problem_of(text, form, message, catalogue):
    original = message.id[-1] if message.pluralizable else message.id
    expected, found = set(PLACEHOLDER.findall(original)), set(PLACEHOLDER.findall(text))
    # "One story" may do without its number, and so may "two stories" where two has a form.
    missing = 1 if message.pluralizable and _stands_for_one_number(catalogue, form) else 0
    if found - expected or len(expected - found) > missing:
        return f"has other placeholders ({', '.join(sorted(found ^ expected))})"
    if message.python_format and not _can_be_filled(text):
        return "has a % that stands for nothing; write %%"
    if sorted(TAG.findall(text)) != sorted(TAG.findall(original)):
        return "has other HTML elements"
    return ""


def _stands_for_one_number(catalogue, form):
    """Whether a plural form is that of a single number, as "one" is and "many" is not."""
    form_of = gettext.c2py(catalogue.plural_expr)
    return sum(form_of(number) == form for number in range(1000)) == 1


def _can_be_filled(text):
    with suppress(TypeError, ValueError, KeyError):
        count = text.replace("%%", "").count("%s") + text.replace("%%", "").count("%d")
        return bool(text % ((0,) * count if count else defaultdict(int)))
    return False


def _shown(message):
    singular = message.id[0] if message.pluralizable else message.id
    place = message.locations[0][0] if message.locations else "nowhere"
    return f"“{singular}” ({place})"
