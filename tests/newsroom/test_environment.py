"""What somebody wrote wrongly into the environment is said in one sentence that names it."""

import re
import runpy
from pathlib import Path

import pytest

from newsroom import environment
from newsroom.environment import Environment, Wrong

ROOT = Path(__file__).resolve().parents[2]
SETTINGS = ROOT / "newsroom/settings.py"
# Every variable that settings read, with the method that reads it.
READ = {
    name: how
    for how, name in re.findall(r'env\.(\w+)\(\s*"([A-Z_]+)"', SETTINGS.read_text())
    if how != "is_set"
}
# What no variable of a kind can mean. A new kind without a line here fails.
MALFORMED = {
    "str": ["two\nlines", "a bell \a"],
    "list": ["one,two\nlines"],
    "int": ["nonsense", "-1", "1.5", "1e3", "٣", "9" * 400, "10 # seconds"],
    "bool": ["nonsense", "2", "on # for now", "on off"],
    "choice": ["nonsense", "Production ", "LOCAL"],
    "matching": ["https://x", "a b", "<int:pk>", "../", "?"],
    "origin": ["news.example", "ftp://news.example", "https://news.example/paper", "https://",
               "https://news.example:port", "https://me@news.example", "https://a b", "http://[::1"],
    "origins": ["127.0.0.1:8081", "http://127.0.0.1:8081/x", "http://127.0.0.1:99999"],
    "hosts": ["https://news.example", "news.example:8000", "news example", "[::g]", "a/"],
    "networks": ["localhost", "10.0.0.1/8", "10.0.0.0/33", "::g"],
    "host_names": ["https://news.example", "news.example:8000", "localhost", "a b.example"],
    "host": ["smtp://mail.example", "mail.example:587", "two words"],
    "path": ["~nobody-of-this-name/x", "a\0b"],
    "folder": ["/dev/null/var", "~nobody-of-this-name/x"],
    "certificates": ["/nowhere/signers.pem", "/", str(ROOT / "LICENSE"),
                     str(ROOT / "static/fonts/text.woff2")],
    "service": ["nonsense", "mysql://u:geheim@host/name", "postgres://u:geheim@host:port/name", "http://x",
                "postgres://u:geheim@host", "sqlite://db.sqlite3", "rediscache://", "redis://h:1:2"],
    "address": ["nonsense", "Newsroom <newsroom>", "a@b, c@d"],
    "zone": ["nonsense", "Europe", "/etc/passwd", "../UTC"],
}  # fmt: skip


@pytest.fixture
def settings_with(monkeypatch, tmp_path):
    """Reads the settings as a fresh process does, with some variables set."""

    def read(**variables):
        variables = {"SECRET_KEY": "x", "VAR_DIR": str(tmp_path)} | variables
        monkeypatch.setattr(environment, "read", lambda folder: Environment(variables))
        # Settings hand on what they read, for those who read for themselves.
        monkeypatch.setattr("os.environ", {})
        return runpy.run_path(str(SETTINGS))

    return read


@pytest.mark.parametrize("name", READ)
def test_a_malformed_value_is_refused_in_one_sentence_that_names_the_variable(settings_with, name):
    for value in MALFORMED[READ[name]]:
        with pytest.raises(Wrong) as refused:
            settings_with(**{name: value})

        sentence = str(refused.value)
        assert sentence.startswith(f"{name} "), value
        assert re.fullmatch(r"[^\n\a\0]+\.", sentence), value
        assert len(sentence) < 300, value
        assert "geheim" not in sentence  # an address may hold a password


