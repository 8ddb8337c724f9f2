"""Ports for servers that a test starts."""

import random
import socket
from contextlib import suppress

# Below what systems lend to whoever connects (from 32768 on with Linux, else from 49152, RFC 6335):
# such a number may be gone before the server that was told it has begun.
LOWEST, HIGHEST = 15_000, 32_000


def free_port():
    """A port of this machine on which nobody listens."""
    for _ in range(100):
        port = random.SystemRandom().randint(LOWEST, HIGHEST)
        with suppress(OSError), socket.create_server(("127.0.0.1", port)):
            return port
    raise AssertionError("No port is free.")
