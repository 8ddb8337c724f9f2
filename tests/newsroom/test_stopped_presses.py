import base64
import hashlib
import re

from django.test import RequestFactory
from django.urls import path

from newsroom.errors import server_error


def test_a_fault_gets_a_page_that_needs_nothing(django_db_blocker):
    with django_db_blocker.block():
        response = server_error(RequestFactory().get("/"))

    assert response.status_code == 500
    assert "Our presses have stopped for a moment" in response.text
    assert "{{" not in response.text
    assert not re.findall(r"<(?:script|link|img)\b", response.text)


def test_its_policy_names_exactly_the_style_it_carries():
    response = server_error(RequestFactory().get("/"))
    styles = re.findall("<style>(.*?)</style>", response.text, re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(styles[0].encode()).digest()).decode()

    assert len(styles) == 1
    assert f"style-src 'sha256-{digest}'" in response["Content-Security-Policy"]
    assert "style=" not in response.text


def broken(request):
    raise RuntimeError("The ink is out.")


urlpatterns = [path("broken/", broken)]
handler500 = server_error


def test_the_policy_of_the_page_survives_on_its_way_out(client, settings):
    client.raise_request_exception = False
    settings.ROOT_URLCONF = __name__
    response = client.get("/broken/")

    assert response.status_code == 500
    assert "style-src 'sha256-" in response["Content-Security-Policy"]
    assert response["Permissions-Policy"]