@pytest.mark.parametrize("name", READ)
def test_an_empty_value_is_as_good_as_none(settings_with, name):
    if name == "SECRET_KEY":
        with pytest.raises(Wrong, match="SECRET_KEY is not set"):
            settings_with(SECRET_KEY="")
        return
    variables = {} if name != "VAR_DIR" else {"VAR_DIR": str(ROOT / "var")}

    kinds = (str, int, bool, dict, list, Path)
    without, empty = (
        {key: value for key, value in each.items() if key.isupper() and isinstance(value, kinds)}
        for each in (settings_with(**variables), settings_with(**{name: ""}))
    )
    assert without == empty


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SURROGATE_KEYS", "xkey,surrogate"),
        ("PURGE_KEYS_URLS", "127.0.0.1:6081"),
        ("PURGE_KEYS_URLS", "http://127.0.0.1:6081/x"),
        ("PURGE_KEYS_URLS", "akamai=https://api.example/x"),
        ("PURGE_KEYS_URLS", "fastly=https://api.fastly.com"),
    ],
)
def test_a_cache_in_front_that_nobody_could_tell_is_refused(settings_with, name, value):
    with pytest.raises(Wrong, match=f"^{name} is .* write .*cloudflare|Cloudflare"):
        settings_with(**{"SURROGATE_KEYS": "xkey", name: value})
    with pytest.raises(Wrong, match="PURGE_KEYS_URLS needs SURROGATE_KEYS"):
        settings_with(PURGE_KEYS_URLS="http://127.0.0.1:6081")


def test_secrets_are_never_repeated(settings_with):
    for name in ("SECRET_KEY", "SECRET_KEY_FALLBACKS", "SMTP_PASSWORD"):
        with pytest.raises(Wrong) as refused:
            settings_with(**{name: "geheim\n"})

        assert "geheim" not in str(refused.value)


@pytest.mark.parametrize(
    ("name", "value", "setting", "expected"),
    [
        ("SITE_URL", "https://News.Example:8443/", "SITE_URL", "https://News.Example:8443"),
        ("SITE_URL", "http://[::1]:8000", "SITE_URL", "http://[::1]:8000"),
        ("ALLOWED_HOSTS", ".a.example, [::1] ,*", "ALLOWED_HOSTS", [".a.example", "[::1]", "*"]),
        ("DEBUG", "True", "DEBUG", True),
        ("GUEST_COMMENTS", "YES", "GUEST_COMMENTS", True),
        ("DESK_PATH", "/desk-7f3a/in/", "DESK_PATH", "desk-7f3a/in/"),
        ("LANGUAGE_CODE", "de-AT", "LANGUAGE_CODE", "de-at"),
        ("TRUSTED_PROXIES", "0", "TRUSTED_PROXIES", 0),
        ("PURGE_URLS", "http://127.0.0.1:1/,http://[::1]:2", "PURGE_URLS",
         ["http://127.0.0.1:1", "http://[::1]:2"]),
        ("SURROGATE_KEYS", "xkey, cache-tag", "SURROGATE_KEYS", ["xkey", "cache-tag"]),
        ("MAIL_FROM", "desk@localhost", "DEFAULT_FROM_EMAIL", "desk@localhost"),
        ("MEDIA_ROOT", "shown", "MEDIA_ROOT", ROOT / "shown"),
    ],
)  # fmt: skip
def test_a_sound_value_is_taken(settings_with, name, value, setting, expected):
    assert settings_with(**{name: value})[setting] == expected


@pytest.mark.parametrize(
    ("url", "host", "name"),
    [
        ("postgres://u:p%23%2Fss@h:5433/paper", "h", "paper"),
        ("postgresql://u:p#ss@h/paper", "h", "paper"),
        ("postgres:///paper", "", "paper"),
        ("postgres:////var/run/postgresql/paper", "/var/run/postgresql", "paper"),
        ("postgres://u@h/paper?sslmode=require", "h", "paper"),
        ("postgres://u@[::1]:5432/paper", "::1", "paper"),
    ],
)
def test_the_usual_addresses_of_postgresql_are_taken(settings_with, url, host, name):
    database = settings_with(DATABASE_URL=url)["DATABASES"]["default"]

    assert (database["HOST"], database["NAME"]) == (host, name)


def test_the_database_may_lie_in_a_folder_of_any_name(settings_with, tmp_path):
    folder = tmp_path / "Ünser Blatt #1 + 50%20?"

    database = settings_with(VAR_DIR=str(folder))["DATABASES"]["default"]

    assert database["NAME"] == str(folder / "db.sqlite3")


