"""The one place that reads the environment and `.env`, and says in a sentence what is wrong there.

run.py reads through it as settings do: only the standard library of Python 3.8, and no Django.
"""

import os
import re
from importlib.util import find_spec
from ipaddress import ip_network
from pathlib import Path

from newsroom.hosts import is_domain, is_host, is_origin

NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
CONTROL = re.compile(r"[\x00-\x1f\x7f]")
ESCAPES = {"n": "\n", "r": "\r", "t": "\t"}
SWITCHES = {
    **dict.fromkeys(("on", "true", "yes", "1"), True),
    **dict.fromkeys(("off", "false", "no", "0"), False),
}
# What may stand before and after the host in the address of a service.
_HOST = r"(\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9_.%-]+)(:[0-9]{1,5})?"
_HOSTS = rf"{_HOST}(,{_HOST})*"
_WHO = r"([^/\s]*@)?"
# For each kind of database and cache an example and a pattern; "rediscache" is django-environ's.
DATABASES = {
    "postgres://user:password@host:5432/name": rf"postgres(ql)?://{_WHO}({_HOSTS})?/[^\s?#]+(\?\S*)?",
    "sqlite:////folder/file": r"sqlite://(:memory:|/.+)",
}
CACHES = {
    "rediscache://host:6379/1": (
        rf"(redis(cache|s)?|valkeys?)://({_WHO}{_HOSTS}(/[0-9]*)?|/\S+)(\?\S*)?"
    ),
    "locmemcache://": r"(locmem|dummy)cache://",
}
# Values are repeated to who wrote them, up to this many characters.
SHOWN = 60
LOCAL_SECRET = "secret-key"  # noqa: S105 a file's name
EXIT_STATUS = 78  # EX_CONFIG of sysexits.h: "something was found in an unconfigured state"


class Wrong(Exception):
    """A variable or a line that cannot be used; the message is one sentence that names it."""


def is_a_module(name):
    """Whether Python finds a module of this name."""
    try:
        return find_spec(name) is not None
    except (ImportError, ValueError):
        return False


class Environment:
    """Variables by name; what is set and empty counts as not set.

    Every method gives the default where a variable is not set and raises Wrong where its value
    cannot be used. Defaults are given back as they are.
    """

    def __init__(self, variables):
        self.variables = variables
        # The names of those that were asked for and that are set.
        self.used = set()

    def is_set(self, name):
        return bool(self.variables.get(name))

    def str(self, name, default=""):
        """One line of text; characters that control a terminal or a header are refused."""
        if self.is_set(name):
            self.used.add(name)
        value = self.variables.get(name) or default
        if CONTROL.search(value):
            raise Wrong(f"{name} holds a line break or another control character: take it out.")
        return value

    def int(self, name, default, least=0, most=2**31 - 1):
        """A whole number in ASCII digits from `least` to `most`."""
        value = self.str(name)
        if not value:
            return default
        if not re.fullmatch("[0-9]{1,19}", value) or not least <= int(value) <= most:
            raise _wrong(name, value, f"write a whole number from {least} to {most}")
        return int(value)

    def bool(self, name, default):
        """on, true, yes or 1; off, false, no or 0."""
        value = self.str(name)
        if value and value.lower() not in SWITCHES:
            raise _wrong(name, value, "write on or off")
        return SWITCHES[value.lower()] if value else default

    def choice(self, name, default, choices):
        value = self.str(name) or default
        if value not in choices:
            raise _wrong(name, value, f"write {' or '.join(choices)}")
        return value

    def matching(self, name, default, pattern, advice):
        """Text that `pattern` describes as a whole; `advice` says it in words: "write …"."""
        value = self.str(name)
        if value and not re.fullmatch(pattern, value):
            raise _wrong(name, value, advice)
        return value or default

    def list(self, name, default=(), is_right=len, advice=""):
        """What stands between commas, without spaces around it; `advice` says what is right."""
        values = [each.strip() for each in self.str(name).split(",") if each.strip()]
        for value in values:
            if not is_right(value):
                raise _wrong(name, value, advice)
        return values or [*default]

    def origin(self, name, default):
        """Scheme, host and port of a site without a "/" at the end (RFC 6454)."""
        value = self.str(name, default).rstrip("/")
        if not is_origin(value):
            raise _wrong(name, value, "write http:// or https://, a host, and no path")
        return value

    def origins(self, name):
        advice = "write each as http://name:port, separated by commas"
        values = self.list(name, (), lambda value: is_origin(value.rstrip("/")), advice)
        return [value.rstrip("/") for value in values]

    def hosts(self, name, default):
        """Names and addresses that a request may be for; ".news.example" means all below it."""
        return self.list(name, default, _is_allowed, "write host names without http:// and port")

    def host_names(self, name, default):
        """Names of hosts in small letters, none at all where it says "none"."""
        advice = "write host names without https:// and port, or none"
        found = self.list(name, default, lambda v: v == "none" or is_domain(v.lower()), advice)
        return [value.lower() for value in found if value != "none"]

    def networks(self, name, default):
        """Addresses and networks (10.0.0.0/8), as ipaddress has them."""
        try:
            return [ip_network(value) for value in self.list(name, default)]
        except ValueError:
            advice = "write addresses or networks like 10.0.0.0/8, separated by commas"
            raise _wrong(name, self.str(name), advice) from None

    def host(self, name):
        value = self.str(name)
        if value and not is_host(f"[{value}]" if ":" in value else value):
            raise _wrong(name, value, "write the name of a host, without its port")
        return value

    def path(self, name, default, beside):
        """A file or a folder, there or not; relative ones stand in the folder `beside`."""
        value = self.str(name)
        try:
            return Path(beside, Path(value).expanduser()) if value else default
        except RuntimeError:
            raise _wrong(name, value, "nobody knows whose home that is") from None

    def folder(self, name, default, beside):
        """A folder, which is made where it is not there."""
        path = self.path(name, default, beside)
        try:
            path.mkdir(parents=True, exist_ok=True)
        except OSError as problem:
            why = problem.strerror
            raise _wrong(name, path, f"this folder cannot be made ({why})") from None
        return path

    def certificates(self, name, beside):
        """The text of the PEM file (RFC 7468) that the variable names."""
        path = self.path(name, None, beside)
        if path is None:
            return ""
        try:
            text = path.read_text(encoding="utf-8")
        except (OSError, ValueError) as problem:
            why = getattr(problem, "strerror", None) or "it is no text"
            raise _wrong(name, path, f"this file cannot be read ({why})") from None
        if "-----BEGIN CERTIFICATE-----" not in text:
            raise _wrong(name, path, "this file holds no certificate in PEM")
        return text

    def service(self, name, default, forms, parse):
        """What `parse` makes of the address of a database or a cache.

        `forms` gives for each kind of address an example and the pattern of the whole. The value
        is never repeated: it may hold a password.
        """
        value = self.str(name) or default
        if any(re.fullmatch(pattern, value) for pattern in forms.values()):
            try:
                return parse(value)
            except ValueError:
                pass
        raise Wrong(
            f"{name} is no address that is known here: write {' or '.join(forms)}, with "
            "%23, %2F, %3A and %40 for # / : @ in a password."
        )

    def address(self, name, default):
        """An e-mail address, alone or as "Name <address>"; "" where the default is none."""
        value = self.str(name, default)
        bare = value.rpartition("<")[2][:-1] if value.endswith(">") else value
        if value and not re.fullmatch(r"[^\s@<>,]+@[^\s@<>,]+", bare):
            raise _wrong(name, value, "write an address like Newsroom <newsroom@news.example>")
        return value

    def zone(self, name, default):
        """A time zone by its name in the IANA database. Needs Python 3.9."""
        from zoneinfo import ZoneInfo

        value = self.str(name, default)
        try:
            ZoneInfo(value)
        except (ValueError, OSError, LookupError):
            raise _wrong(name, value, "write a time zone like Europe/London") from None
        return value


