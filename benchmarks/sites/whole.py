"""A whole site with both proxies that we describe before it, all real, as the tests start it.

What is measured here is asked of three places at once: the site itself, which is its page store,
nginx and Varnish. All of them stand before the same site.
"""

import contextlib
import tempfile
from pathlib import Path

from tests.faults.before_the_site import nginx, varnish
from tests.faults.site import Site, ask, free_port


@contextlib.contextmanager
def whole_site(database, **environment):
    """A Site, whose server and worker nobody has started yet, and who answers: `ask` by place.

    `database` is an empty one (tests.databases.Postgres). Without nginx, or Varnish, on this
    machine there are fewer places.
    """
    with contextlib.ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="harbour-bench-")))
        # PostgreSQL, as another user, has no business there.
        site = Site(database, folder)
        stack.callback(site.stop)
        site.port = free_port()
        site.environment |= {"DEBUG": "off", "SECRET_KEY": "benchmark", "HASH_STATIC_FILES": "off"}
        site.environment["LOG_LEVEL"] = "CRITICAL"  # what fails here is counted
        site.environment |= {"PURGE_KEYS_URLS": "", "ALLOWED_HOSTS": "testserver"} | environment
        places = {"the site": lambda path: ask(site.port, path, is_text=False)[::2]}
        for module, start in ((nginx, with_nginx), (varnish, with_varnish)):
            if module.IS_THERE:
                place, proxy = start(site, folder)
                stack.callback(proxy.stop)
                places[place] = proxy.ask
        yield site, places


def with_nginx(site, folder):
    proxy = nginx.Proxy(made(folder / "nginx"), site.port)
    site.environment["PURGE_URLS"] = f"http://127.0.0.1:{proxy.purge_port}"
    return "nginx", proxy


def with_varnish(site, folder):
    proxy = varnish.Cache(made(folder / "varnish"), site.port)
    site.environment["PURGE_KEYS_URLS"] = f"http://127.0.0.1:{proxy.port}"
    return "Varnish", proxy


def made(folder):
    folder.mkdir()
    return folder
