"""The reference pages say all that there is, and nothing that there is not."""

import re
from datetime import timedelta
from importlib import import_module

import pytest
from django.apps import apps as installed_apps
from django.core.management import get_commands, load_command_class
from django.core.management.base import BaseCommand
from django.urls import URLPattern, get_resolver

from accounts.roles import ROLES
from articles import rights
from tests.factories import (
    GalleryFactory,
    SectionFactory,
    StoryFactory,
    chief_editor,
    contributor,
    editor,
    moderator,
    reporter,
    section_editor,
)
from tooling import checks, site, suite

from .pages import ROOT, page, pages, unquoted

OF_OURS = ("accounts", "articles", "newsroom")
EXAMPLE = dict(re.findall(r"^([A-Z_]+)=(.+)$", (ROOT / ".env.example").read_text(), re.M))
# Of every command, and told by Django itself.
OF_EVERY_COMMAND = {
    option for action in BaseCommand().create_parser("", "")._actions
    for option in action.option_strings
}  # fmt: skip


def told_in(path):
    """What stands in the first column of a page's tables."""
    return [unquoted(row[0]) for row in page(path).rows()]


def assert_whole(path, told, there):
    """The page tells each thing that there is once, and no other."""
    told, there = list(told), set(there)
    assert not there - set(told), f"{path} does not tell {sorted(there - set(told))}"
    assert not set(told) - there, f"{path} tells what is not there: {sorted(set(told) - there)}"
    assert len(told) == len(set(told)), f"{path} tells something twice"


# --- Settings ---


def variables():
    source = (ROOT / "newsroom/settings.py").read_text()
    return set(re.findall(r'\benv\.(?!is_set)\w+\(\s*"([A-Z_]+)"', source))


def test_every_variable_is_told_once():
    path = "docs/reference/settings.md"
    assert_whole(path, told_in(path), variables())


def test_the_example_names_every_variable():
    named = re.findall(r"^([A-Z_]+)=", (ROOT / ".env.example").read_text(), re.M)
    assert_whole(".env.example", named, variables())


@pytest.mark.parametrize("row", page("docs/reference/settings.md").rows(), ids=lambda row: row[0])
def test_page_and_example_tell_the_same_default(row):
    name, default = unquoted(row[0]), row[3]
    if name in EXAMPLE:
        assert default.startswith(f"`{EXAMPLE[name]}`")


# --- Commands ---


def our_commands():
    names = {name for name, app in get_commands().items() if app.partition(".")[0] in OF_OURS}
    return sorted(names)


def options_of(name):
    """The options that a command has beside those of every command: "--since", "path"."""
    parser = load_command_class(get_commands()[name], name).create_parser("manage.py", name)
    found = [action.option_strings or [action.dest] for action in parser._actions]
    return {options[0] for options in found if not OF_EVERY_COMMAND & set(options)}


def sections(path):
    """The parts of a page by their headings of the third level, without the backticks."""
    parts = re.split(r"^### `?([\w. ]+)`?$", page(path).source, flags=re.M)[1:]
    return dict(zip(parts[::2], parts[1::2], strict=True))


def test_every_command_is_told():
    path = "docs/reference/commands.md"
    assert_whole(path, sections(path), our_commands())


@pytest.mark.parametrize("name", our_commands())
def test_every_option_of_a_command_is_told(name):
    told = sections("docs/reference/commands.md")[name]
    options = re.findall(r"^\| `([\w-]+)", told, re.M)
    assert_whole(f"docs/reference/commands.md, {name},", options, options_of(name))


@pytest.mark.parametrize("page", pages(), ids=str)
def test_every_command_that_a_page_names_can_be_run(page):
    for name, words in re.findall(r"manage(?:\.py)? ([a-z][a-z_]+)\b([^\n`]*)", page.source):
        if name not in get_commands():
            continue  # an English sentence: test_every_command_is_told knows our own
        typed = set(re.findall(r"(?<!\w)--[a-z][a-z-]+", words))
        parser = load_command_class(get_commands()[name], name).create_parser("", name)
        unknown = {option for option in typed if option not in parser._option_string_actions}
        assert not unknown, f"{page}: manage.py {name} has no {unknown}"


def options_of_run_py(part, capsys):
    """What `run.py site --help` or `run.py check --help` tells, but --help itself."""
    with pytest.raises(SystemExit):
        part(["--help"])
    return set(re.findall(r"--[a-z]+", capsys.readouterr().out)) - {"--help"}


