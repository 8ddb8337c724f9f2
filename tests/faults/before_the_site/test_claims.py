"""What a visitor claims about where they come from, in headers that only a proxy of ours writes."""

import itertools
from urllib.parse import urlencode

import pytest

from tests.faults.site import TOKEN, ask

from . import nginx, varnish
from .fronts import FRONTS

pytestmark = pytest.mark.faults
RESET, TIMES = "/accounts/password/reset/", 20  # so many an hour and network
# The site's server takes an underscore for a hyphen, as all of its kind do.
CLAIMS = [
    ("X-Forwarded-For",),
    ("X_Forwarded_For",),
    ("X-Forwarded_For",),
    ("X_Forwarded-For",),
    ("Forwarded",),
    ("X-Real_IP", "X_Real_IP", "True-Client-IP", "Client-IP"),
]


@pytest.mark.parametrize("kind", FRONTS)
def test_who_claims_another_address_each_time_is_counted_as_one(site, tmp_path, kind):
    site.environment["TRUSTED_PROXIES"] = "1"
    (tmp_path / "front").mkdir()
    # Its own count of log-ins, which this is not about, is out of the way.
    options = {"log_ins": "1000r/s"} if kind is nginx.Proxy else {}
    front = kind(tmp_path / "front", site.start_server(), **options)
    numbers = itertools.count(1)

    def send(*names):
        number = next(numbers)
        claims = dict.fromkeys(names, f"198.51.100.{number}")
        return answer_to(front, {"email": f"reader{number}@example.org"}, claims)

    first = [send(*CLAIMS[number % len(CLAIMS)])[0] for number in range(TIMES)]
    then = [send(*names) for names in CLAIMS]
    front.stop()

    assert first == [302] * TIMES
    assert [status for status, _ in then] == [429] * len(CLAIMS)
    assert all(0 < int(headers["retry-after"]) <= 3600 for _, headers in then)


@pytest.mark.parametrize("kind", FRONTS)
def test_who_claims_that_a_connection_is_another_is_not_believed(site, tmp_path, kind):
    """Encrypted it is, whatever is said; believed, the site would lead to itself for ever."""
    site.environment |= {"SITE_URL": "https://testserver", "TRUSTED_PROXIES": "1"}
    (tmp_path / "front").mkdir()
    port = site.start_server()
    front = kind(tmp_path / "front", port)
    names = ("X-Forwarded-Proto", "X_Forwarded_Proto", "X-Forwarded_Proto", "X_Forwarded-Proto")
    said = [front.answer("/search/?q=a", **{name: "http"})[0] for name in names]
    front.stop()

    assert said == [200] * len(names)
    assert ask(port, "/search/?q=a")[0] == 301, "it is the header that counts"


def answer_to(front, fields, claims):
    """Status and headers of what is said to a form that is sent with these headers."""
    body = urlencode(fields | {"csrfmiddlewaretoken": TOKEN})
    headers = {"Content-Type": "application/x-www-form-urlencoded", "Content-Length": len(body)}
    headers |= {"Cookie": f"csrftoken={TOKEN}"} | claims
    if isinstance(front, varnish.Cache):
        headers["X-Real-IP"] = "192.0.2.1"  # from what ends TLS before it
    asked = nginx.request(RESET, method="POST", **headers) + body.encode()
    status, said, _ = nginx.read(front.say(asked))
    return status, said
