"""The words of many pictures on one page: each its own, or the same for all."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import path, reverse

from articles.admin.widgets import thumbnail
from articles.models import Picture
from articles.search import index
from newsroom.numbers import whole_numbers

MOST = 100  # pictures on one of these pages
SAME = ("credit", "creator", "copyright", "usage_terms", "licence")
EMPTY_ONLY, ALL = "empty", "all"


class WordsForm(forms.ModelForm):
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


class SameWordsForm(forms.ModelForm):
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


def write_same(pictures, words, where):
    """Give these pictures the same words; those of `words` that are not empty.

    Where something is written already it stays, unless `where` is ALL. Returns how many changed.
    """
    changed = 0
    with transaction.atomic(), index.once():
        for picture in pictures:
            names = [
                name
                for name, value in words.items()
                if value and getattr(picture, name) != value
                if where == ALL or not getattr(picture, name)
            ]
            for name in names:
                setattr(picture, name, words[name])
            if names:
                picture.save(update_fields=names)
                changed += 1
    return changed


class Words:
    """For the picture library: the two pages, and the actions that lead to them."""

    actions = ["write_words", "write_the_same"]

    def get_urls(self):
        pages = [("words", self.words_page), ("same-words", self.same_words_page)]
        return [
            *(
                path(f"{name}/", self.admin_site.admin_view(view), name=f"articles_picture_{name}")
                for name, view in pages
            ),
            *super().get_urls(),
        ]

    @admin.action(description="Describe them and write their captions…", permissions=["change"])
    def write_words(self, request, pictures):
        return self._go("words", request, pictures)

    @admin.action(description="Give them the same credit, terms …", permissions=["change"])
    def write_the_same(self, request, pictures):
        return self._go("same-words", request, pictures)

    def _go(self, page, request, pictures):
        numbers = list(pictures.values_list("pk", flat=True)[: MOST + 1])
        if len(numbers) > MOST:
            words = f"Choose at most {MOST} pictures at once."
            self.message_user(request, words, messages.ERROR)
            return None
        ids = ",".join(map(str, numbers))
        return HttpResponseRedirect(f"{reverse(f'admin:articles_picture_{page}')}?ids={ids}")

    def words_page(self, request):
        """Description, caption and credit of each, in rows."""
        pictures, others = self._chosen(request)
        data = request.POST if request.method == "POST" else None
        rows = [WordsForm(data, prefix=f"p{each.pk}", instance=each) for each in pictures]
        for row in rows:
            row.thumbnail = thumbnail(row.instance)
        if data is not None and not any(row.errors for row in rows):
            changed = [row for row in rows if row.has_changed()]
            with transaction.atomic(), index.once():
                for row in changed:
                    row.instance.save(update_fields=row.changed_data)
            return self._done(request, len(changed))
        return self._page(request, "words", pictures, others, rows=rows)

    def same_words_page(self, request):
        """Credit, photographer and rights, the same for all."""
        pictures, others = self._chosen(request)
        form = SameWordsForm(request.POST or None)
        if request.method == "POST" and form.is_valid():
            words = {name: form.cleaned_data[name] for name in SAME}
            changed = write_same(pictures, words, form.cleaned_data["where"])
            return self._done(request, changed)
        return self._page(request, "same_words", pictures, others, form=form)

    def _chosen(self, request):
        """The chosen pictures that this user may change, and how many others there are."""
        if not self.has_change_permission(request):
            raise PermissionDenied
        numbers = whole_numbers(request.GET.get("ids", ""), most=MOST)
        chosen = list(self.get_queryset(request).filter(pk__in=numbers))
        may = may_change(request.user, chosen)
        return [each for each in chosen if each.pk in may], len(chosen) - len(may)

    def _done(self, request, changed):
        words = f"{changed} picture{'' if changed == 1 else 's'} changed."
        self.message_user(request, words, messages.SUCCESS)
        return HttpResponseRedirect(reverse("admin:articles_picture_changelist"))

    def _page(self, request, name, pictures, others, **more):
        forms_shown = [*more.get("rows", []), *filter(None, [more.get("form")])]
        status = 422 if any(form.is_bound and form.errors for form in forms_shown) else 200
        title = "Words of many pictures" if name == "words" else "The same words for many pictures"
        context = self.admin_site.each_context(request) | {
            "title": title,
            "opts": self.opts,
            "pictures": [(each, thumbnail(each)) for each in pictures],
            "others": others,
        }
        template = f"admin/articles/picture/{name}.html"
        return render(request, template, context | more, status=status)


def may_change(user, pictures):
    """The numbers of those that `user` may change: a reporter none that readers see, or that
    was withdrawn."""
    numbers = {picture.pk for picture in pictures}
    if not user.has_perm("articles.change_picture"):
        return set()
    if user.has_perm("articles.publish_story"):
        return numbers
    numbers -= {picture.pk for picture in pictures if picture.is_withdrawn}
    seen = Picture.objects.published().filter(pk__in=numbers).values_list("pk", flat=True)
    return numbers - set(seen)
