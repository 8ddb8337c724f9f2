"""Where a redirect may lead (no open redirect)."""

import unicodedata

from django.utils.http import url_has_allowed_host_and_scheme

LONGEST = 2000  # characters; Django redirects to no address of more than 2,048


def is_path_of_this_site(url):
    """Whether `url`, as a visitor sent it, is a path here, whatever a browser may read into it."""
    return (
        url.startswith("/")
        and len(url) <= LONGEST
        and not any(unicodedata.category(character) == "Cc" for character in url)
        and url_has_allowed_host_and_scheme(url, allowed_hosts=None)
    )
