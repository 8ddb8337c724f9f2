"""One way to send a letter: text and HTML, one line of subject, and none is lost."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings as site
from django.core import mail as outbox
from django.core.management import call_command
from django.utils import timezone

from newsroom import mail
from tests import tasks

pytestmark = pytest.mark.django_db  # letters are signed with the paper's name

LETTERS = sorted(
    path.name for path in Path(site.BASE_DIR, "templates/letters").iterdir() if path.is_dir()
)
ANYTHING = {
    "link": "http://testserver/x/?a=1&b=2",
    "log_in": "http://testserver/in/",
    "new_password": "http://testserver/new/",
    "when": "22 November 2026, 14.05",
    "from_email": "old@example.org",
    "to_email": "new@example.org",
}


@pytest.mark.parametrize("name", LETTERS)
def test_every_letter_is_text_and_html_and_small(name):
    letter = mail.write(name, "bo@example.org", **ANYTHING)
    sent = letter.message()

    [html] = [part.content for part in letter.alternatives]
    assert sent.get_content_type() == "multipart/alternative"
    assert letter.subject
    assert "\n" not in letter.subject
    assert "{{" not in letter.subject + letter.body + html
    assert not re.search(r"&(amp|#x27|quot);", letter.subject + letter.body)
    assert max(len(line) for line in letter.body.splitlines() if "://" not in line) <= 78
    assert len(sent.as_bytes()) < 102_000  # where Gmail cuts
    for needed in ('width="600"', 'name="color-scheme"', 'lang="en', "<title>"):
        assert needed in html
    assert not re.search(r"<(script|img|link)\b", html)


def test_links_can_be_clicked_in_both_parts():
    letter = mail.write("reset_password", "bo@example.org", link=ANYTHING["link"])

    assert "http://testserver/x/?a=1&b=2" in letter.body
    assert 'href="http://testserver/x/?a=1&amp;b=2"' in letter.alternatives[0].content


def test_a_name_of_the_site_with_a_line_break_does_not_make_a_header(settings):
    settings.SITE_NAME = "The Record\r\nBcc: all@example.org"

    sent = mail.write("confirm_address", "bo@example.org", link="x").message()

    assert sent["Subject"] == "Confirm your e-mail address for The Record Bcc: all@example.org"
    assert sent["Bcc"] is None


def test_what_somebody_wrote_stays_text():
    letter = mail.write("address_changed", "bo@example.org", **ANYTHING | {"to_email": "<b>&x"})

    assert "&lt;b&gt;&amp;x" in letter.alternatives[0].content
    assert "<b>&x" in letter.body


def test_a_letter_says_that_a_machine_sent_it_and_not_which():
    sent = mail.write("confirm_address", "bo@example.org", link="x").message()

    assert sent["Auto-Submitted"] == "auto-generated"
    assert sent["Message-ID"].endswith("@testserver>")


@pytest.mark.django_db(transaction=True)
def test_a_letter_waits_for_a_mail_server_that_is_away_and_arrives_once(settings):
    from django_tasks_db.models import DBTaskResult

    tasks.wait_for_a_worker(settings)
    mailers = settings.MAILERS
    settings.MAILERS = {
        "default": {
            "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
            "OPTIONS": {"host": "127.0.0.1", "port": 1, "timeout": 1},
        }
    }
    mail.post("confirm_address", "bo@example.org", link="http://testserver/x/")
    _work()
    assert outbox.outbox == []

    settings.MAILERS = mailers
    _work()
    assert outbox.outbox == []  # its time has not come
    DBTaskResult.objects.filter(status="READY").update(run_after=timezone.now() - timedelta(1))
    _work()
    _work()

    assert [letter.to for letter in outbox.outbox] == [["bo@example.org"]]


@pytest.mark.django_db(transaction=True)
def test_a_letter_about_something_that_did_not_happen_is_not_sent(settings):
    from django.db import transaction
    from django_tasks_db.models import DBTaskResult

    tasks.wait_for_a_worker(settings)
    with transaction.atomic():
        mail.post("confirm_address", "bo@example.org", link="x")
        transaction.set_rollback(True)

    assert not DBTaskResult.objects.exists()


def _work():
    call_command("db_worker", batch=True, reload=False, startup_delay=False, interval=0)


def test_without_a_mail_server_a_letter_is_a_file_with_links_that_work(settings, tmp_path):
    settings.MAILERS = {
        "default": {
            "BACKEND": "newsroom.mail_to_files.FileEmailBackend",
            "OPTIONS": {"file_path": str(tmp_path)},
        }
    }
    link = "http://testserver/" + "x" * 200 + "/"
    outbox.EmailMessage("Hello", f"Open this:\n\n{link}\n", to=["bo@example.org"]).send()

    (letter,) = tmp_path.iterdir()
    assert link in letter.read_text().splitlines()
    assert letter.read_text().startswith("To: bo@example.org\nSubject: Hello\n")


@pytest.mark.parametrize("language", ["de", "fr", "es", "ar"])
def test_every_letter_is_written_in_the_language_of_the_paper(settings, language):
    english = {name: mail.write(name, "bo@example.org", **ANYTHING) for name in LETTERS}
    settings.LANGUAGE_CODE = language
    for name in LETTERS:
        letter = mail.write(name, "bo@example.org", **ANYTHING)
        html = letter.alternatives[0].content
        assert f'lang="{language}" dir="{"rtl" if language == "ar" else "ltr"}"' in html
        assert letter.subject != english[name].subject, name
        sentences = [line for line in english[name].body.splitlines() if len(line) > 30]
        assert [line for line in sentences if "://" not in line and line in letter.body] == [], name


def test_answers_go_where_somebody_reads_them(settings):
    assert mail.write("confirm_address", "bo@example.org", link="x").message()["Reply-To"] is None
    settings.MAIL_REPLY_TO = "Readers’ desk <answers@harbour.example>"

    sent = mail.write("confirm_address", "bo@example.org", link="x").message()

    assert "answers@harbour.example" in sent["Reply-To"]
    assert sent["From"] == "The Harbour Record <newsroom@harbour.example>"
