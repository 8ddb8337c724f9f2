"""The desk's pages that change what is under an embargo, or until when it holds."""

from django import forms
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404

from articles import publishing
from articles.admin.base import LONGEST_SEARCH
from articles.admin.day_and_hour import ScheduleForm
from articles.admin.pages import Page, form_data
from articles.models import Embargo
from newsroom import clock
from newsroom.form_fields import CharField
from newsroom.moments import in_words

from .contents import KINDS, item_named, row, rows_under

MOST_AT_ONCE = 100
OVER = "This embargo is over: what was under it is kept for the record."


class SearchForm(forms.Form):
    """What one wants to put under an embargo: by words, or by its number."""

    what = forms.ChoiceField(
        label="What",
        required=False,
        choices=[("story", "Stories"), ("gallery", "Galleries"), ("quote", "Quotes")],
        error_messages={"invalid_choice": "Choose stories, galleries or quotes."},
    )
    q = CharField(
        label="Words or number",
        required=False,
        max_length=LONGEST_SEARCH,
        widget=forms.TextInput({"type": "search"}),
        help_text="Words of a headline, a title or a quote; or its number or address.",
    )


def put(desk, request, pk):
    """Search for stories, galleries and quotes, and put the chosen ones under it."""
    embargo = _embargo_for(desk, request, pk)
    search = SearchForm(request.GET or None)
    is_right = not search.is_bound or search.is_valid()
    asked = search.cleaned_data if search.is_bound and is_right else {}
    kind = KINDS[asked.get("what") or "story"]
    chosen = request.POST.getlist("item")[:MOST_AT_ONCE]
    problems = []
    if request.method == "POST":
        labels, problems = _put_each(embargo, chosen, embargo, by=request.user)
        if labels:
            done = f"Under embargo until {in_words(embargo.until)}: {', '.join(labels)}."
            return _done(desk, request, embargo, done)
    found = kind.found(request.user, asked.get("q", ""), embargo) if is_right else []
    return _answer(
        desk,
        request,
        embargo,
        "put",
        title="Put under the embargo",
        is_wrong=bool(problems or search.errors),
        search=search,
        problems=problems,
        chosen=chosen,
        what=kind.label.lower(),
        found=[row(kind, item, request.user) for item in found],
    )


def take_out(desk, request, pk):
    """Choose what the embargo shall hold no longer."""
    embargo = _embargo_for(desk, request, pk)
    chosen = request.POST.getlist("item")[:MOST_AT_ONCE]
    problems = []
    if request.method == "POST":
        labels, problems = _put_each(embargo, chosen, None, by=request.user)
        if labels:
            return _done(desk, request, embargo, f"Taken out: {', '.join(labels)}.")
    return _answer(
        desk,
        request,
        embargo,
        "take_out",
        title="Take out of the embargo",
        is_wrong=bool(problems),
        problems=problems,
        chosen=chosen,
        rows=rows_under(embargo, request.user),
    )


def move(desk, request, pk):
    """Let another hour hold for all that is under it."""
    embargo = _embargo_for(desk, request, pk)
    form = ScheduleForm(form_data(request), initial={"at": embargo.until})
    if form.is_valid():
        try:
            embargo.move(form.cleaned_data["at"], by=request.user)
        except publishing.NotReady as not_ready:
            form.add_error(None, not_ready.problems)
        else:
            return _done(desk, request, embargo, f"It holds until {in_words(embargo.until)}.")
    coming = [each for each in rows_under(embargo, request.user) if each["appears"]]
    return _answer(
        desk,
        request,
        embargo,
        "move",
        title="Move to another hour",
        is_wrong=bool(form.errors),
        form=form,
        coming=coming,
    )


def lift(desk, request, pk):
    """End it now, once somebody has read what appears by that."""
    embargo = _embargo_for(desk, request, pk)
    with transaction.atomic():
        embargo.lock_and_reload()
        coming = _coming_now(embargo, request.user)
        keys = " ".join(each["key"] for each in coming)
        problems = []
        if request.method == "POST":
            problems = _problems_of_lifting(embargo, keys, request.POST.get("coming"))
            if not problems:
                embargo.lift(by=request.user)
                labels = ", ".join(each["label"] for each in coming)
                readers_have = f" Readers have it now: {labels}." if labels else ""
                return _done(desk, request, embargo, f"The embargo is lifted.{readers_have}")
    rows = rows_under(embargo, request.user)
    return _answer(
        desk,
        request,
        embargo,
        "lift",
        title="Lift now",
        is_wrong=bool(problems),
        problems=problems,
        coming=coming,
        keys=keys,
        staying=[each for each in rows if each["key"] not in keys.split()],
    )


PAGES = [
    Page("<id:pk>/put/", "put", put),
    Page("<id:pk>/take-out/", "take-out", take_out),
    Page("<id:pk>/move/", "move", move),
    Page("<id:pk>/lift/", "lift", lift),
]


# What they share


def _embargo_for(desk, request, pk):
    if not desk.has_change_permission(request):
        raise PermissionDenied
    return get_object_or_404(Embargo, pk=pk)


def _put_each(embargo, keys, target, *, by):
    """Put all that was chosen there, or nothing: (labels of what was put, problems).

    `target` is the embargo itself, or None to take them out.
    """
    labels, problems = [], [] if keys else ["Choose something from the list."]
    with transaction.atomic():
        embargo.lock_and_reload()
        if embargo.until <= clock.now():
            problems = [OVER]
        for key in () if problems else dict.fromkeys(keys):
            known = item_named(key)
            if known is None or (target is None and known[1].embargo_id != embargo.pk):
                problems.append("Something you chose is not there any more. Choose again.")
                continue
            kind, item = known
            label = kind.label_of(item)
            try:
                item.put_under(target, by=by)
            except publishing.NotReady as not_ready:
                problems += [f"“{label}”: {problem}" for problem in not_ready.problems]
            else:
                labels.append(label)
        if problems:
            transaction.set_rollback(True)
    return ([] if problems else labels), problems


def _coming_now(embargo, user):
    keys = {(type(item), item.pk) for item in embargo.what_appears(clock.now())}
    return [
        row(kind, item, user)
        for kind in KINDS.values()
        for item in kind.all().filter(embargo=embargo)
        if (type(item), item.pk) in keys
    ]


def _problems_of_lifting(embargo, keys, read):
    """Whether it can still be lifted, and somebody has read what appears by that."""
    if embargo.is_over:
        return [OVER]
    if read != keys:
        return ["What would appear has changed meanwhile. Read the list again, then lift."]
    return []


def _done(desk, request, embargo, sentence):
    desk.say_done(request, embargo, sentence)
    return HttpResponseRedirect(desk.page_of(embargo))


def _answer(desk, request, embargo, template, **context):
    return desk.answer(
        request,
        template,
        embargo,
        embargo=embargo,
        until=in_words(embargo.until),
        is_over=embargo.is_over,
        not_mine=[each for each in rows_under(embargo, request.user) if not each["may"]],
        **context,
    )
