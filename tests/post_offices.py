"""A real mail server for tests, and a resolver that publishes what a test says."""

import socket
import struct
import threading
from contextlib import contextmanager, suppress
from email import message_from_bytes, policy

from tests.ports import free_port


class PostOffice:
    """`letters` is what it has taken, in order, and `receivers` to whom each goes.

    With `refuses` ("550 5.7.1 …") it says that to every letter.
    """

    def __init__(self):
        self.letters, self.receivers, self.refuses = [], [], ""

    async def handle_DATA(self, server, session, envelope):  # noqa: N802 aiosmtpd's name
        if self.refuses:
            return self.refuses
        self.letters.append(message_from_bytes(envelope.content, policy=policy.default))
        self.receivers.append(envelope.rcpt_tos)
        return "250 OK"


@contextmanager
def opened(settings, **options):
    """Letters go to the PostOffice that is given; `options` are aiosmtpd's."""
    from aiosmtpd.controller import Controller

    office = PostOffice()
    port = free_port()
    controller = Controller(office, hostname="127.0.0.1", port=port, **options)
    controller.start()
    settings.MAILERS = to("127.0.0.1", port)
    try:
        yield office
    finally:
        controller.stop()


def to(host, port, **options):
    """settings.MAILERS for a server."""
    options = {"host": host, "port": port, "timeout": 30} | options
    return {
        "default": {"BACKEND": "django.core.mail.backends.smtp.EmailBackend", "OPTIONS": options}
    }


@contextmanager
def publishing(monkeypatch, records, *, by_tcp=False):
    """The domain name system has these texts ({name: [text, …]}) and no others.

    `by_tcp` has it say first that the answer is too long for UDP.
    """
    from newsroom.letter_box import names

    here = "127.0.0.1", free_port()
    stream, line = socket.create_server(here), socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    with stream, line:
        line.bind(here)
        monkeypatch.setattr(names, "resolvers", lambda: [here])
        answering = [
            threading.Thread(target=_by_udp, args=(line, records, by_tcp), daemon=True),
            threading.Thread(target=_by_tcp, args=(stream, records), daemon=True),
        ]
        for thread in answering:
            thread.start()
        yield here
        for each in (line, stream):
            with suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)


def _by_udp(line, records, is_cut):
    with suppress(OSError):
        while True:
            question, asker = line.recvfrom(4096)
            if question:
                line.sendto(_answer(question, {} if is_cut else records, is_cut), asker)


def _by_tcp(stream, records):
    with suppress(OSError, struct.error):
        while True:
            line, _ = stream.accept()
            with line:
                answer = _answer(line.recv(4096)[2:], records)
                line.sendall(struct.pack(">H", len(answer)) + answer)


def _answer(question, records, is_cut=False):
    name, at = [], 12
    while length := question[at]:
        name.append(question[at + 1 : at + 1 + length].decode())
        at += length + 1
    texts = records.get(".".join(name))
    flags = 0x8180 | (0x0200 if is_cut else 0) | (3 if texts is None and not is_cut else 0)
    answers = b"".join(map(_record, texts or []))
    head = question[:2] + struct.pack(">5H", flags, 1, len(texts or []), 0, 0)
    return head + question[12 : at + 5] + answers


def _record(text):
    # As providers publish long ones: in strings of at most 255, the name as a pointer.
    parts = [text[n : n + 255].encode() for n in range(0, len(text), 255)] or [b""]
    data = b"".join(bytes([len(part)]) + part for part in parts)
    return b"\xc0\x0c" + struct.pack(">2HIH", 16, 1, 60, len(data)) + data
