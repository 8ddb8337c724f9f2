"""Looking at every page of the desk, and sending a form to every address of it."""

from django.contrib.auth import SESSION_KEY

from articles.comments.models import Comment
from articles.models import Story

from ..people import STRANGERS
from . import desk
from .counting import contents
from .looking import Onlooker

# What a form or an action of the desk may want.
TYPED = {
    "post": "yes",
    "action": "publish",
    "reason": "Tried.",
    "note": "Tried.",
    "text": "Tried.",
    "version": "1",
    "at_0": "2031-01-01",
    "at_1": "06:00",
}
# It ends the session, and nothing could be tried after it.
LEFT_ALONE = ("admin:logout",)
# Of the addresses about stories each so-many-th is asked by these, and the next route's begin with
# the next story. Another reporter, to whom each is somebody else's, asks all.
EACH_STORY = {"moderator": 4, "reporter": 2, "editor of another section": 2, "chief editor": 4}
EACH_ROW_PRESSED = 3


def look_at_the_desk(paper, role, among=None, every=1):
    """At every route of the desk, with the number of everything that is hidden.

    `among` narrows the routes down to tables: it gets the model, and None for the others; `every`
    takes a so-many-th of the addresses of each route.
    """
    onlooker = Onlooker(paper, role)
    for _, asks in _asks(paper, role, among, every):
        for ask in asks:
            onlooker.look_at(ask, may_know=False if role in STRANGERS else None)
    return onlooker.findings


def press_everything(paper, role, among=None):
    """Send a form to the routes of the desk; nothing may change."""
    onlooker = Onlooker(paper, role)
    before, writers = contents(), []
    for route, asks in _asks(paper, role, among):
        plain = [ask for ask in asks if "?" not in ask.path]
        for ask in plain[:: 1 if stories(desk.model_of(route)) else EACH_ROW_PRESSED]:
            if onlooker.read(ask.name, ask.path, TYPED).has_written:
                writers.append(ask.path)
    after = contents()
    if changed := [table for table in before if before[table] != after[table]]:
        onlooker.note("", f"{changed}", f"was changed by one of {writers}")
    if paper.people[role] and SESSION_KEY not in onlooker.client.session:
        onlooker.note("", "", "was logged out on the way, and pressed nothing after that")
    return onlooker.findings


def _asks(paper, role, among, every=1):
    """(route, what is asked there)."""
    for number, route in enumerate(desk.routes()):
        model = desk.model_of(route)
        if route.name in LEFT_ALONE or not (among is None or among(model)):
            continue
        each = every * (EACH_STORY.get(role, 1) if stories(model) else 1)
        asks = list(desk.asks(paper, route))
        yield route, asks[number % min(each, len(asks) or 1) :: each]


def stories(model):
    return model is Story


def all_but_comments(model):
    return model is not Comment
