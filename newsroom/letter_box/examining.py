"""Whether others believe that our letters are ours: the sender, SPF, DKIM and DMARC, in words.

RFC 7208, 6376 and 7489. What is published is asked for; who may read the answers of a mail server
elsewhere learns the rest from a letter that has arrived.
"""

from dataclasses import dataclass
from email.utils import parseaddr
from urllib.parse import urlsplit

from django.conf import settings

from . import names, server

NOT_REAL = ("example", "invalid", "localhost", "test", "local", "internal", "example.com",
            "example.org", "example.net")  # fmt: skip
# Whose owners tell everybody to refuse letters that others send in their name.
NOT_OURS = ("gmail.com", "googlemail.com", "outlook.com", "hotmail.com", "live.com", "yahoo.com",
            "icloud.com", "me.com", "aol.com", "gmx.de", "gmx.net", "web.de", "proton.me",
            "orange.fr", "mail.ru")  # fmt: skip
POLICIES = {
    "none": "asks nobody to refuse forged letters: it only watches",
    "quarantine": "has forged letters put among the spam",
    "reject": "has forged letters refused",
}


@dataclass(frozen=True)
class Finding:
    """One thing that was looked at: `is_well` is None where nobody can tell."""

    name: str
    is_well: bool | None
    words: str


def without_asking():
    """What the settings alone tell; asks nobody."""
    return [_settings(), _sender(), _links(), _answers()]


def by_asking(selector=""):
    """What the mail server and the domain name system say; takes seconds, half a minute at most.

    `selector` is the name under which the mail provider publishes its key (DKIM), if it is known.
    """
    found = [_server()]
    domain = domain_of(settings.DEFAULT_FROM_EMAIL)
    if not _is_under(domain, NOT_REAL):
        found += [_told(name, look) for name, look in (
            ("SPF", lambda: _spf(domain)),
            ("DKIM", lambda: _dkim(domain, selector)),
            ("DMARC", lambda: _dmarc(domain)),
        )]  # fmt: skip
    return found


def domain_of(address):
    """What stands behind the @, in small letters; "" if nothing does."""
    return parseaddr(address)[1].rpartition("@")[2].lower()


def are_related(one, other):
    """Whether two names belong together as mail's rules see it ("relaxed"): the same, or above."""
    return one == other or one.endswith(f".{other}") or other.endswith(f".{one}")


def _is_under(domain, endings):
    return any(domain == ending or domain.endswith(f".{ending}") for ending in endings)


def _settings():
    told = server.options()
    if not told:
        words = "SMTP_HOST is not set: letters become files in VAR_DIR, and nobody gets one."
        return Finding("Mail server", False, words)
    how = "encrypted" if told.get("use_tls") else "not encrypted"
    who = "with a log-in" if told.get("username") else "without a log-in"
    words = f"{told['host']}, port {told['port']}, {how}, {who}."
    return Finding("Mail server", True, words)


def _sender():
    sender, domain = settings.DEFAULT_FROM_EMAIL, domain_of(settings.DEFAULT_FROM_EMAIL)
    if _is_under(domain, NOT_REAL):
        words = f"{domain} is a name for examples, and nobody takes letters from it: set MAIL_FROM."
        return Finding("From", False, words)
    if domain in NOT_OURS:
        words = (
            f"{domain} belongs to somebody else, who has letters in its name refused that it did "
            "not send itself: take an address of your own domain in MAIL_FROM."
        )
        return Finding("From", False, words)
    words = f"{sender}. The envelope bears the same address, so SPF and DMARC look at {domain}."
    return Finding("From", True, words)


def _links():
    domain, host = domain_of(settings.DEFAULT_FROM_EMAIL), urlsplit(settings.SITE_URL).hostname
    if are_related(domain, host or ""):
        return Finding("Links", True, f"Links and Message-ID lead to {host}, as the sender does.")
    words = (
        f"Links and Message-ID lead to {host}, the sender is of {domain}. Filters distrust letters "
        "that are not of one house: take an address of the site’s domain, if you can."
    )
    return Finding("Links", False, words)


def _answers():
    there = settings.MAIL_REPLY_TO or settings.DEFAULT_FROM_EMAIL
    words = f"Readers who answer write to {parseaddr(there)[1]}. Somebody should read that."
    return Finding("Answers", True, words)


def _server():
    if not server.options():
        return Finding("Conversation", False, "There is no server to talk to.")
    try:
        server.try_out()
    except server.Trouble as trouble:
        return Finding("Conversation", False, str(trouble))
    return Finding("Conversation", True, "The server answers, and lets the paper in.")


def _told(name, look):
    try:
        return Finding(name, *look())
    except names.NoAnswer:
        words = "The domain name system gave no answer. Try again, or ask whoever runs the domain."
        return Finding(name, None, words)


def _spf(domain):
    found = [text for text in names.texts(domain) if text.lower().split(" ")[0] == "v=spf1"]
    if not found:
        words = f"{domain} does not say who may send for it: publish the line your provider names."
        return False, words
    if len(found) > 1:
        return False, f"{domain} has {len(found)} lines v=spf1, so none counts: make them one."
    parts = found[0].lower().split()[1:]
    if {"all", "+all"} & set(parts):
        return False, f"{domain} lets the whole world send for it ({found[0]}): end with -all."
    host = server.options().get("host", "SMTP_HOST")
    return True, f"{found[0]} – {host}, or what it sends through, has to be among these."


def _dkim(domain, selector):
    if not selector:
        words = (
            "Nobody can ask without the provider’s selector. Send the letter to an address "
            "elsewhere and show its source: Authentication-Results should say dkim=pass, with "
            f"header.d={domain}."
        )
        return None, words
    where = f"{selector}._domainkey.{domain}"
    keys = [text for text in names.texts(where) if "p=" in text]
    if not keys:
        return False, f"No key stands at {where}: publish the one your mail provider names."
    if all(_tags(key).get("p", "") == "" for key in keys):
        return False, f"The key at {where} is withdrawn: ask the mail provider for the new one."
    return True, f"A key stands at {where}: signed with it, letters are of {domain}."


def _dmarc(domain):
    labels = domain.split(".")
    # A domain without a rule of its own has that of the one above, down to two names.
    for start in range(max(len(labels) - 1, 1)):
        above = ".".join(labels[start:])
        for text in names.texts(f"_dmarc.{above}"):
            tags = _tags(text)
            if tags.get("v", "").upper() == "DMARC1":
                return _policy(above, domain, tags)
    words = (
        f"{domain} has no rule, and the large providers refuse letters of such senders. Begin "
        f"with v=DMARC1; p=none at _dmarc.{domain}."
    )
    return False, words


def _policy(above, domain, tags):
    policy = tags.get("p", "none").lower()
    meaning = POLICIES.get(policy, "cannot be read")
    words = f"{above} {meaning} (p={policy})."
    if domain != above and tags.get("adkim") == "s":
        words += f" DKIM has to be signed for {domain} itself."
    return policy in POLICIES, words


def _tags(text):
    pairs = (part.partition("=") for part in text.split(";"))
    return {name.strip().lower(): value.strip() for name, _, value in pairs if name.strip()}
