"""Files that lie among the static ones and are for no browser."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.http import HttpResponse
from django.test import RequestFactory

from newsroom.static_files import StaticFilesMiddleware, is_served

HIDDEN = ["/static/staticfiles.json", "/static/staticfiles.json.gz", "/static/js/desk/form.js.map",
          "/static/js/form.1a2b3c4d.js.map", "/static/css/main.css.MAP", "/static/js/a.map.br",
          "/static/vendor/staticfiles.json"]  # fmt: skip
SERVED = ["/static/js/form.js", "/static/css/map.css", "/static/img/map.svg", "/static/x.mapping",
          "/static/js/map.js", "/static/map/roads.js", "/static/my-staticfiles.json"]  # fmt: skip


@pytest.fixture(params=[False, True], ids=["production", "debug"])
def asked(request, settings, tmp_path):
    """What the middleware says of a path, with a file at each of these."""
    settings.STATIC_ROOT, settings.DEBUG = tmp_path, request.param
    for path in HIDDEN + SERVED:
        file = tmp_path / path.removeprefix("/static/")
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("secret")
    middleware = StaticFilesMiddleware(lambda request: HttpResponse(status=404))
    # HEAD, so that no file stays open.
    return lambda path: middleware(RequestFactory().head(path)).status_code


def test_nobody_reads_the_list_of_files_or_the_way_back_to_the_source(asked):
    assert {path: asked(path) for path in HIDDEN} == dict.fromkeys(HIDDEN, 404)


def test_whatever_else_lies_there_is_served(asked):
    assert {path: asked(path) for path in SERVED} == dict.fromkeys(SERVED, 200)


def test_the_server_before_the_site_refuses_the_same():
    text = (Path(settings.BASE_DIR) / "deploy" / "nginx.conf").read_text()
    rule = re.compile(re.search(r"location ~\* (\S+) { return 404; }", text)[1], re.IGNORECASE)
    for path in HIDDEN + SERVED:
        assert (rule.search(path) is None) == is_served(path), path


def test_the_site_serves_by_it():
    assert f"{StaticFilesMiddleware.__module__}.StaticFilesMiddleware" in settings.MIDDLEWARE
