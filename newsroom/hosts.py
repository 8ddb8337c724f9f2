"""What is a host, and what the origin of a site. Only the standard library of Python 3.8."""

import re
from ipaddress import ip_address
from urllib.parse import urlsplit

HOST_NAME = re.compile(r"[A-Za-z0-9_]([A-Za-z0-9_.-]*[A-Za-z0-9_])?")

DOMAIN = re.compile(r"[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)+")


def is_origin(value):
    try:
        parts = urlsplit(value)
        port = parts.port
    except ValueError:
        return False
    shown = f"[{parts.hostname}]" if ":" in (parts.hostname or "") else parts.hostname
    host = parts.netloc if port is None else parts.netloc.rpartition(":")[0]
    return (
        parts.scheme in ("http", "https")
        and port != 0
        and bool(shown)
        and host.lower() == shown
        and is_host(shown)
        and not (parts.path or parts.query or parts.fragment or value.endswith(("?", "#")))
    )


def is_host(value):
    """Whether this is a host's name or an address, IPv6 in brackets."""
    if value.startswith("[") and value.endswith("]"):
        try:
            return ip_address(value[1:-1]).version == 6
        except ValueError:
            return False
    return len(value) < 254 and bool(HOST_NAME.fullmatch(value))


def is_domain(value):
    """Whether this is a name with a dot in it, in small ASCII letters (RFC 1035)."""
    return len(value) < 254 and bool(DOMAIN.fullmatch(value))
