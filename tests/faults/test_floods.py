"""Whoever floods the log-in holds few threads of the web server, and readers have the rest."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor, as_completed
from itertools import islice

import pytest

from .site import ask

pytestmark = pytest.mark.faults
VISITORS = 12
THREADS = 4


@pytest.mark.thorough
@pytest.mark.parametrize("at_once", [1, 2])
def test_a_flood_of_log_ins_keeps_no_reader_waiting(site, tmp_path, at_once):
    site.environment |= {"HASHES": str(tmp_path), "PASSWORDS_AT_ONCE": str(at_once)}
    port = site.start_server(
        threads=THREADS, application="tests.faults.blocked_hashing:application"
    )

    def log_in(number):
        fields = {"login": f"reader{number}@example.org", "password": "a guess"}
        return ask(port, "/accounts/login/", fields=fields)[0]

    with ThreadPoolExecutor(VISITORS) as visitors:
        answers = [visitors.submit(log_in, number) for number in range(VISITORS)]
        try:
            # All but those at work: some at once, some after they have waited a little.
            refused = [
                answer.result() for answer in islice(as_completed(answers, 60), VISITORS - at_once)
            ]
            hashed = (tmp_path / "begun").read_text().count("one")
            readers = [ask(port, path)[0] for path in ("/", "/archive/", "/search/?q=a", "/text/")]
        finally:
            (tmp_path / "go").touch()

    assert refused == [503] * (VISITORS - at_once)
    assert hashed == at_once
    assert readers == [200] * 4
    assert Counter(answer.result() for answer in answers) == {
        503: VISITORS - at_once,
        422: at_once,
    }
