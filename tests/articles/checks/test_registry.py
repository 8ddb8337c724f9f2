"""A newsroom adds a check in ten lines."""

import re
from importlib import import_module, reload
from pathlib import Path

import pytest

from articles import checks
from articles.checks import Draft, findings, registry
from tests.factories import StoryFactory
from tooling.places import ROOT

HOW_TO = ROOT / "docs" / "how-to" / "add-a-check.md"


@pytest.fixture(autouse=True)
def as_before(monkeypatch):
    monkeypatch.setattr(registry, "CHECKS", dict(registry.CHECKS))


def test_the_example_of_the_how_to_is_the_one_that_is_run():
    (code,) = re.findall(r"```python\n(.*?)```", HOW_TO.read_text("utf-8"), re.DOTALL)
    own = Path(__file__).with_name("own_check.py").read_text("utf-8")

    assert own.partition("\n\n")[2] == code


@pytest.mark.django_db
def test_a_module_that_the_setting_names_is_asked(settings):
    settings.CHECKS = ["tests.articles.checks.own_check"]
    checks.load()
    reload(import_module(settings.CHECKS[0]))
    said = [each.sentence for each in findings(Draft(headline="FERRY SINKS"))]

    assert "The headline shouts: write it in small letters." in said


def test_two_checks_of_one_name_are_refused():
    with pytest.raises(ValueError, match="There is a check “link” already"):
        registry.check("link")(lambda draft: [])


@pytest.mark.django_db
def test_what_is_found_twice_is_said_once():
    draft = Draft(body='<p><a href="/no/">a</a> <a href="/no/">a</a></p>')

    assert sum(each.check == "link" for each in findings(draft)) == 1


@pytest.mark.django_db
def test_a_finding_keeps_its_key_while_it_is_about_the_same():
    one = Draft(body='<p><a href="/no/">a</a></p>', headline="One")
    other = Draft(body='<p>More. <a href="/no/">other words</a></p>', headline="Other")
    keys = [{e.key for e in findings(draft) if e.check == "link"} for draft in (one, other)]

    assert keys[0] == keys[1]


@pytest.mark.django_db
def test_what_readers_have_already_holds_no_correction_back(ana):
    story = StoryFactory(published=True, body='<p><a href="/city/99/gone/">gone</a></p>')
    story.write(by=ana, headline="Corrected")
    story.update(by=ana)

    story.refresh_from_db()
    assert story.live.headline == "Corrected"
