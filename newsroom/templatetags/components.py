"""Parts of pages that are made once for the same values, however many pages they stand on.

A component is a template that says what it takes; it sees nothing else of the page around it.

    {% load components %}{% takes story heading size %}       in components/story_card.html
    {% component "components/story_card.html" with size="row" %}         in a page

As with `include`, what is not given `with` a value is what has that name in the page, unless `only`
stands at the end. What was made of the same values, on this day and in this language, is not made
again. A model counts as the same if the row that it came from is (newsroom.kept_rows): a component
shows nothing that Python has put on it since, but what it made of the row alone. Where a value is
anything else, or a component asks the database, it is made each time.
"""

from contextlib import contextmanager
from datetime import datetime
from typing import NamedTuple

from django import template
from django.db import connection
from django.template.loader_tags import IncludeNode, do_include
from django.utils import timezone
from django.utils.functional import SimpleLazyObject, empty
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from newsroom import kept_rows
from newsroom.page_store.keys import collecting, shows

MOST = 4000  # parts, of a KB or two; then all are forgotten
SIMPLE = frozenset((str, SafeString, int, bool, float, type(None)))

register = template.Library()
_kept = {}


class _Part(NamedTuple):
    html: str
    keys: frozenset  # surrogate keys of what it shows


class _NoValue(Exception):
    """Nobody can say whether it is the same next time."""


def forget():
    """All that was made."""
    _kept.clear()


@register.tag
def takes(parser, token):
    """Names of the values that a component is made of; the first thing in its template."""
    return TakesNode(token.split_contents()[1:])


@register.tag
def component(parser, token):
    included = do_include(parser, token)
    return ComponentNode(
        included.template,
        extra_context=included.extra_context,
        isolated_context=included.isolated_context,
    )


class TakesNode(template.Node):
    def __init__(self, names):
        self.names = tuple(names)

    def render(self, context):
        return ""


class ComponentNode(IncludeNode):
    def render(self, context):
        # As it is written: what it is called is no variable.
        part = context.template.engine.get_template(self.template.var)
        values = self._values(_names_of(part), context)
        try:
            of_values = tuple((name, _value(value)) for name, value in values.items())
            key = part.name, context.autoescape, timezone.localdate(), get_language(), of_values
        except _NoValue:
            return part.render(context.new(values))
        kept = _kept.get(key)
        if kept is None:
            kept = _made(key, part, context.new(values))
        shows(*kept.keys)
        return kept.html

    def _values(self, names, context):
        given = {name: value.resolve(context) for name, value in self.extra_context.items()}
        if unknown := given.keys() - set(names):
            raise template.TemplateSyntaxError(f"{self.template.var} takes no {min(unknown)}.")
        around = given if self.isolated_context else context
        places = ((name, given if name in given else around) for name in names)
        return {name: place[name] for name, place in places if name in place}


def _names_of(part):
    """The names of the values that a template takes."""
    if not hasattr(part, "taken"):
        [node] = part.nodelist.get_nodes_by_type(TakesNode)
        part.taken = node.names
    return part.taken


def _made(key, part, context):
    with collecting(with_frames=True) as keys, _questions() as asked:
        html = part.render(context)
    made = _Part(html, frozenset(keys))
    if not asked:
        if len(_kept) >= MOST:
            _kept.clear()
        _kept[key] = made
    return made


def _value(value):
    """What `value` is told apart by from any other."""
    if type(value) is SimpleLazyObject:
        value = _itself(value)
    kind = type(value)
    if kind in SIMPLE:
        return kind, value
    if kind is datetime:
        return kind, value.isoformat()
    if issubclass(kind, (list, tuple)):
        return kind, tuple(map(_value, value))
    origin = kept_rows.origin(value)
    if origin is None:
        raise _NoValue
    fetched = getattr(value, "_prefetched_objects_cache", None)
    return (origin, *((name, _value(list(fetched[name]))) for name in fetched or ()))


def _itself(lazy):
    if lazy._wrapped is empty:
        lazy._setup()
    return lazy._wrapped


@contextmanager
def _questions():
    """The statements that the database is asked in here, as a list."""
    asked = []

    def note(execute, sql, *args):
        asked.append(sql)
        return execute(sql, *args)

    with connection.execute_wrapper(note):
        yield asked
