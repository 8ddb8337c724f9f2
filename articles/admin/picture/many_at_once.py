"""The texts of many pictures on one page: each its own, or the same for all."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpResponseRedirect
from django.urls import reverse

from articles.admin.pages import Page, form_data
from articles.admin.widgets import thumbnail
from articles.models import Picture
from articles.rights import EVERYWHERE
from articles.search import index
from newsroom.numbers import whole_numbers

MOST = 100  # pictures on one of these pages
SAME = ("credit", "creator", "copyright", "usage_terms", "licence")
EMPTY_ONLY, ALL = "empty", "all"


class TextsForm(forms.ModelForm):
    """One row: what a picture says for itself."""

    class Meta:
        model = Picture
        fields = ("alt", "caption", "credit")
        widgets = {
            "alt": forms.Textarea({"rows": 3, "data-one-line": ""}),
            "caption": forms.Textarea({"rows": 3}),
            "credit": forms.TextInput,
        }
        labels = {"alt": "What is to be seen"}

    def clean_alt(self):
        return " ".join(self.cleaned_data["alt"].split())


class SameTextsForm(forms.ModelForm):
    """What many pictures have in common. What is left empty here stays as it is there."""

    where = forms.ChoiceField(
        label="Where",
        choices=[(EMPTY_ONLY, "Only where nothing is written yet"), (ALL, "In all of them")],
        initial=EMPTY_ONLY,
        widget=forms.RadioSelect,
    )

    class Meta:
        model = Picture
        fields = SAME
        widgets = {"usage_terms": forms.Textarea({"rows": 3})}

    def clean(self):
        cleaned = super().clean()
        if not self.errors and not any(cleaned.get(name) for name in SAME):
            raise forms.ValidationError("Write at least one of these.")
        return cleaned


def write_same(pictures, texts, where):
    """Give these pictures the same texts; those of `texts` that are not empty.

    Where something is written already it stays, unless `where` is ALL. Returns how many changed.
    """
    changed = 0
    with transaction.atomic(), index.deferred():
        for picture in pictures:
            names = [
                name
                for name, value in texts.items()
                if value and getattr(picture, name) != value
                if where == ALL or not getattr(picture, name)
            ]
            for name in names:
                setattr(picture, name, texts[name])
            if names:
                picture.save(update_fields=names)
                changed += 1
    return changed


@admin.action(description="Describe them and write their captions…", permissions=["change"])
def write_words(desk, request, pictures):
    return _go(desk, "words", request, pictures)


@admin.action(description="Give them the same credit, terms …", permissions=["change"])
def write_the_same(desk, request, pictures):
    return _go(desk, "same-words", request, pictures)


def _go(desk, page, request, pictures):
    numbers = list(pictures.values_list("pk", flat=True)[: MOST + 1])
    if len(numbers) > MOST:
        problem = f"Choose at most {MOST} pictures at once."
        desk.message_user(request, problem, messages.ERROR)
        return None
    ids = ",".join(map(str, numbers))
    return HttpResponseRedirect(f"{reverse(f'admin:articles_picture_{page}')}?ids={ids}")


def describe_each(desk, request):
    """Description, caption and credit of each, in rows."""
    pictures, others = _chosen(desk, request)
    data = form_data(request)
    rows = [TextsForm(data, prefix=f"p{each.pk}", instance=each) for each in pictures]
    for row in rows:
        row.thumbnail = thumbnail(row.instance)
    is_wrong = any(row.errors for row in rows)
    if data is not None and not is_wrong:
        changed = [row for row in rows if row.has_changed()]
        with transaction.atomic(), index.deferred():
            for row in changed:
                row.instance.save(update_fields=row.changed_data)
        return _saved(desk, request, len(changed))
    return desk.answer(
        request,
        "words",
        title="Words of many pictures",
        is_wrong=is_wrong,
        rows=rows,
        pictures=_with_thumbnails(pictures),
        others=others,
    )


def describe_all(desk, request):
    """Credit, photographer and rights, the same for all."""
    pictures, others = _chosen(desk, request)
    form = SameTextsForm(form_data(request))
    if form.is_valid():
        texts = {name: form.cleaned_data[name] for name in SAME}
        changed = write_same(pictures, texts, form.cleaned_data["where"])
        return _saved(desk, request, changed)
    return desk.answer(
        request,
        "same_words",
        title="The same words for many pictures",
        is_wrong=bool(form.errors),
        form=form,
        pictures=_with_thumbnails(pictures),
        others=others,
    )


def _chosen(desk, request):
    """The chosen pictures that this user may change, and how many others there are."""
    if not desk.has_change_permission(request):
        raise PermissionDenied
    numbers = whole_numbers(request.GET.get("ids", ""), most=MOST)
    chosen = list(desk.get_queryset(request).filter(pk__in=numbers))
    may = may_change(request.user, chosen)
    return [each for each in chosen if each.pk in may], len(chosen) - len(may)


def _saved(desk, request, changed):
    done = f"{changed} picture{'' if changed == 1 else 's'} changed."
    desk.message_user(request, done, messages.SUCCESS)
    return HttpResponseRedirect(reverse("admin:articles_picture_changelist"))


def _with_thumbnails(pictures):
    return [(each, thumbnail(each)) for each in pictures]


PAGES = [Page("words/", "words", describe_each), Page("same-words/", "same-words", describe_all)]


def may_change(user, pictures):
    """The numbers of those that `user` may change: a reporter none that readers see, or that
    was withdrawn."""
    numbers = {picture.pk for picture in pictures}
    if not user.has_perm("articles.change_picture"):
        return set()
    if user.has_perm(EVERYWHERE):
        return numbers
    numbers -= {picture.pk for picture in pictures if picture.is_withdrawn}
    seen = Picture.objects.published().filter(pk__in=numbers).values_list("pk", flat=True)
    return numbers - set(seen)
