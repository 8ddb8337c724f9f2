from datetime import date, datetime, time, timedelta

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from articles import search as searching
from articles.context import sections_for
from newsroom import caching
from newsroom.paging import page_of

ORDERS = [("relevance", "Best match first"), ("newest", "Newest first")]
SENSIBLE = [
    MinValueValidator(date(1600, 1, 1), "Choose a year from 1600 on."),
    MaxValueValidator(date(2999, 12, 31), "Choose a year before 3000."),
]


def _day(label):
    return forms.DateField(
        label=label,
        required=False,
        input_formats=["%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y"],
        validators=SENSIBLE,
        error_messages={"invalid": "This is not a date. Write it like 2026-03-31."},
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
    )


class SearchForm(forms.Form):
    """What stands in the address of a search: q, section, from, to, order."""

    q = forms.CharField(
        label="Words to look for",
        required=False,
        max_length=searching.LONGEST,
        error_messages={
            "max_length": "Please search for no more than %(limit_value)d characters. "
            "You typed %(show_value)d."
        },
        widget=forms.TextInput({"type": "search", "autocomplete": "off", "dir": "auto"}),
    )

    def __init__(self, address, *, sections):
        # "from" is a word of Python's, so these fields cannot be written as attributes.
        super().__init__(address, label_suffix="")
        self.fields["section"] = forms.ChoiceField(
            label="Section",
            required=False,
            choices=[("", "All sections"), *((s.slug, s.name) for s in sections)],
            error_messages={"invalid_choice": "There is no such section."},
        )
        self.fields["from"] = _day("From")
        self.fields["to"] = _day("To")
        self.fields["order"] = forms.ChoiceField(
            label="Order",
            required=False,
            choices=ORDERS,
            error_messages={"invalid_choice": "Stories can be ordered by relevance or newest."},
        )

    def clean(self):
        given = super().clean()
        first, last = given.get("from"), given.get("to")
        if first and last and first > last:
            self.add_error("to", "The last day is before the first.")
        for name in ("from", "to"):
            if name in self.errors:
                # A browser's date field would not show what is no date.
                self.fields[name].widget.input_type = "text"
        return given

    def found(self, words):
        """What `words` find within the chosen section and days, in the chosen order."""
        given = self.cleaned_data
        return searching.find(
            words,
            section=given["section"],
            since=_morning(given["from"]),
            before=_morning(given["to"] and given["to"] + timedelta(days=1)),
            newest_first=given["order"] == "newest",
        )


def _morning(day):
    """The first moment of a day in the paper's time zone; None for no day."""
    return day and datetime.combine(day, time.min, timezone.get_current_timezone())


@require_safe
@caching.for_readers
def search(request):
    """Stories by words. An empty form asks for words; what cannot be read comes back (400)."""
    form = SearchForm(request.GET, sections=sections_for(request))
    context = {"form": form}
    if not form.is_valid():
        return render(request, "articles/search.html", context, status=400)
    if words := form.cleaned_data["q"]:
        found = form.found(words)
        context |= {"words": words, "found": found, "page": page_of(found, request)}
        if not found.query.all_of:
            context["nothing_to_look_for"] = True
        elif not found.count():
            context["suggestion"] = _better(words, form)
        context |= _addresses(request.GET, context.get("suggestion"))
    return render(request, "articles/search.html", context)


def _better(words, form):
    """What was perhaps meant, if that has an answer, or ""."""
    suggestion = searching.suggest(words)[: searching.LONGEST]
    return suggestion if suggestion and form.found(suggestion).count() else ""


def _addresses(address, suggestion):
    """What stands in the addresses of the other pages, and of the search that was meant."""
    kept = address.copy()
    for name in list(kept):
        # The last one wins when a name stands there twice, as it does in the form.
        kept[name] = kept[name]
    kept.pop("page", None)
    meant = kept.copy()
    meant["q"] = suggestion or ""
    return {"query": f"{kept.urlencode()}&", "meant": meant.urlencode()}
