"""A form of the account that was sent after the log-in had ended is not lost."""

import pytest

from tests.factories.people import PASSWORD
from tests.typed import given_back_on

pytestmark = [pytest.mark.database, pytest.mark.django_db]
FORMS = [
    ("/accounts/profile/", {"name": "Bo Lindqvist <b>"}),
    ("/accounts/email/", {"email": "new@example.org", "action_add": ""}),
]


@pytest.mark.parametrize(("path", "sent"), FORMS)
def test_it_comes_back_at_once_and_stands_in_the_form_afterwards(client, member, path, sent):
    typed = next(iter(sent.values()))
    refused = client.post(path, sent)

    assert refused.status_code == 403
    assert "You are not logged in any more" in refused.text
    assert typed in given_back_on(refused)
    assert "no-store" in refused["Cache-Control"]
    assert f'/accounts/login/?next={path}"' in refused.text

    client.post("/accounts/login/", {"login": member.email, "password": PASSWORD, "next": path})
    assert typed in given_back_on(client.get(path, follow=True)) or path == "/accounts/email/"
    member.refresh_from_db()
    assert member.name == "Bo Lind"


def test_it_stands_there_until_it_is_sent(client, member):
    client.post("/accounts/profile/", {"name": "Bo Lindqvist"})
    client.post("/accounts/login/", {"login": member.email, "password": PASSWORD})
    assert "Bo Lindqvist" in given_back_on(client.get("/accounts/profile/"))

    client.post("/accounts/profile/", {"name": "Bo Holm"})
    assert "Bo Holm" in given_back_on(client.get("/accounts/profile/"))


def test_a_password_is_never_kept(client, member):
    path = "/accounts/password/change/"
    refused = client.post(path, {"oldpassword": PASSWORD, "password1": "three unrelated words"})

    assert refused.status_code == 403
    assert "Log in and send the form once more." in refused.text
    assert "three unrelated words" not in refused.text
    assert not refused.cookies
