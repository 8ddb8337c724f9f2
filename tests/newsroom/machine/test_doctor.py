"""Somebody who has just installed the paper hears in words what is wrong with it."""

import pytest
from django.core.management import CommandError, call_command

from newsroom.machine import bounded, readiness

pytestmark = [pytest.mark.database, pytest.mark.django_db]


@pytest.fixture(autouse=True)
def parts_that_ask_nobody(monkeypatch):
    looks = {name: bounded.Look(lambda: "answers") for name in readiness.LOOKS}
    monkeypatch.setattr(readiness, "LOOKS", looks)


def test_each_part_has_a_line_and_what_readers_need_ends_with_1(settings, tmp_path, capsys):
    settings.STATIC_ROOT = tmp_path
    call_command("doctor")
    said = capsys.readouterr().out
    assert "[+] database: answers" in said
    assert "[+] hosts: testserver is answered" in said
    assert "[!] static files: none are in STATIC_ROOT" in said
    assert "[+] mail: letters become files" in said

    settings.ALLOWED_HOSTS = ["other.example"]
    # A port of this machine on which nobody listens.
    settings.MAILERS = {"default": {"OPTIONS": {"host": "127.0.0.1", "port": 1, "timeout": 5}}}
    with pytest.raises(CommandError, match="until what is marked"):
        call_command("doctor")
    said = capsys.readouterr().out
    assert "[-] hosts: ALLOWED_HOSTS lacks testserver" in said
    assert "[!] mail: 127.0.0.1 takes no letters (ConnectionRefusedError)" in said
