"""A picture that readers may not have any more is gone from the cache before the site, too."""

import time

import pytest

from .http_cache import http_cache
from .site import ask

pytestmark = pytest.mark.faults


@pytest.fixture
def cache():
    with http_cache() as server:
        yield server


@pytest.mark.thorough
def test_the_pictures_of_a_story_that_is_taken_down_leave_the_cache_with_it(site, cache):
    site.environment |= {"SURROGATE_KEYS": "", "PURGE_KEYS_URLS": ""}
    site.environment["PURGE_URLS"] = f"http://127.0.0.1:{cache.server_port}"
    pk, story, pictures = site.act("publish_with_pictures")
    cache.site_port = site.start_server()
    for address in pictures * 2:
        assert ask(cache.server_port, address, is_text=False)[0] == 200
    assert cache.hits == len(pictures)  # or it would have kept nothing

    site.start_worker()
    site.act("take_down", pk=pk)
    site.wait_until_caches_know(times=2)
    answers = {address: ask(cache.server_port, address)[0] for address in [story, *pictures]}

    assert answers == {story: 410} | dict.fromkeys(pictures, 404)


@pytest.mark.thorough
def test_a_cache_that_nobody_tells_keeps_a_picture_no_longer_than_a_page(site, cache):
    site.environment |= {"PURGE_KEYS_URLS": "", "PAGE_CACHE_SECONDS": "1"}
    pk, _, pictures = site.act("publish_with_pictures")
    cache.site_port = site.start_server()
    assert ask(cache.server_port, pictures[0], is_text=False)[0] == 200
    site.act("take_down", pk=pk)
    time.sleep(1)

    assert ask(cache.server_port, pictures[0], is_text=False)[0] == 404
    assert ask(cache.site_port, pictures[-1])[0] == 404
