"""What stands before the text of a file: YAML between lines of ---, TOML between +++, JSON.

Values are texts, lists and dictionaries, whatever type the format has for them: nothing that
somebody wrote becomes a number, a truth or a date before it is known what it is for.
"""

import json
import re
import tomllib

import yaml

LONGEST = 64 * 1024  # characters
DEEPEST = 20
OPENED = re.compile(r"\s{0,99}(---|\+\+\+)[ \t]*\n")
TOO_LONG = "what stands before its text is longer than 64 KB"
NEVER_ENDS = "what stands before its text never ends"
NESTED = "what stands before its text is nested too deeply"
BROKEN = "what stands before its text is no {}: {}"


class Unclear(Exception):
    """Why it cannot be read, in words."""


def read(text):
    """(values, what follows) for the text of a file; ({}, text) where nothing stands before it.

    Raises Unclear.
    """
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    if opened := OPENED.match(text):
        mark = re.escape(opened[1])
        closed = re.compile(rf"^{mark}[ \t]*$", re.MULTILINE).search(text, opened.end())
        if closed is None:
            raise Unclear(NEVER_ENDS)
        before, rest = text[opened.end() : closed.start()], text[closed.end() :]
        return _values(before, _yaml if opened[1] == "---" else _toml), rest.lstrip("\n")
    if text.startswith("{\n"):
        return _json(text)
    return {}, text


def _values(text, parse):
    if len(text) > LONGEST:
        raise Unclear(TOO_LONG)
    try:
        return _plain(parse(text), 0)
    except RecursionError as problem:
        raise Unclear(NESTED) from problem


def _yaml(text):
    try:
        found = yaml.load(text, Loader=_Loader)  # noqa: S506 of texts, lists and dictionaries alone
    except (yaml.YAMLError, ValueError) as problem:
        mark = getattr(problem, "problem_mark", None)
        line = f"line {mark.line + 2:,}" if mark else "it has characters that are none"
        raise Unclear(BROKEN.format("YAML", line)) from problem
    if found in (None, ""):
        return {}
    if not isinstance(found, dict):
        raise Unclear(BROKEN.format("YAML", "it names no keys"))
    return found


class _Loader(yaml.BaseLoader):
    """Knows no type and no tag; what would be the same thing twice (an alias) is refused, as it
    might be a thing of things of things (billion laughs)."""

    def compose_node(self, parent, index):
        if self.check_event(yaml.AliasEvent):
            raise Unclear(BROKEN.format("plain YAML", "it has an alias (*)"))
        return super().compose_node(parent, index)


def _toml(text):
    try:
        return tomllib.loads(text)
    except (tomllib.TOMLDecodeError, ValueError) as problem:
        raise Unclear(BROKEN.format("TOML", str(problem)[:100])) from problem


def _json(text):
    try:
        found, end = json.JSONDecoder().raw_decode(text[:LONGEST])
    except ValueError:
        return {}, text
    except RecursionError as problem:
        raise Unclear(NESTED) from problem
    return _values("", lambda _: found), text[end:].lstrip("\n")


def _plain(value, depth):
    if depth > DEEPEST:
        raise Unclear(NESTED)
    if isinstance(value, dict):
        return {str(key): _plain(each, depth + 1) for key, each in value.items()}
    if isinstance(value, list):
        return [_plain(each, depth + 1) for each in value]
    if value is None or (isinstance(value, str) and value.strip() in ("null", "~")):
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return value if isinstance(value, str) else str(value)
