"""Who may log in where a site begins: with the demo paper, or with nothing."""

import json

import pytest
from django.core.management import CommandError, call_command

from accounts.models import User
from articles.models import Section, Story
from tests.factories import SectionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def note(settings, tmp_path):
    settings.VAR_DIR = tmp_path
    return tmp_path / "demo-login.json"


def test_an_empty_paper_has_one_person_who_may_do_everything(note):
    call_command("load_demo", empty=True, verbosity=0)

    login = json.loads(note.read_text())
    person = User.objects.get()
    assert (person.email, person.is_superuser, person.is_staff) == (login["email"], True, True)
    assert person.check_password(login["password"])
    assert note.stat().st_mode & 0o077 == 0
    assert not Section.objects.exists()


@pytest.mark.parametrize("empty", [True, False])
def test_it_stays_empty_and_keeps_its_password_however_it_is_started_again(note, empty):
    call_command("load_demo", empty=True, verbosity=0)
    before = note.read_text()

    call_command("load_demo", empty=empty, verbosity=0)

    assert note.read_text() == before
    assert User.objects.count() == 1
    assert not Story.objects.exists()


@pytest.mark.parametrize(
    "written",
    ['{"email": "editor@harbour.example", "password": "of-another"}', "[", '{"email": 1}'],
)
def test_a_password_of_another_database_is_forgotten(note, written):
    SectionFactory()
    note.write_text(written)

    call_command("load_demo", verbosity=0)

    assert not note.exists()


def test_a_paper_with_content_is_not_called_empty(note):
    SectionFactory()

    with pytest.raises(CommandError, match="This paper has content"):
        call_command("load_demo", empty=True, verbosity=0)
    assert not User.objects.exists()
