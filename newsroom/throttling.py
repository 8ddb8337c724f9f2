"""Rate limits ("five in ten minutes"), counted in the shared cache by fixed windows."""

import ipaddress
import time

from django.conf import settings
from django.core.cache import cache

IPV6_NETWORK = 64  # bits; the rest one subscriber chooses as they like


def visitor_address(request):
    """The IP address of whoever asks, as text, as far as it can be trusted.

    Of IPv6 the network, "2001:db8:0:1::", because nobody has fewer addresses than that.
    """
    return _network(address_of(request))


def address_of(request):
    """The address itself, as it was told to us.

    With TRUSTED_PROXIES = n, the n-th entry from the right of X-Forwarded-For: what our own
    proxies wrote. Everything further left is the client's claim.
    """
    if settings.TRUSTED_PROXIES:
        hops = [hop.strip() for hop in request.headers.get("X-Forwarded-For", "").split(",")]
        if len(hops) >= settings.TRUSTED_PROXIES and hops[-settings.TRUSTED_PROXIES]:
            return hops[-settings.TRUSTED_PROXIES]
    return request.META.get("REMOTE_ADDR", "")


def _network(address):
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return address
    if parsed.version == 4:
        return str(parsed)
    if parsed.ipv4_mapped:  # a server that listens to both: these networks would be all the same
        return str(parsed.ipv4_mapped)
    return str(ipaddress.ip_network((int(parsed), IPV6_NETWORK), strict=False).network_address)


def seconds_to_wait(what, who, *, times, seconds):
    """Count one try of `what` by `who`; return 0, or the seconds to wait if it was one too many.

    At most `times` tries in each window of `seconds`. `what` and `who` are parts of a cache key.
    Safe with several processes when the cache is shared.
    """
    now = int(time.time())
    window, left = now // seconds, seconds - now % seconds
    key = f"throttle:{what}:{who}:{window}"
    cache.add(key, 0, timeout=seconds)
    try:
        tries = cache.incr(key)
    except ValueError:  # expired between the two calls
        cache.set(key, 1, timeout=seconds)
        tries = 1
    return left if tries > times else 0
