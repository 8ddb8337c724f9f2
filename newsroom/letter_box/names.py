"""Asking the domain name system for text (TXT, RFC 1035), in which mail's rules are published.

As little of it as is needed: one question to the resolvers of this machine.
"""

import secrets
import socket
import struct
from contextlib import suppress
from pathlib import Path

TIMEOUT = 2  # seconds, for each resolver
PORT = 53
RESOLVERS = Path("/etc/resolv.conf")
LARGEST = 4096  # bytes
TXT, INTERNET, OPTIONS = 16, 1, 41
RECURSIVE, TRUNCATED = 0x0100, 0x0200
NO_SUCH_NAME = 3
MOST_RECORDS = 50


class NoAnswer(Exception):
    """Nobody could be asked, or none has answered in a way that can be read."""


def texts(name):
    """The texts published under a name, a list of str; [] if there are none. Raises NoAnswer."""
    question = _question(name)
    for resolver in resolvers():
        with suppress(OSError, struct.error, IndexError, ValueError):
            return _read(_asked(resolver, question), question)
    raise NoAnswer(name)


def resolvers():
    """(address, port) of those that this machine asks, two at the most."""
    with suppress(OSError):
        lines = RESOLVERS.read_text().splitlines()
        found = [line.split()[1] for line in lines if line.startswith("nameserver ")]
        return [(address, PORT) for address in found[:2]]
    return []


def _question(name):
    try:
        labels = [label.encode("idna") for label in name.rstrip(".").split(".")]
    except UnicodeError:
        raise NoAnswer(name) from None
    if not all(0 < len(label) < 64 for label in labels):
        raise NoAnswer(name)
    head = struct.pack(">6H", secrets.randbits(16), RECURSIVE, 1, 0, 0, 1)
    written = b"".join(bytes([len(label)]) + label for label in labels) + b"\0"
    # The last part tells how large an answer we take by UDP (RFC 6891).
    options = struct.pack(">BHHIH", 0, OPTIONS, LARGEST, 0, 0)
    return head + written + struct.pack(">2H", TXT, INTERNET) + options


def _asked(resolver, question):
    family = socket.AF_INET6 if ":" in resolver[0] else socket.AF_INET
    with socket.socket(family, socket.SOCK_DGRAM) as line:
        line.settimeout(TIMEOUT)
        line.connect(resolver)  # and hears nobody else
        line.send(question)
        answer = line.recv(LARGEST)
    if not struct.unpack_from(">H", answer, 2)[0] & TRUNCATED:
        return answer
    with socket.create_connection(resolver, TIMEOUT) as line, line.makefile("rb") as stream:
        line.sendall(struct.pack(">H", len(question)) + question)
        return stream.read(*struct.unpack(">H", stream.read(2)))


def _read(answer, question):
    number, flags, _, count = struct.unpack_from(">4H", answer)
    if number != struct.unpack_from(">H", question)[0]:
        raise ValueError("an answer to another question")
    if flags & 0xF == NO_SUCH_NAME:
        return []
    if flags & 0xF:
        raise ValueError("the resolver did not find out")
    at = _behind_name(answer, 12) + 4
    found = []
    for _ in range(min(count, MOST_RECORDS)):
        at = _behind_name(answer, at)
        kind, _, _, length = struct.unpack_from(">2HIH", answer, at)
        at += 10
        if kind == TXT:
            found.append(_text(answer[at : at + length]))
        at += length
    return found


def _behind_name(answer, at):
    while length := answer[at]:
        if length >= 0xC0:  # the rest stands elsewhere
            return at + 2
        at += length + 1
    return at + 1


def _text(data):
    """A record is several strings, each behind its length."""
    parts, at = [], 0
    while at < len(data):
        parts.append(data[at + 1 : at + 1 + data[at]])
        at += data[at] + 1
    return b"".join(parts).decode("ascii", "replace")
