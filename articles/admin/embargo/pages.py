from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse

from articles import publishing
from articles.admin.base import LONGEST_SEARCH
from articles.admin.day_and_hour import ScheduleForm, in_words
from articles.models import Embargo
from newsroom import clock

from .contents import KINDS, row, rows_under, thing_of

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
    q = forms.CharField(
        label="Words or number",
        required=False,
        max_length=LONGEST_SEARCH,
        widget=forms.TextInput({"type": "search"}),
        help_text="Words of a headline, a title or a quote; or its number or address.",
    )


class EmbargoVerbs:
    """The desk's pages that change what is under an embargo, or until when it holds."""

    def get_urls(self):
        def own(route, view):
            view = self.admin_site.admin_view(view)
            return path(f"<id:pk>/{route}/", view, name=f"articles_embargo_{route}")

        return [
            own("put", self.put),
            own("take-out", self.take_out),
            own("move", self.move),
            own("lift", self.lift),
            *super().get_urls(),
        ]

    def put(self, request, pk):
        """Search for stories, galleries and quotes, and put the chosen ones under it."""
        embargo = self._embargo_for(request, pk)
        search = SearchForm(request.GET or None)
        is_right = not search.is_bound or search.is_valid()
        said = search.cleaned_data if search.is_bound and is_right else {}
        kind = KINDS[said.get("what") or "story"]
        chosen = request.POST.getlist("thing")[:MOST_AT_ONCE]
        problems = []
        if request.method == "POST":
            done, problems = self._each(request, embargo, chosen, embargo)
            if done:
                words = f"Under embargo until {in_words(embargo.until)}: {_listed(done)}."
                return self._done(request, embargo, words)
        found = kind.found(request.user, said.get("q", ""), embargo) if is_right else []
        return self._answer(
            request, embargo, "put", problems or search.errors, title="Put under the embargo",
            search=search, problems=problems, chosen=chosen, what=kind.word.lower(),
            found=[row(kind, thing, request.user) for thing in found],
        )  # fmt: skip

    def take_out(self, request, pk):
        """Choose what the embargo shall hold no longer."""
        embargo = self._embargo_for(request, pk)
        chosen = request.POST.getlist("thing")[:MOST_AT_ONCE]
        problems = []
        if request.method == "POST":
            done, problems = self._each(request, embargo, chosen, None)
            if done:
                return self._done(request, embargo, f"Taken out: {_listed(done)}.")
        return self._answer(
            request, embargo, "take_out", problems, title="Take out of the embargo",
            problems=problems, chosen=chosen, rows=rows_under(embargo, request.user),
        )  # fmt: skip

    def move(self, request, pk):
        """Let another hour hold for all that is under it."""
        embargo = self._embargo_for(request, pk)
        form = ScheduleForm(_sent(request), initial={"at": embargo.until})
        if request.method == "POST" and form.is_valid():
            try:
                embargo.move(form.cleaned_data["at"], by=request.user)
            except publishing.NotReady as not_ready:
                form.add_error(None, not_ready.problems)
            else:
                return self._done(request, embargo, f"It holds until {in_words(embargo.until)}.")
        coming = [r for r in rows_under(embargo, request.user) if r["appears"]]
        return self._answer(
            request, embargo, "move", form.errors, title="Move to another hour", form=form,
            coming=coming,
        )  # fmt: skip

    def lift(self, request, pk):
        """End it now, once somebody has read what appears by that."""
        embargo = self._embargo_for(request, pk)
        with transaction.atomic():
            embargo.lock_and_reload()
            coming = _coming_now(embargo, request.user)
            keys = " ".join(row["key"] for row in coming)
            problems = []
            if request.method == "POST":
                problems = _problems_of_lifting(embargo, keys, request.POST.get("coming"))
                if not problems:
                    embargo.lift(by=request.user)
                    names = [row["label"] for row in coming]
                    told = f" Readers have it now: {_listed(names)}." if names else ""
                    return self._done(request, embargo, f"The embargo is lifted.{told}")
        rows = rows_under(embargo, request.user)
        return self._answer(
            request, embargo, "lift", problems, title="Lift now", problems=problems,
            coming=coming, keys=keys,
            staying=[r for r in rows if r["key"] not in keys.split()],
        )  # fmt: skip

    # What they share

    def _embargo_for(self, request, pk):
        if not super().has_change_permission(request):
            raise PermissionDenied
        return get_object_or_404(Embargo, pk=pk)

    def _each(self, request, embargo, keys, put_under):
        """Put all that was chosen there, or nothing: (names of what was done, problems)."""
        done, problems = [], [] if keys else ["Choose something from the list."]
        with transaction.atomic():
            embargo.lock_and_reload()
            if embargo.until <= clock.now():
                problems = [OVER]
            for key in () if problems else dict.fromkeys(keys):
                known = thing_of(key)
                if known is None or (put_under is None and known[1].embargo_id != embargo.pk):
                    problems.append("Something you chose is not there any more. Choose again.")
                    continue
                kind, thing = known
                label = kind.label(thing)
                try:
                    kind.put(thing, put_under, by=request.user)
                except publishing.NotReady as not_ready:
                    problems += [f"“{label}”: {problem}" for problem in not_ready.problems]
                else:
                    done.append(label)
            if problems:
                transaction.set_rollback(True)
        return ([] if problems else done), problems

    def _done(self, request, embargo, words):
        self.message_user(request, words, messages.SUCCESS)
        return HttpResponseRedirect(reverse("admin:articles_embargo_change", args=[embargo.pk]))

    def _answer(self, request, embargo, template, problems, /, **context):
        context |= self.admin_site.each_context(request) | {
            "embargo": embargo,
            "until": in_words(embargo.until),
            "is_over": embargo.is_over,
            "not_mine": [r for r in rows_under(embargo, request.user) if not r["may"]],
            "opts": self.opts,
            "original": embargo,
        }
        status = 422 if problems else 200
        address = f"admin/articles/embargo/{template}.html"
        return render(request, address, context, status=status)


def _sent(request):
    return request.POST if request.method == "POST" else None


def _coming_now(embargo, user):
    keys = {(type(thing), thing.pk) for thing in embargo.what_appears(clock.now())}
    return [
        row(kind, thing, user)
        for kind in KINDS.values()
        for thing in kind.all().filter(embargo=embargo)
        if (type(thing), thing.pk) in keys
    ]


def _problems_of_lifting(embargo, keys, read):
    """Whether it can still be lifted, and somebody has read what appears by that."""
    if embargo.is_over:
        return [OVER]
    if read != keys:
        return ["What would appear has changed meanwhile. Read the list again, then lift."]
    return []


def _listed(names):
    return ", ".join(names)
