"""Looking for hidden words: whoever asks, in whatever comes back."""

import re
from collections import Counter
from dataclasses import dataclass, field
from urllib.parse import quote, unquote_plus

from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from ..needs import hidden_addresses, public_addresses
from ..people import EVERYBODY, may_see
from .asks import NEVER, NOWHERE
from .counting import QueryCounter, what_caches_hold

# A form's seal and a page's nonce are new in each answer.
NEW_EACH_TIME = re.compile(r'(name="csrfmiddlewaretoken" value=|nonce[-=]"?)["\w+/=-]+')
# What differs in any two answers, or follows from the text.
NOT_COMPARED = ("Content-Length", "Expires")
LOOKED_FOR = re.compile("zq[a-z]{4}q[zw]")
SAME_FOR_BOTH = "the address"
# Others than the anonymous reader ask for each so-many-th address of a route: what it answers
# does not depend on who asks, or does so for all its addresses alike.
SAMPLED_IN_PUBLIC, SAMPLED, IN_A_TRIAL = 10, 12, 5
SAMPLED_BY_ROUTE = {"articles:search": 16, "articles:rendition": 16}
# Each of these addresses lists another kind: one of them says nothing about the next.
ALL_IN_A_TRIAL = {"articles:sitemap-part": 1}


@dataclass
class Answer:
    """What came back, without what is new each time and what the address itself brought along."""

    status: int
    headers: dict
    cookies: tuple
    text: str
    queries: int
    markers: set = field(default_factory=set)
    has_written: bool = False

    def differences(self, other):
        """In what two answers can be told apart, in words."""
        for name in ("status", "cookies", "queries"):
            mine, its = getattr(self, name), getattr(other, name)
            if mine != its:
                yield f"{name} ({mine} and {its})"
        for name in sorted({*self.headers} | {*other.headers}):
            mine, its = self.headers.get(name), other.headers.get(name)
            if mine != its:
                yield f"header {name} ({mine!r} and {its!r})"
        if self.text != other.text:
            yield f"text ({_around_the_difference(self.text, other.text)})"


def _around_the_difference(mine, its):
    pairs = enumerate(zip(mine, its, strict=False))
    place = next((n for n, pair in pairs if len({*pair}) > 1), min(len(mine), len(its)))
    start = max(place - 40, 0)
    return f"{mine[start : place + 60]!r} and {its[start : place + 60]!r}"


class Sample:
    """Each so-many-th of a route's addresses, the first among them; another one for each role."""

    def __init__(self, role, every, by_route=()):
        self.every, self.by_route = every, dict(by_route or ())
        self.start, self.seen = EVERYBODY.index(role), Counter()

    def takes(self, name):
        every, number = self.by_route.get(name, self.every), self.seen[name]
        self.seen[name] += 1
        return number == 0 or (number + self.start) % every == 0


