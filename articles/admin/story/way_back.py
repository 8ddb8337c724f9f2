"""How a person has narrowed the list of stories down, until the session ends: the way back from a
story leads there.
"""

from urllib.parse import urlencode

from django.contrib.admin.views.main import ORDER_VAR, PAGE_VAR, SEARCH_VAR
from django.urls import reverse

IN_THE_SESSION = "list_of_stories"
KEPT = ("state", "section__id__exact", SEARCH_VAR, ORDER_VAR, PAGE_VAR)
LONGEST = 200  # characters of each
BACK = "back"


def keep(request):
    """Remember the list that is asked for; one that is not narrowed down is remembered as such."""
    asked = {
        name: request.GET[name]
        for name in KEPT
        if request.GET.get(name) and len(request.GET[name]) <= LONGEST
    }
    if asked != request.session.get(IN_THE_SESSION, {}):
        request.session[IN_THE_SESSION] = asked


def way_back():
    """The address that leads to the list as whoever asks has left it: it says no word of theirs."""
    return f"{_address()}?{BACK}=1"


def as_left(request):
    """The address of the list as this person has left it."""
    kept = request.session.get(IN_THE_SESSION)
    return f"{_address()}?{urlencode(kept)}" if kept else _address()


def _address():
    return reverse("admin:articles_story_changelist")
