"""The two programs that may stand in front of the site, for tests that ask both the same."""

import pytest

from . import nginx, varnish

FRONTS = [
    pytest.param(
        nginx.Proxy,
        id="nginx",
        marks=pytest.mark.skipif(
            not nginx.IS_THERE,
            reason="nginx or its module libnginx-mod-http-cache-purge is not installed",
        ),
    ),
    pytest.param(
        varnish.Cache,
        id="varnish",
        marks=pytest.mark.skipif(
            not varnish.IS_THERE,
            reason="varnish, its module xkey (varnish-modules) or a C compiler is not installed",
        ),
    ),
]
