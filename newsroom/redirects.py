"""Where a redirect may lead (no open redirect), and redirects that last."""

import unicodedata
from urllib.parse import quote, unquote_plus

from django.http import HttpResponsePermanentRedirect
from django.utils.http import escape_leading_slashes, url_has_allowed_host_and_scheme

LONGEST = 2000  # characters; Django redirects to no address of more than 2,048
# What may stand in a query as it is (RFC 3986), with "%" for what is encoded already.
PLAIN_IN_QUERIES = "/?:@!$&'()*+,;=-._~%[]"


def is_path_of_this_site(url):
    """Whether `url`, as a visitor sent it, is a path here, whatever a browser may read into it."""
    return (
        url.startswith("/")
        and len(url) <= LONGEST
        and not any(unicodedata.category(character) == "Cc" for character in url)
        and url_has_allowed_host_and_scheme(url, allowed_hosts=None)
    )


def permanent(request, address, *, without=frozenset()):
    """301 to a path of this site, which keeps the query that the visitor came with.

    `address` is a path as `reverse` makes it, without a query; `without` names parameters that
    the new address says itself. No query is too long: newsroom.requests has refused those that are.
    """
    if query := _query(request, without):
        address = f"{address}?{query}"
    return HttpResponsePermanentRedirect(escape_leading_slashes(address), max_length=None)


def _query(request, without):
    """The query as it came, with whatever a header cannot carry percent-encoded."""
    query = request.META.get("QUERY_STRING", "")
    parts = [part for part in query.split("&") if unquote_plus(_name(part)) not in without]
    # WSGI hands on each byte as one character (PEP 3333).
    return quote("&".join(parts).encode("latin-1", "replace"), safe=PLAIN_IN_QUERIES)


def _name(parameter):
    return parameter.partition("=")[0]