def test_every_option_of_run_py_is_told(capsys):
    path = "docs/reference/commands.md"
    (_, options, *_) = page(path).tables()
    told = {(unquoted(of), unquoted(name).split()[0]) for name, of, _ in options}

    assert told - {("test", "anything")} == {
        *(("site", name) for name in options_of_run_py(site.options_of, capsys)),
        *(("check", name) for name in options_of_run_py(checks.run, capsys)),
        ("test", suite.THOROUGH),
    }


# --- Addresses ---


def routes(resolver=None, before=""):
    """Every route of the site outside the desk, as "/<section>/<pk>/<slug>/"."""
    for pattern in (resolver or get_resolver()).url_patterns:
        route = before + str(pattern.pattern)
        if route.startswith("admin/"):
            continue
        if isinstance(pattern, URLPattern):
            route = re.sub(r"\(\?P<(\w+)>[^)]*\)", r"<\1>", route)  # of allauth's expressions
            yield "/" + re.sub(r"<\w+:(\w+)>", r"<\1>", route).replace("^", "").rstrip("$")
        else:
            yield from routes(pattern, route)


def test_every_address_is_told_once():
    path = "docs/reference/addresses.md"
    assert_whole(path, told_in(path), routes())


# --- Verbs and rights ---


ROLES_IN_COLUMNS = (contributor, reporter, moderator, section_editor, editor, chief_editor)


def reach(user, verb, own, near, far):
    """How far somebody who is named as an editor of City gets with a verb, as the page puts it."""
    if rights.may(user, verb, far):
        return "yes"
    if rights.may(user, verb, near):
        return "in their sections"
    return "own drafts" if rights.may(user, verb, own) else ""


def items(noun, user):
    """Drafts: one of their own, another's in City, another's elsewhere; or what they all are."""
    if noun == "articles.story":
        city = user.edited_sections.get()
        own = StoryFactory(section=city, created_by=user)
        return own, StoryFactory(section=city), StoryFactory()
    if noun == "articles.gallery":
        own, another = GalleryFactory(created_by=user), GalleryFactory()
        return own, another, another
    return [installed_apps.get_model(noun)] * 3


@pytest.mark.django_db
def test_every_verb_is_told_with_who_may_use_it():
    (table, *_) = page("docs/reference/verbs-and-rights.md").tables()
    told = {(noun, unquoted(verb)): who for noun, verb, *who in table}
    people = [of_role() for of_role in ROLES_IN_COLUMNS]
    SectionFactory(name="City").editors.set(people)
    of_all = {(noun, user): items(noun, user) for noun in rights.VERBS for user in people}
    assert told == {
        (noun.partition(".")[2], verb): [reach(user, verb, *of_all[noun, user]) for user in people]
        for noun, verbs in rights.VERBS.items()
        for verb in verbs
    }


def test_every_right_of_a_role_is_told():
    _, table, *_ = page("docs/reference/verbs-and-rights.md").tables()
    told = {unquoted(row[0]): row[1:] for row in table}
    models = {model for apps in ROLES.values() for rights_ in apps.values() for model in rights_}
    assert told == {
        model: [
            ", ".join(next((rights_[model] for rights_ in apps.values() if model in rights_), ()))
            for apps in ROLES.values()
        ]
        for model in models
    }


# --- Limits ---


def limit_at(place):
    """What stands at "path.py:NAME", "path.py:NAME.key", or the length of "path.py:Model.field"."""
    path, _, name = place.partition(":")
    found = import_module(path.removesuffix(".py").removesuffix("/__init__").replace("/", "."))
    owner, _, field = name.partition(".")
    assert hasattr(found, owner), f"docs/reference/limits.md: {path} defines no {owner}"
    found = getattr(found, owner)
    if not field:
        return found
    return found[field] if isinstance(found, dict) else found._meta.get_field(field).max_length


@pytest.mark.parametrize("row", page("docs/reference/limits.md").rows(), ids=lambda row: row[0])
def test_every_limit_is_what_the_page_says(row):
    _, told, place = row
    limit = limit_at(unquoted(place))
    if isinstance(limit, timedelta):
        limit = int(limit.total_seconds())
    assert (unquoted(told) if isinstance(limit, str) else number_in(told)) == limit


def number_in(words):
    return int(re.match(r"[\d,]+", words)[0].replace(",", ""))
