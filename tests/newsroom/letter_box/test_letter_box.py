"""Whoever runs the paper learns in words why letters do not arrive."""

import pytest

from newsroom.letter_box import examining, names, server
from tests.post_offices import opened, publishing, to

OURS = {"news.example.eu": ["v=spf1 include:mail.example.eu -all"],
        "_dmarc.example.eu": ["v=DMARC1; p=reject; adkim=s"],
        "s1._domainkey.news.example.eu": ["v=DKIM1; k=rsa; p=" + "A" * 400]}  # fmt: skip


@pytest.fixture(autouse=True)
def a_paper(settings):
    settings.SITE_URL = "https://news.example.eu"
    settings.DEFAULT_FROM_EMAIL = "The Harbour Record <desk@news.example.eu>"


def found(findings):
    return {each.name: (each.is_well, each.words) for each in findings}


def test_a_domain_that_publishes_all_is_well(monkeypatch, settings):
    with opened(settings), publishing(monkeypatch, OURS):
        told = found(examining.by_asking("s1"))

    assert {name: is_well for name, (is_well, _) in told.items()} == {
        "Conversation": True, "SPF": True, "DKIM": True, "DMARC": True,
    }  # fmt: skip
    assert "include:mail.example.eu" in told["SPF"][1]
    assert "example.eu has forged letters refused (p=reject)" in told["DMARC"][1]
    assert "signed for news.example.eu itself" in told["DMARC"][1]


@pytest.mark.parametrize(
    ("published", "name", "words"),
    [
        ({}, "SPF", "does not say who may send for it"),
        ({"news.example.eu": ["v=spf1 -all", "v=spf1 mx -all"]}, "SPF", "2 lines v=spf1"),
        ({"news.example.eu": ["v=spf1 +all"]}, "SPF", "lets the whole world send"),
        ({"news.example.eu": ["google-site-verification=1"]}, "SPF", "does not say who"),
        ({}, "DKIM", "No key stands at s1._domainkey.news.example.eu"),
        ({"s1._domainkey.news.example.eu": ["v=DKIM1; p="]}, "DKIM", "is withdrawn"),
        ({}, "DMARC", "has no rule"),
        ({"_dmarc.news.example.eu": ["v=DMARC1; p=perhaps"]}, "DMARC", "cannot be read"),
    ],
)
def test_what_a_domain_does_not_publish_is_said(monkeypatch, settings, published, name, words):
    settings.MAILERS = to("127.0.0.1", 1)
    with publishing(monkeypatch, published):
        is_well, said = found(examining.by_asking("s1"))[name]

    assert is_well is False
    assert words in said


def test_a_long_answer_is_asked_for_again_by_tcp(monkeypatch):
    with publishing(monkeypatch, OURS, by_tcp=True):
        assert names.texts("s1._domainkey.news.example.eu") == OURS["s1._domainkey.news.example.eu"]


@pytest.mark.parametrize("name", ["", "a..b", "x" * 64 + ".example.eu", "\ud800.example.eu"])
def test_a_name_that_is_none_is_asked_of_nobody(name):
    with pytest.raises(names.NoAnswer):
        names.texts(name)


@pytest.mark.parametrize(
    "answer", [b"", b"\0", b"\xff" * 40, b"\0\0\x81\x80\0\1\xff\xff\0\0\0\0\xc0", b"\0" * 4096]
)
def test_an_answer_that_nobody_can_read_is_none(monkeypatch, answer):
    monkeypatch.setattr(names, "resolvers", lambda: [("127.0.0.1", 9)])
    monkeypatch.setattr(names, "_asked", lambda resolver, question: answer)

    with pytest.raises(names.NoAnswer):
        names.texts("news.example.eu")


def test_without_a_resolver_nobody_can_tell(monkeypatch, settings):
    settings.MAILERS = to("127.0.0.1", 1)
    monkeypatch.setattr(names, "resolvers", list)

    told = found(examining.by_asking())

    assert told["SPF"][0] is told["DMARC"][0] is told["DKIM"][0] is None
    assert "Authentication-Results should say dkim=pass" in told["DKIM"][1]


@pytest.mark.parametrize(
    ("sender", "name", "words"),
    [
        ("newsroom@harbour.example", "From", "a name for examples"),
        ("paper@gmail.com", "From", "belongs to somebody else"),
        ("desk@elsewhere.eu", "Links", "not of one house"),
    ],
)
def test_a_sender_that_others_do_not_believe_is_named(settings, sender, name, words):
    settings.DEFAULT_FROM_EMAIL = sender

    is_well, said = found(examining.without_asking())[name]
    assert is_well is False
    assert words in said


@pytest.mark.parametrize(
    ("host", "options", "words"),
    [
        ("127.0.0.1", {"port": 1}, "Nobody listens at 127.0.0.1, port 1"),
        ("nowhere.invalid", {}, "There is no machine called nowhere.invalid"),
        ("127.0.0.1", {"use_tls": True}, "offers no encryption"),
        ("127.0.0.1", {"username": "desk", "password": "geheim"}, "or no log-in"),
    ],
)
def test_what_is_wrong_with_the_server_is_said_in_words(settings, host, options, words):
    with opened(settings):
        port = settings.MAILERS["default"]["OPTIONS"]["port"]
        settings.MAILERS = to(host, options.pop("port", port), **options)
        with pytest.raises(server.Trouble) as trouble:
            server.try_out()

    assert words in str(trouble.value)
    assert "geheim" not in str(trouble.value)


def test_a_wrong_password_is_told_from_a_server_without_a_log_in(settings):
    with opened(settings, auth_require_tls=False, authenticator=lambda *_: _refused()):
        port = settings.MAILERS["default"]["OPTIONS"]["port"]
        settings.MAILERS = to("127.0.0.1", port, username="desk", password="geheim")
        with pytest.raises(server.Trouble, match="does not know SMTP_USER with SMTP_PASSWORD"):
            server.try_out()


def _refused():
    from aiosmtpd.smtp import AuthResult

    return AuthResult(success=False, handled=False)