class Onlooker:
    """One person who asks for address after address, and notes what should not have come.

    With `heads_only` it asks for what stands above each answer (HEAD), as link checkers do.
    """

    def __init__(self, paper, role, *, heads_only=False):
        self.paper, self.role, self.heads_only = paper, role, heads_only
        self.findings = []
        self.client = Client(raise_request_exception=False)
        if person := paper.people[role]:
            self.client.force_login(person)
        self._twins = {}
        # The first answers of their kind ask more.
        for path in (f"/{NOWHERE}/", reverse("articles:read", args=[NEVER])):
            self.ask(path)

    def ask(self, path, data=None, *, twin=None):
        """The answer to an address; what differs from `twin` in the path is taken out."""
        queries = QueryCounter()
        with connection.execute_wrapper(queries):
            if data is None:
                answer = self.client.head(path) if self.heads_only else self.client.get(path)
            else:
                answer = self.client.post(path, data)
            text = b"".join(answer) if answer.streaming else answer.content
        # What was said in passing must not wait for the next page.
        self.client.cookies.pop("messages", None)
        headers = {name: value for name, value in answer.items() if name not in NOT_COMPARED}
        text = text.decode(answer.charset or "utf-8", "replace")
        markers = self.paper.markers.found_in(f"{text} {headers}")
        markers -= self.paper.markers.found_in(unquote_plus(path))
        if looked_for := LOOKED_FOR.findall(unquote_plus(path)):
            headers.pop("ETag", None)
        return Answer(
            status=answer.status_code,
            headers={
                name: _anonymous(value, path, twin if name == "Location" else None, looked_for)
                for name, value in headers.items()
            },
            cookies=tuple(sorted(answer.cookies)),
            text=_anonymous(NEW_EACH_TIME.sub("", text), path, None, looked_for),
            queries=queries.count,
            markers=markers,
            has_written=queries.has_written,
        )

    def read(self, name, path, data=None, *, twin=None):
        """The answer to an address, after noting what it should not tell."""
        answer = self.ask(path, data, twin=twin)
        self.note_leaks(name, f"{path} ({answer.status})", answer.markers)
        if answer.status >= 500:
            self.note(name, path, f"answers {answer.status}")
        return answer

    def look(self, names=None, every=None):
        """At all that readers may ask for, or at the routes of these names; for a trial only at
        some addresses, and of hidden things at each so-many-th."""
        is_anonymous = self.role == "anonymous"
        in_public = 1 if is_anonymous else SAMPLED_IN_PUBLIC
        asked = Sample(self.role, IN_A_TRIAL if every else in_public, every and ALL_IN_A_TRIAL)
        for name, path in public_addresses(self.paper, names):
            if not asked.takes(name):
                continue
            answer = self.read(name, path)
            for difference in self._since_before(path, answer):
                self.note(name, path, f"is not what it was before: {difference}")
        by_route = {} if every or is_anonymous else SAMPLED_BY_ROUTE
        asked = Sample(self.role, every or (1 if is_anonymous else SAMPLED), by_route)
        for ask in hidden_addresses(self.paper, names):
            if asked.takes(ask.name):
                self.look_at(ask)
        for word in self.paper.markers.found_in(what_caches_hold()):
            self.note("the cache", "", f"holds {self.paper.markers.meaning[word]}")
        return self.findings

    def _since_before(self, path, answer):
        """How a public answer has changed since nothing hidden was there, in words."""
        before = self.paper.before.get(path)
        if self.role != "anonymous" or before is None:
            return
        if self.heads_only:
            if answer.status != before.status:
                yield f"status ({answer.status} for its head alone)"
        elif timezone.localdate() == self.paper.day:  # or another date stands above each page
            yield from before.differences(answer)

    def look_at(self, ask, *, may_know=None):
        """At one address of something hidden, and whether it is told from what never was."""
        answer = self.read(ask.name, ask.path, ask.data, twin=ask.twin)
        if ask.data is not None and answer.has_written:
            self.note(ask.name, ask.path, "takes a form about something hidden")
        if may_know is None:
            may_know = bool(ask.about) and may_see(self.role, *ask.about)
        if ask.twin is None or may_know:
            return
        for difference in answer.differences(self._twin(ask)):
            self.note(ask.name, ask.path, f"is told from {ask.twin} by its {difference}")
        policy = answer.headers.get("Cache-Control", "")
        if answer.status != 200 and re.search("public|s-maxage", policy):
            self.note(ask.name, ask.path, "may be kept by a shared cache")

    def _twin(self, ask):
        key = ask.twin, ask.data is not None, ask.path.count("/")
        if key not in self._twins:
            self._twins[key] = self.ask(ask.twin, ask.data, twin=ask.path)
        return self._twins[key]

    def note(self, name, path, what):
        self.findings.append(f"{self.role}: {name} {path} {what}")

    def note_leaks(self, name, where, markers):
        """Note those of the markers that this person should not have got to see."""
        meaning = (self.paper.markers.meaning[word] for word in markers)
        leaks = {f"{state}: {field}" for state, field in meaning
                if not may_see(self.role, state, field)}  # fmt: skip
        if leaks:
            self.note(name, where, f"tells of {sorted(leaks)}")


def _anonymous(text, path, twin, looked_for):
    """The text without the address that was asked for, or the part of it that is the twin's."""
    for written in (path, quote(path)):
        if len(path) > 3:
            text = text.replace(written, SAME_FOR_BOTH)
    for part, other in zip(path.split("/"), (twin or "").split("/"), strict=False):
        if twin and part and part != other:
            text = text.replace(part, "…")
    for number, word in enumerate(looked_for):
        text = text.replace(word, f"word-{number}")
    return text


def remember(paper):
    """Keep what readers get before anything hidden is planted."""
    onlooker, paper.day = Onlooker(paper, "anonymous"), timezone.localdate()
    for _, path in public_addresses(paper):
        paper.before[path] = onlooker.ask(path)


def findings(paper, role="anonymous", names=None, every=None):
    """What this person gets to know of anything hidden, in words; an empty list if nothing."""
    return Onlooker(paper, role).look(names, every)
