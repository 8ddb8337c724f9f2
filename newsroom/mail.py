"""E-mail: subject, text and HTML of a letter are files in `templates/letters/<name>/`."""

import re
import textwrap
from datetime import timedelta
from email.utils import formataddr, make_msgid, parseaddr
from functools import partial
from smtplib import SMTPException
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template import Context
from django.template.loader import get_template
from django.utils import translation
from django.utils.module_loading import import_string

from newsroom import retry
from newsroom.characters import as_title
from newsroom.direction import isolated
from newsroom.task_queue import task

# Between tries: a mail server that is away for a day loses no letter.
DELAYS = [timedelta(seconds=30), timedelta(minutes=2), timedelta(minutes=10)]
DELAYS += retry.HOURLY_FOR_A_DAY
ADDRESS = re.compile(r"(https?://|[^@\s]+@)\S+$")


def write(name, to, **context):
    """An EmailMultiAlternatives, in the paper's language, whoever asks for it.

    `context` goes to the three templates, beside the letterhead, `email` and `site_url`. Links
    are built from SITE_URL and nothing else. `stop` in it is the address that ends letters of this
    kind, for the reader and for their mail program (RFC 8058).
    """
    with translation.override(settings.LANGUAGE_CODE):
        return _letter(name, to, context)


def _letter(name, to, context):
    context |= letterhead()
    context |= {"email": to, "site_url": settings.SITE_URL}
    plain = {name: _isolated(value) for name, value in context.items()}
    in_subject = {name: _isolated(_as_title(value)) for name, value in context.items()}
    letter = EmailMultiAlternatives(
        # A subject is one line, whatever stands in it.
        subject=" ".join(_plain(f"letters/{name}/subject.txt", in_subject).split()),
        body=_wrapped(_plain(f"letters/{name}/text.txt", plain)),
        from_email=_sender(context["site_name"]),
        to=[to],
        reply_to=[settings.MAIL_REPLY_TO] if settings.MAIL_REPLY_TO else None,
        headers=_unsubscribing(context)
        | {
            # Otherwise the machine's own name would be asked for, and shown to the receiver.
            "Message-ID": make_msgid(domain=urlsplit(settings.SITE_URL).hostname),
            "Auto-Submitted": "auto-generated",  # no holiday notices in return, please
        },
    )
    page = get_template(f"letters/{name}/message.html").render(context)
    letter.attach_alternative(page, "text/html")
    return letter


def _unsubscribing(context):
    if not context.get("stop"):
        return {}
    return {
        "List-Unsubscribe": f"<{context['stop']}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }


def send(name, to, **context):
    """Send a letter now. Raises OSError or SMTPException when the mail server does not take it."""
    write(name, to, **context).send()


def post(name, to, **context):
    """Enqueue a letter for the worker, which retries for a day. `context` must be JSON.

    The queue is a table of our database, so a letter belongs to the transaction that it
    tells about: rolled back means never sent.
    """
    deliver.enqueue(name, to, context)


@task("A letter")
def deliver(name, to, context, tries=0):
    """Send a letter; while the mail server is away, again later."""
    with retrying(deliver, name, to, context, tries=tries):
        send(name, to, **context)


# A context manager around what sends a letter, in the task that does: (task, *arguments, tries=…).
retrying = partial(retry.later, delays=DELAYS, errors=(SMTPException, OSError))


def letterhead():
    """What letters are signed with, as a dict for a template: `site_name` and others."""
    return import_string(settings.LETTERHEAD)()


def _sender(name):
    """MAIL_FROM; where it was left to us, under the name that the paper has today."""
    written, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    if written != settings.SITE_NAME:
        return settings.DEFAULT_FROM_EMAIL
    return formataddr((" ".join(as_title(name).split()), address))


def _plain(template, context):
    # Not through `get_template().render()`, which escapes: "&amp;" means nothing in plain text.
    return get_template(template).template.render(Context(context, autoescape=False))


def _as_title(value):
    return as_title(value) if isinstance(value, str) else value


def _isolated(value):
    """Words that change nothing in the order of the sentence they come to stand in.

    An address is left as it is: a mail program makes a link of it.
    """
    if not isinstance(value, str) or ADDRESS.match(value):
        return value
    return "\n".join(map(isolated, value.splitlines()))


def _wrapped(text):
    lines = text.strip().splitlines()
    fill = partial(textwrap.fill, width=72, break_long_words=False, break_on_hyphens=False)
    return "\n".join(fill(line) if len(line) > 72 else line for line in lines) + "\n"
