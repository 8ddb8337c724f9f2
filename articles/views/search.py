"""The search page and its form."""

from datetime import date

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from articles.context import sections_for
from articles.search import finding as searching
from articles.search.suggestions import suggest
from newsroom import caching
from newsroom.form_fields import CharField
from newsroom.methods import require_safe
from newsroom.paging import page_of

KINDS = [
    ("", _("Everything")),
    ("stories", _("Stories")),
    ("galleries", _("Photographs")),
    ("quotes", _("Quotes")),
    ("people", _("People")),
]
ORDERS = [("relevance", _("Best match first")), ("newest", _("Newest first"))]
YEARS = [
    MinValueValidator(date(1600, 1, 1), _("Choose a year from 1600 on.")),
    MaxValueValidator(date(2999, 12, 31), _("Choose a year before 3000.")),
]


def _date_field(label):
    return forms.DateField(
        label=label,
        required=False,
        input_formats=["%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y"],
        validators=YEARS,
        error_messages={"invalid": _("This is not a date. Write it like 2026-03-31.")},
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
    )


def _choice_field(label, choices, invalid):
    error_messages = {"invalid_choice": invalid}
    return forms.ChoiceField(
        label=label, required=False, choices=choices, error_messages=error_messages
    )


class SearchForm(forms.Form):
    """The query string of a search: q, what, section, from, to, order."""

    q = CharField(
        label=_("Words to look for"),
        required=False,
        max_length=searching.MAX_CHARACTERS,
        error_messages={
            "max_length": _(
                "Please search for no more than %(limit_value)d characters. "
                "You typed %(show_value)d."
            )
        },
        widget=forms.TextInput({"type": "search", "autocomplete": "off", "dir": "auto"}),
    )

    def __init__(self, data, *, sections):
        # "from" is a word of Python's, so these fields cannot be written as attributes.
        super().__init__(data, label_suffix="")
        names = [("", _("All sections")), *((s.slug, s.name) for s in sections)]
        self.fields |= {
            "what": _choice_field(_("Look among"), KINDS, _("There is no such kind of thing.")),
            "section": _choice_field(_("Section"), names, _("There is no such section.")),
            "from": _date_field(_("From")),
            "to": _date_field(_("To")),
            "order": _choice_field(
                _("Order"), ORDERS, _("Stories can be ordered by relevance or newest.")
            ),
        }

    def clean(self):
        given = super().clean()
        first, last = given.get("from"), given.get("to")
        if first and last and first > last:
            self.add_error("to", _("The last day is before the first."))
        for name in ("from", "to"):
            if name in self.errors:
                # A browser's date field would not show what is no date.
                self.fields[name].widget.input_type = "text"
        return given

    @property
    def is_narrowed(self):
        """Whether anything but the words has been chosen."""
        return any(self.data.get(name) for name in self.fields if name not in ("q", "order"))

    def search(self, text):
        """A Search for `text` within the chosen section and days, in the chosen order."""
        given = self.cleaned_data
        return searching.Search(
            text,
            section=given["section"],
            first=given["from"],
            last=given["to"],
            newest_first=given["order"] == "newest",
        )


@require_safe
@caching.for_readers
def search(request):
    """The search page. Without `q` an empty form; a form with errors comes back with 400."""
    form = SearchForm(request.GET, sections=sections_for(request))
    context = {"form": form}
    if not form.is_valid():
        return render(request, "articles/search.html", context, status=400)
    if text := form.cleaned_data["q"]:
        found = form.search(text)
        what = form.cleaned_data["what"]
        page = page_of(getattr(found, what or "stories"), request)
        context |= {"words": text, "found": found, "what": what, "page": page}
        if found.query is None:
            context["nothing_to_look_for"] = True
        elif not found.count:
            context["suggestion"] = _suggestion_for(text, form)
        context |= _query_strings(request.GET, found, context.get("suggestion"))
    return render(request, "articles/search.html", context)


def _suggestion_for(text, form):
    """What was perhaps meant ("did you mean"), if that finds anything, or ""."""
    suggestion = suggest(text)[: searching.MAX_CHARACTERS]
    return suggestion if suggestion and form.search(suggestion).count else ""


def _query_strings(data, found, suggestion):
    """The query strings of further pages, of each kind, of the suggestion and without filters."""
    kept = data.copy()
    for name in list(kept):
        # The last one wins when a name stands there twice, as it does in the form.
        kept[name] = kept[name]
    kept.pop("page", None)

    def query_with(**changes):
        changed = kept.copy()
        for name, value in changes.items():
            if value:
                changed[name] = value
            else:
                changed.pop(name, None)
        return changed.urlencode()

    return {
        "query": f"{kept.urlencode()}&",
        "kinds": [
            {
                "what": what,
                "name": name,
                "address": query_with(what=what),
                "count": getattr(found, what).count() if what else found.count,
            }
            for what, name in KINDS
        ],
        "meant": query_with(q=suggestion),
        "everywhere": query_with(what="", section="", **{"from": "", "to": ""}),
    }
