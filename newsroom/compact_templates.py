"""Templates are indented for those who read them; that is taken out once, as they are compiled.

The rule, whose reasons are in `docs/decisions/0014-whitespace-in-templates.md`:

1. Blanks with a line break among them become one line break, or in a tag one blank, as HTML has
   it. Of two with nothing but template tags between them that print nothing, such as `{% if %}`,
   only the outer stays.
2. At the beginning and the end of a file, of a `{% block %}` and of an element they go, and so
   does the line break behind `{# no space #}`.
3. Inside `<pre>`, `<textarea>`, `<script>`, `<style>`, the values of attributes (but `class` and
   `style`, which are lists), `{% verbatim %}` and an untrimmed `{% blocktranslate %}` everything
   stays.
"""

import re

from django.template.loaders import filesystem

_EMPTY = "area|base|br|col|embed|hr|img|input|link|meta|source|track|wbr"
_TAG = r"\{%[^\n]*?%\} | \{\{[^\n]*?\}\} | \{\#[^\n]*?\#\}"
_VALUE = rf""" "(?:{_TAG}|[^"])*" | '(?:{_TAG}|[^'])*' """
_TOKENS = re.compile(
    rf"""
      (?P<joined> \s*\{{\#\ no\ space\ \#\}}\s*\n\s* )
    | (?P<kept>
        <(?P<element>pre|textarea|script|style)\b .*? </(?P=element)\s*>
      | \{{%\ verbatim\b .*? \{{%\ endverbatim\b
      | \{{%\ blocktranslate\b (?![^\n]*?\ trimmed\b[^\n]*?%\}}) .*? \{{%\ endblocktranslate\ %\}}
      | (?<!class)(?<!style)= (?:{_VALUE})
      )
    | (?P<silent> \{{\#[^\n]*?\#\}} | \{{%\ (?:load|extends|takes)\ [^\n]*?%\}}
      | \{{%\ (?:url|translate|firstof|get_\w+)\ [^\n]*?\ as\ \w+\ %\}} )
    | (?P<opens> \{{%\ (?:if|with)\ [^\n]*?%\}} )
    | (?P<turns> \{{%\ el(?:se|if)\b[^\n]*?%\}} )
    | (?P<closes> \{{%\ end(?:if|with)\ %\}} )
    | (?P<begins> \{{%\ block\ [^\n]*?%\}}
      | <(?!(?:{_EMPTY})\b)[a-zA-Z{{] (?:{_TAG} | {_VALUE} | [^<>"'])* > )
    | (?P<ends> \{{%\ endblock\b[^\n]*?%\}} | </(?:{_TAG} | [^>])*> )
    | (?P<tag> {_TAG} )
    | (?P<start> <[a-zA-Z{{] (?:{_TAG} | {_VALUE} | [^<>"'])* > )
    | (?P<gap> \s*\n\s* )
    | (?P<text> . )
    """,
    re.VERBOSE | re.DOTALL,
)


_GAPS_IN_A_TAG = re.compile(rf"((?<!class)(?<!style)=(?:{_VALUE}))|\s*\n\s*", re.VERBOSE)


def compact(source):
    """The source of an HTML template without the blanks that only indent it."""
    tokens = [_token(match) for match in _TOKENS.finditer(source)]
    tokens = _without_inner_gaps(tokens, opens="opens", closes="closes", edge="begins")
    tokens = _without_inner_gaps(tokens[::-1], opens="closes", closes="opens", edge="ends")[::-1]
    return "".join("\n" if kind == "gap" else text for kind, text in tokens if kind != "joined")


def _token(match):
    kind, text = match.lastgroup, match[0]
    if kind in ("begins", "start"):
        text = _GAPS_IN_A_TAG.sub(lambda found: found[1] or " ", text)
    return kind, text


def _without_inner_gaps(tokens, *, opens, closes, edge):
    """The tokens without every gap before which a gap or an edge stands already.

    Read forwards this is the gap behind `{% if %}`; read backwards the one before `{% endif %}`.
    """
    kept, has_gap, outside = [], True, []
    for kind, text in tokens:
        if kind == "gap" and has_gap:
            continue
        kept.append((kind, text))
        if kind == opens:
            outside.append(has_gap)
        elif kind == "turns":
            has_gap = bool(outside) and outside[-1]
        elif kind == closes:
            # None is left only where an attribute's value has the other half of a tag.
            del outside[-1:]
            has_gap = False
        elif kind != "silent":
            has_gap = kind in ("gap", "joined", edge)
    return kept


class Loader(filesystem.Loader):
    """The project's own templates, the `.html` among them compacted. For Django's cached loader."""

    def get_contents(self, origin):
        """The text of a template; raises TemplateDoesNotExist as Django's own loader does."""
        source = super().get_contents(origin)
        return compact(source) if origin.name.endswith(".html") else source
