"""What somebody typed into a form that was not taken, so that the answer can give it back.

Every page in words that refuses something (`newsroom.errors.refuse`) asks here, whatever the form:
one that is added later is given back without knowing of it.
"""

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.core.exceptions import BadRequest, SuspiciousOperation
from django.http.multipartparser import MultiPartParserError
from django.utils.translation import gettext_lazy as _

from newsroom import drafts

# Never shown again, whatever form it stands in.
SECRET = re.compile("password|secret|token|code", re.IGNORECASE)
# What pages and robots fill in, and what is chosen and not written.
NOT_TYPED = frozenset({"next", "website", "reason", "colours", "size", "remember"})

LABELS = {
    "name": _("Your name"),
    "email": _("E-mail address"),
    "login": _("E-mail address"),
    "q": _("Words to look for"),
}
LONG = 80  # characters; more need more than a line


@dataclass(frozen=True)
class Field:
    """What was typed into the field `name`, to the letter."""

    name: str
    text: str

    @property
    def label(self):
        return LABELS.get(self.name, _("What you wrote"))

    @property
    def is_short(self):
        return len(self.text) <= LONG and not re.search("[\r\n]", self.text)


def fields(request):
    """The Fields of the form that was sent; never a password. [] if it cannot be read.

    Of a form that is sent by GET only the words of a search.
    """
    try:
        sent = request.POST if request.method == "POST" else {"q": request.GET.get("q", "")}
        return _fields(sent.items())
    except (SuspiciousOperation, BadRequest, MultiPartParserError, OSError):
        return []


def given_back(request):
    """The Fields that a refusal gives back: of this form, or of one that waited for a log-in."""
    if request.method == "GET" and urlsplit(drafts.address(request)).path == request.path:
        return _fields(drafts.kept(request).items())
    return fields(request) if request.method == "POST" else []


def without_lone_surrogates(text):
    """The text with each lone surrogate as U+FFFD: no page and no database could hold it."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _fields(sent):
    return [
        Field(name, without_lone_surrogates(text))
        for name, text in sent
        if text and name not in NOT_TYPED and not SECRET.search(name)
    ]
