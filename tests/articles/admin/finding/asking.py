"""What the desk finds, as the dialog asks for it."""

from django.urls import reverse


def answer(client, q="", **more):
    query = {"q": q} | more
    return client.get(reverse("desk-find"), query, headers={"Accept": "application/json"})


def found(client, q="", **more):
    """The lines that were found, each a dict."""
    response = answer(client, q, **more)
    assert response.status_code == 200
    return response.json()["found"]


def names(client, q="", **more):
    return [one["name"] for one in found(client, q, **more)]


def to_link(client, q):
    """Those that a link can lead to."""
    return found(client, q, **{"for": "link"})