@pytest.mark.parametrize(
    "url", ["rediscache://127.0.0.1:6379/1", "rediss://:p@h/0", "redis:///run/redis.sock"]
)
def test_the_usual_addresses_of_redis_are_taken(settings_with, url):
    assert settings_with(CACHE_URL=url)["CACHES"]["default"]["BACKEND"].endswith("RedisCache")


def test_the_example_of_a_deployment_is_taken_as_it_stands(settings_with):
    example = environment.read_file(ROOT / "deploy/harbour.env.example")

    read = settings_with(**{name: example[name] for name in example if name != "VAR_DIR"})

    assert read["IS_PRODUCTION"] is True
    assert read["DATABASES"]["default"]["NAME"] == "harbour"


# --- The local secret -------------------------------------------------------------------


def test_a_local_site_finds_the_secret_that_run_py_has_made(settings_with, tmp_path):
    (tmp_path / "secret-key").write_text("made by run.py\n")

    assert settings_with(SECRET_KEY="")["SECRET_KEY"] == "made by run.py"
    assert settings_with(SECRET_KEY="own")["SECRET_KEY"] == "own"


def test_a_production_does_not(settings_with, tmp_path):
    (tmp_path / "secret-key").write_text("k7" * 40)

    with pytest.raises(Wrong, match="SECRET_KEY is not set"):
        settings_with(SECRET_KEY="", ENVIRONMENT="production", SITE_URL="https://news.example")


# --- The file ---------------------------------------------------------------------------


def dotenv(folder, text):
    path = folder / ".env"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def test_the_file_is_read_as_shells_and_docker_write_it(tmp_path):
    path = dotenv(
        tmp_path,
        b"\xef\xbb\xbf# ours\r\n\r\nexport A=1\r\nB = two words \nC='#$\"'\n"
        b'D="a \\"b\\" \\\\"\nE=p#s$s=1\nF=\n',
    )

    assert environment.read_file(path) == {
        "A": "1",
        "B": "two words",
        "C": '#$"',
        "D": 'a "b" \\',
        "E": "p#s$s=1",
        "F": "",
    }


def test_without_a_file_there_is_nothing_in_it(tmp_path):
    assert environment.read_file(tmp_path / ".env") == {}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("A=1\nSITE_NAME", r"\.env, line 2, has no “=”"),
        ("2ND=1", r"\.env, line 1, does not begin with a variable’s name"),
        ("=1", r"\.env, line 1, does not begin with a variable’s name"),
        ("SITE NAME=1", r"\.env, line 1, does not begin with a variable’s name"),
        ("\nSITE_NAME='Ours", r"\.env, line 2, opens a quote for SITE_NAME"),
        ("SITE_NAME=\"", r"\.env, line 1, opens a quote for SITE_NAME"),
        ("SITE_NAME=a\0b", r"\.env, line 1, holds a NUL character in SITE_NAME"),
        (b"A=1\nSITE_NAME=\xdcnser Blatt", r"\.env, line 2, is not in UTF-8"),
        ("A=1".encode("utf-16"), r"\.env, line 1, is not in UTF-8"),
    ],
)  # fmt: skip
def test_a_line_that_means_nothing_is_named_by_its_number(tmp_path, text, said):
    with pytest.raises(Wrong, match=said):
        environment.read_file(dotenv(tmp_path, text))


def test_a_folder_in_its_place_is_named(tmp_path):
    (tmp_path / ".env").mkdir()

    with pytest.raises(Wrong, match=r"^\.env cannot be read \(Is a directory\): mend that\.$"):
        environment.read_file(tmp_path / ".env")


def test_what_the_process_has_is_stronger_than_the_file_even_if_it_is_empty(monkeypatch, tmp_path):
    dotenv(tmp_path, "A=file\nB=file\nC=file")
    monkeypatch.setattr("os.environ", {"A": "process", "B": ""})

    read = environment.read(tmp_path)

    assert [read.str(name) for name in "ABC"] == ["process", "", "file"]
