"""What browsers report that a policy has kept them from; and what anybody may send there."""

import json

import pytest

from newsroom import reports

ADDRESS = "/security-reports/"
OLD = {
    "csp-report": {
        "document-uri": "http://testserver/accounts/password/reset/key/1-geheim/?next=/x",
        "effective-directive": "script-src-elem",
        "blocked-uri": "https://evil.example/steal.js?cookie=geheim",
    }
}
NEW = [
    {"type": "deprecation", "body": {}},
    {
        "type": "csp-violation",
        "body": {
            "documentURL": "http://testserver/city/",
            "effectiveDirective": "style-src-attr",
            "blockedURL": "inline",
        },
    },
]


def send(client, sent, content_type="application/reports+json", **headers):
    text = sent if isinstance(sent, (str, bytes)) else json.dumps(sent)
    return client.post(ADDRESS, text, content_type=content_type, **headers)


@pytest.mark.parametrize(
    ("sent", "content_type", "words"),
    [
        (OLD, "application/csp-report",
         "script-src-elem from https://evil.example on /accounts/password/reset/key/***"),
        (NEW, "application/reports+json", "style-src-attr from inline on /city/"),
    ],
)  # fmt: skip
def test_a_report_is_a_line_of_the_log_without_what_is_secret(
    client, caplog, sent, content_type, words
):
    assert send(client, sent, content_type).status_code == 204

    (line,) = [each.message for each in caplog.records if each.name == "newsroom.reports"]
    assert words in line
    assert "geheim" not in line


@pytest.mark.parametrize(
    "sent",
    [" ", "{", "null", "7", '{"a": 1}', "[1]", '["x"]', '[{"type": "csp-violation"}]', "[" * 9000,
     '{"csp-report": 7}', b"\xff\xfe", '{"csp-report": {"document-uri": "http://[::"}}'],
)  # fmt: skip
def test_what_is_no_report_is_refused_and_breaks_nothing(client, caplog, sent):
    assert send(client, sent).status_code == 400
    assert not [each for each in caplog.records if each.name == "newsroom.reports"]


def test_a_line_of_a_report_makes_no_second_line_of_the_log(client, caplog):
    body = {
        "effectiveDirective": "img-src\nERROR root all is lost\x1b[31m",
        "blockedURL": "x" * 999,
    }
    send(client, [{"type": "csp-violation", "body": body}])

    (line,) = [each.message for each in caplog.records if each.name == "newsroom.reports"]
    assert "\n" not in line
    assert "\x1b" not in line
    assert len(line) < 600


def test_it_takes_little_and_seldom(client):
    assert send(client, "[" + " " * reports.LONGEST + "]").status_code == 413
    assert send(client, "a=b", "application/x-www-form-urlencoded").status_code == 415
    assert client.get(ADDRESS).status_code == 405

    answers = [send(client, []) for _ in range(reports.TIMES + 1)]
    assert [answer.status_code for answer in answers[-2:]] == [204, 429]
    assert int(answers[-1]["Retry-After"]) > 0


@pytest.mark.django_db
def test_every_page_tells_browsers_where_to_report(client):
    response = client.get("/accounts/login/")

    assert response["Reporting-Endpoints"] == f'policy="{ADDRESS}"'
    assert "report-to policy" in response["Content-Security-Policy"]
    assert f"report-uri {ADDRESS}" in response["Content-Security-Policy"]
