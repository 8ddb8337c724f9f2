"""The page store and the proxy call the same links one page."""

import re

from newsroom.page_store.addresses import HUNG_ON
from tooling.places import ROOT


def names(pattern):
    """The parameters in the first group of a regular expression."""
    return set(re.search(r"\(([^()]*\|[^()]*)\)", pattern)[1].split("|"))


def test_what_is_hung_on_a_link_is_the_same_for_the_proxy():
    nginx = (ROOT / "deploy" / "nginx.conf").read_text(encoding="utf-8")
    (theirs,) = re.findall(r'"~\*\^\(&\*(\(utm_.*?\))\(=', nginx)

    assert names(theirs) == names(HUNG_ON.pattern)
    assert "fbclid" in names(theirs)