def _is_allowed(value):
    return value == "*" or is_host(value[value.startswith(".") :])


def _wrong(name, value, advice):
    shown = str(value)
    return Wrong(f"{name} is “{shown[:SHOWN]}{'…' * (len(shown) > SHOWN)}”: {advice}.")


# --- The file ---------------------------------------------------------------------------


def read(folder):
    """The process's environment, and below it what `folder`/.env says, as an Environment.

    A variable that the process has, even an empty one, is stronger than the file's.
    """
    return Environment({**read_file(Path(folder) / ".env"), **os.environ})


def read_file(path):
    """The pairs of a file like .env; none where there is no such file.

    A line is NAME=value, perhaps with "export" before it, a comment that begins with "#", or
    empty. A value may stand in single quotes, or in double ones with \\n, \\r, \\t, \\" and \\\\;
    without them it is taken as it is, a "#" or a "$" included.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        return {}
    except UnicodeDecodeError as problem:
        line = problem.object.count(b"\n", 0, problem.start) + 1
        raise Wrong(f"{path.name}, line {line}, is not in UTF-8: save it as UTF-8.") from None
    except OSError as problem:
        raise Wrong(f"{path.name} cannot be read ({problem.strerror}): mend that.") from None
    pairs = {}
    for number, line in enumerate(text.split("\n"), 1):
        bare = line.strip()
        if bare and not bare.startswith("#"):
            name, value = _pair(bare, f"{path.name}, line {number},")
            pairs[name] = value
    return pairs


def _pair(line, where):
    name, equals, value = line.partition("=")
    words = name.split()
    if len(words) == 2 and words[0] == "export":
        del words[0]
    if not equals:
        # Not repeated: it may be half a secret.
        raise Wrong(f"{where} has no “=”: write NAME=value, or # before a comment.")
    if len(words) != 1 or not NAME.fullmatch(words[0]):
        raise Wrong(f"{where} does not begin with a variable’s name: write NAME=value.")
    name, value = words[0], value.strip()
    quote = value[:1]
    if quote in ("'", '"'):
        if len(value) < 2 or not value.endswith(quote):
            raise Wrong(f"{where} opens a quote for {name} and does not close it: close it.")
        value = value[1:-1]
        if quote == '"':
            value = re.sub(r"\\(.)", lambda found: ESCAPES.get(found[1], found[1]), value)
    if "\0" in value:
        raise Wrong(f"{where} holds a NUL character in {name}: take it out.")
    return name, value


# --- The secret of a machine on which run.py was used -----------------------------------


def local_secret(folder):
    """The secret that run.py keeps in `folder` (VAR_DIR), or "" where it has made none.

    For ENVIRONMENT=local alone: a production's secret is never found by chance.
    """
    try:
        return (Path(folder) / LOCAL_SECRET).read_text(encoding="ascii").strip()
    except (OSError, ValueError):
        return ""
