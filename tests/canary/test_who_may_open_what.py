"""Who may open what is declared, address by address, and the site does as declared."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.factories import UserFactory, editor

from .asking import access

pytestmark = [pytest.mark.canary, pytest.mark.django_db]

ONE_IN = 25  # rows of the table in a quick run


@pytest.fixture
def people(paper):
    return access.employ(paper)


def test_every_address_is_declared_and_nothing_that_is_none():
    told = {access.name_in(label) for label in access.declared()}

    assert access.names() - told == set()
    assert told - access.names() == set()


def test_an_address_that_is_added_and_not_declared_fails_the_build(settings):
    settings.ROOT_URLCONF = "tests.canary.asking.one_more_route"
    told = {access.name_in(label) for label in access.declared()}

    assert access.names() - told == {"leak", "desk-leak"}


def test_every_row_has_an_answer_for_every_role():
    assert {len(letters) for letters in access.declared().values()} == {len(access.PEOPLE)}
    assert set("".join(access.declared().values())) <= set("or>fls-0g")


def test_some_are_answered_as_it_is_declared(paper, people):
    assert differing(paper, people, every=ONE_IN) == {}


@pytest.mark.thorough
def test_every_role_is_answered_as_it_is_declared_in_every_state(paper, people):
    assert access.cases(paper, people).keys() == access.declared().keys()
    assert differing(paper, people) == {}


def differing(paper, people, every=1):
    """The rows of the table that would have to be others, as they would be."""
    asked = dict(list(access.cases(paper, people).items())[::every])
    told, found = access.declared(), access.letters(people.values(), asked)
    return {label: letters for label, letters in found.items() if letters != told.get(label)}


@pytest.mark.thorough
def test_who_is_banned_or_was_removed_is_answered_as_a_stranger(paper, people):
    banned, removed = UserFactory(), editor()
    banned.restrict("banned", until=timezone.now() + timedelta(days=1), because="Rude")
    removed.is_active = False
    removed.save()
    asked = access.cases(paper, people)
    told = access.declared()
    found = access.letters([banned, removed], asked)

    assert {label: both for label, both in found.items() if set(both) != {told[label][0]}} == {}


@pytest.mark.thorough
def test_who_owes_a_second_step_gets_nothing_beyond_their_account(paper, people, settings):
    settings.STAFF_SECOND_FACTOR = "required"
    owing = editor(second_factor_due=timezone.now() - timedelta(days=1))
    asked = access.cases(paper, people)
    told = access.declared()
    elsewhere = {label: path for label, path in asked.items() if path[:10] != "/accounts/"}
    found = access.letters([owing], elsewhere)

    # Every address of the desk leads them to the second step before it looks at what was sent.
    expected = {label: told[label][0] for label in found}
    expected |= {label: "l" for label, path in elsewhere.items() if path.startswith("/admin/")}
    assert {label: letter for label, letter in found.items() if letter != expected[label]} == {}
