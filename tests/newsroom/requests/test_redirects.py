"""Whoever follows a redirect of ours stays on this site."""

import pytest

from newsroom.redirects import LONGEST, is_path_of_this_site


@pytest.mark.parametrize(
    "url", ["/", "/city/12/a-bridge/?page=2#views", "/city/12/الجسر/", "/" + "x" * (LONGEST - 1)]
)
def test_a_path_of_this_site_may_be_followed(url):
    assert is_path_of_this_site(url)


@pytest.mark.parametrize(
    "url",
    ["", "city/", "//evil.test/", "/\\evil.test", "https://evil.test/", "javascript:alert(1)",
     "/\n/evil.test", "/\x00", "///evil.test", "/" + "x" * LONGEST],
)  # fmt: skip
def test_what_a_browser_may_take_for_another_site_may_not(url):
    assert not is_path_of_this_site(url)
