"""What programs find where they look for it on every site."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


def fields(client):
    response = client.get("/.well-known/security.txt")
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    return [line.split(": ", 1) for line in response.content.decode().splitlines()]


def test_who_has_found_a_weakness_learns_whom_to_tell(client, settings):
    settings.SECURITY_CONTACT = ["mailto:security@news.example", "https://news.example/report/"]
    settings.SECURITY_POLICY = "https://news.example/about/security/"
    settings.SITE_URL, settings.LANGUAGE_CODE = "https://news.example", "ar"

    found = fields(client)

    assert [value for name, value in found if name == "Contact"] == settings.SECURITY_CONTACT
    told = dict(found)
    assert told["Canonical"] == "https://news.example/.well-known/security.txt"
    assert told["Policy"] == "https://news.example/about/security/"
    assert told["Preferred-Languages"] == "ar, en"
    expires = datetime.strptime(told["Expires"], "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
    assert timedelta(days=30) < expires - timezone.now() < timedelta(days=365)


def test_without_a_setting_it_is_the_address_of_the_letters(client):
    found = fields(client)

    assert ["Contact", "mailto:newsroom@harbour.example"] in found
    assert "Policy" not in dict(found)


def test_a_password_manager_is_led_to_the_page_for_another_password(client):
    assert client.get("/.well-known/change-password").url == "/accounts/password/change/"
    client.force_login(UserFactory())
    response = client.get("/.well-known/change-password")
    assert "no-store" in response["Cache-Control"]
    assert client.get(response.url).status_code == 200
