"""What two web processes do together is seen from outside: in their log, and by Prometheus."""

import json
import re

import pytest

from tests.faults.site import ask

pytestmark = [pytest.mark.faults, pytest.mark.looks]

SECRET = "/accounts/password/reset/key/2-a1b2c3/"


def figures(port):
    """What Prometheus reads: numbers by name and labels."""
    status, _, page = ask(port, "/metrics")
    assert status == 200
    found = re.findall(r"^(harbour_\S+) (\S+)$", page, re.M)
    return {name: float(value) for name, value in found}


def test_requests_are_lines_of_json_and_counted_for_all_processes_together(site, tmp_path):
    site.environment |= {"LOG_FORMAT": "json", "LOG_LEVEL": "INFO", "METRICS": "on"}
    site.environment["METRICS_FROM"] = "127.0.0.1"
    log = tmp_path / "log"
    with log.open("w") as stderr:
        port = site.start_server(workers=2, stderr=stderr)
        for _ in range(20):
            ask(port, "/search/")
        ask(port, SECRET)
        counted = figures(port)
        # Another connection may reach the other process, which says the same.
        assert figures(port)['harbour_requests_total{route="articles:search",status="200"}'] == 20

    assert counted['harbour_request_seconds_count{route="articles:search"}'] == 20
    assert counted['harbour_queries_total{route="articles:search"}'] > 0
    assert counted["harbour_database_up"] == 1
    assert counted['harbour_tasks{queue="slow",state="waiting"}'] == 0
    assert counted['harbour_disk_free_bytes{folder="VAR_DIR"}'] > 0

    text = log.read_text()
    lines = [json.loads(line) for line in text.splitlines() if line.startswith("{")]
    asked = [line for line in lines if line["logger"] == "newsroom.requests"]
    searches = [line for line in asked if line["path"] == "/search/"]
    assert len(searches) == 20
    assert len({line["request"] for line in searches}) == 20
    for line in searches:
        assert (line["method"], line["status"], line["route"]) == ("GET", 200, "articles:search")
        assert line["bytes"] > 1000
        assert line["ms"] > line["queries_ms"] >= 0
    assert "a1b2c3" not in text
    assert [line["path"] for line in asked if "password" in line["path"]] == [
        "/accounts/password/reset/key/***"
    ]


@pytest.mark.thorough
@pytest.mark.parametrize(
    ("metrics", "allowed"), [("off", "127.0.0.0/8"), ("on", "192.0.2.0/24,2001:db8::/32")]
)
def test_nobody_hears_of_figures_that_are_not_for_them(site, metrics, allowed):
    site.environment |= {"METRICS": metrics, "METRICS_FROM": allowed}
    port = site.start_server()

    assert ask(port, "/metrics")[0] == 404
