"""No journey depends on how fast a page comes: what it looks for is waited for."""

import re
from pathlib import Path

JOURNEYS = Path(__file__).parent
# These look once. After a click the next page may only have begun; `expect` of Playwright waits.
ONCE = r"assert .*\.(is_visible|is_hidden|is_checked|is_enabled|is_disabled)\(\)"
COUNTED = r"assert .*(locator|get_by_\w+)\(.*\.count\(\)( ==|$)"


def test_what_is_looked_for_is_waited_for():
    looked_once = [
        f"{path.relative_to(JOURNEYS)}: {line.strip()}"
        for path in JOURNEYS.rglob("test_*.py")
        for line in path.read_text().splitlines()
        if re.search(f"{ONCE}|{COUNTED}", line)
    ]

    assert looked_once == []
