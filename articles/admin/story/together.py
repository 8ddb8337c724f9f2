"""Two people have changed one story: when the second saves, what both changed comes together.

What only one has changed is taken from whoever changed it. Where both changed the same, the form
comes back and asks (`Question`), once for each place; the answers come with the form that is sent
then. Nothing is kept meanwhile: three texts always ask the same (articles.body.merging).
"""

import json
from dataclasses import dataclass
from datetime import UTC, datetime

from django.db.models import Model, QuerySet
from django.utils.html import escape

from articles import body
from articles.body.comparing import compare_bodies, compare_lines
from articles.body.merging import (
    BOTH,
    MINE,
    THEIRS,
    Conflict,
    conflicts,
    merge,
    merge_value,
    resolved,
)
from newsroom import moments

from .history import embedded_in

OPENED_WITH = "opened_with"  # the hidden field: the story's own fields as the form was opened
BYLINES = "bylines"  # in it: authors by the number of their row
LONGEST_OPENED_WITH = 20_000  # characters
# The story's own fields, of which there are no versions.
OWN = (
    *("section", "slug", "kind", "prominence", "language", "topics", "comments_open"),
    *("live_label_until", "sponsor", "sensitive"),
)
LINES = ("kicker", "headline", "standfirst", "dateline", "lead_caption")


@dataclass(frozen=True)
class Question:
    """One place that both have changed. `mine` and `theirs` are HTML: what each made of it."""

    label: str
    name: str  # of the field that answers
    mine: str
    theirs: str
    answer: str = ""
    may_be_both: bool = False


def as_opened(form):
    """The story's own fields and bylines as `form` is opened with them, for its hidden field."""
    fields = {name: _plain(form.initial.get(name)) for name in OWN}
    bylines = {row.pk: row.author_id for row in form.instance.bylines.all()}
    return json.dumps(fields | {BYLINES: bylines})


def opened_with(sent):
    """What came back of `as_opened`, a dict; {} for anything else.

    Whoever forges it deceives themselves.
    """
    try:
        opened = json.loads(sent or "{}")
    except (ValueError, RecursionError):
        return {}
    return opened if isinstance(opened, dict) else {}


class Together:
    """Puts what a newer version changed into the `cleaned_data` of a form that was sent.

    `questions` are about what both changed; `is_settled` if the form answers all of them. Raises
    ValueError where both halves are more than a story may be.
    """

    def __init__(self, form, latest, base):
        """`base` is the version that the form was opened with; None if that is not known."""
        self.form, self.latest, self.base, self.questions = form, latest, base, []
        for name in (*LINES, "lead_picture"):
            before = getattr(base, name) if base else None
            self._value(name, _key(before) if base else "", getattr(latest, name), before)
        self._body()
        opened = opened_with(form.cleaned_data.get(OPENED_WITH))
        for name in OWN:
            if name in opened and name in form.cleaned_data:
                self._value(name, json.dumps(opened[name]), _now(form.instance, name))

    @property
    def is_settled(self):
        return all(question.answer for question in self.questions)

    def _value(self, name, base, theirs, before=None):
        """One field as a whole; `base` is its key when the form was opened."""
        mine = self.form.cleaned_data[name]
        came = merge_value(base, _key(mine), _key(theirs))
        if isinstance(came, Conflict):
            field = self.form.fields[name]
            shown = (_shown(field, value, before) for value in (mine, theirs))
            label = field.label or name.replace("_", " ").capitalize()
            answer = self._ask(label, f"choose-{name}-{came.key}", *shown)
            came = came.theirs if answer == THEIRS else came.mine
        self.form.cleaned_data[name] = mine if came == _key(mine) else theirs

    def _body(self):
        mine, theirs = self.form.cleaned_data["body"], self.latest.body
        before = self.base.body if self.base else ""
        parts = merge(before, mine, theirs)
        if self.base is None and mine != theirs:
            parts = [Conflict("", mine, theirs)]
        choices, embedded = {}, None
        for conflict in conflicts(parts):
            embedded = embedded or embedded_in(self.base or self.latest, self.latest)
            mine, theirs = (
                compare_bodies(conflict.base, text, embedded) if text else ""
                for text in (conflict.mine, conflict.theirs)
            )
            name = f"choose-body-{conflict.key}"
            may_be_both = bool(conflict.mine and conflict.theirs)
            answer = self._ask("A part of the text", name, mine, theirs, may_be_both=may_be_both)
            choices[conflict.key] = answer or MINE
        self.form.cleaned_data["body"] = body.clean(resolved(parts, choices))

    def _ask(self, label, name, mine, theirs, *, may_be_both=False):
        allowed = (MINE, THEIRS, BOTH) if may_be_both else (MINE, THEIRS)
        answer = self.form.data.get(name, "")
        answer = answer if answer in allowed else ""
        self.questions.append(Question(label, name, mine, theirs, answer, may_be_both))
        return answer


def _now(story, name):
    value = getattr(story, name)
    return value if story._meta.get_field(name).many_to_many is not True else value.all()


def _key(value):
    """By which two values of a field are compared."""
    return json.dumps(_plain(value))


def _plain(value):
    if isinstance(value, Model):
        return value.pk
    if isinstance(value, (list, QuerySet)):
        return sorted(each.pk for each in value)
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()  # one moment, in whatever zone it was typed
    return value


def _shown(field, value, before):
    """A value as HTML, changes of a line marked; "" for none."""
    if isinstance(value, str) and before is not None:
        return compare_lines(before, value) if value else ""
    if isinstance(value, (list, QuerySet)):
        return escape(", ".join(map(str, value)))
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, datetime):
        return moments.in_words(value)
    choices = [] if hasattr(field, "queryset") else getattr(field, "choices", [])
    return escape("" if value is None else dict(choices).get(value, value))
