from admin_ordering.admin import OrderableAdmin
from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import path, reverse

from articles import publishing
from articles.models import Gallery, Picture, Placement
from articles.pictures.receiving import Refused, receive

from .base import DeskAdmin, only_add
from .choosing import Choosable
from .embargoed import Embargoed, is_held_back
from .moments import ScheduleForm, in_words, zone_in_words
from .widgets import PicturePicker, thumbnail

MOST_PICTURES = 150
MOST_FILES = 40


class ManyFiles(forms.FileField):
    """Several files at once; cleans to a list."""

    class Input(forms.ClearableFileInput):
        template_name = "django/forms/widgets/input.html"
        allow_multiple_selected = True

    widget = Input

    def clean(self, data, initial=None):
        files = data if isinstance(data, list | tuple) else [data] if data else []
        if len(files) > MOST_FILES:
            raise forms.ValidationError(f"Choose at most {MOST_FILES} files at once.")
        return [file for file in files if file]


class GalleryForm(forms.ModelForm):
    files = ManyFiles(
        label="Upload pictures",
        required=False,
        help_text="One or more files from this computer. They come after the pictures below.",
    )
    credit = forms.CharField(
        label="Credit for these",
        max_length=Picture._meta.get_field("credit").max_length,
        required=False,
    )

    class Meta:
        model = Gallery
        fields = ("title", "slug", "standfirst")
        widgets = {"standfirst": forms.Textarea({"rows": 3})}


class PlacementForm(forms.ModelForm):
    """A picture in the gallery. Its description belongs to the picture, and is kept there."""

    alt = forms.CharField(
        label="What is to be seen",
        max_length=Picture._meta.get_field("alt").max_length,
        required=False,
        widget=forms.Textarea({"rows": 3, "data-one-line": "", "aria-label": "What is to be seen"}),
    )
    # Set by the desk: whether this user may describe the picture.
    may_describe = staticmethod(lambda picture: False)

    class Meta:
        model = Placement
        fields = ("picture", "caption", "position")
        widgets = {
            "picture": PicturePicker,
            "caption": forms.Textarea({"rows": 3, "aria-label": "Caption here"}),
            "position": forms.NumberInput({"aria-label": "Order", "tabindex": -1}),
        }
        labels = {"caption": "Caption here", "position": "Order"}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.fields["picture"].widget.picture = self.instance.picture
            self.initial["alt"] = self.instance.picture.alt
            if not self.may_describe(self.instance.picture):
                self.fields["alt"].disabled = True

    def save(self, commit=True):
        placement = super().save(commit)
        alt = " ".join(self.cleaned_data.get("alt", "").split())
        picture = placement.picture
        if alt and alt != picture.alt and self.may_describe(picture):
            picture.alt = alt
            picture.save(update_fields=["alt"])
        return placement


class PlacementInline(OrderableAdmin, admin.TabularInline):
    model = Placement
    form = PlacementForm
    verbose_name = "picture"
    verbose_name_plural = "Pictures in their order"
    fields = ["picture", "alt", "caption", "position"]
    ordering_field = "position"
    ordering_field_hide_input = True
    view_on_site = False
    extra = 0
    max_num = MOST_PICTURES
    classes = ["desk-reorder", "desk-placements"]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("picture")

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name == "picture":
            return forms.ModelChoiceField(
                Picture.objects.visible_to(request.user),
                widget=PicturePicker,
                error_messages={"required": "Choose a picture, or remove this row."},
            )
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def get_formset(self, request, obj=None, **kwargs):
        kwargs["absolute_max"] = MOST_PICTURES + 10
        formset = super().get_formset(request, obj, **kwargs)
        only_add(formset.form.base_fields["picture"])
        formset.form.base_fields["picture"].widget.can_add_related = False
        editor = request.user.has_perm("articles.publish_story")
        may_change = request.user.has_perm("articles.change_picture")
        public = set() if editor or obj is None else set(
            Picture.objects.published().filter(placements__gallery=obj).values_list("pk", flat=True)
        )  # fmt: skip
        formset.form.may_describe = staticmethod(
            lambda picture: may_change and (editor or picture.pk not in public)
        )
        return formset


@admin.register(Gallery)
class GalleryAdmin(Choosable, Embargoed, DeskAdmin):
    """Photographs in an order, with a title."""

    form = GalleryForm
    inlines = [PlacementInline]
    list_display = ["title", "state", "picture_count"]
    search_fields = ["title"]
    search_help_text = "Search by title."
    fieldsets = [
        (None, {"fields": ["title", "standfirst", "slug"]}),
        ("Add pictures", {"fields": [("files", "credit")]}),
    ]

    def get_queryset(self, request):
        return Gallery.objects.visible_to(request.user).for_cards()

    @admin.display(description="State")
    def state(self, gallery):
        if gallery.published_at is None:
            held = is_held_back(gallery)
            return f"Draft, nothing before {in_words(gallery.not_before)}" if held else "Draft"
        if gallery.is_public:
            return "Published"
        return f"Scheduled for {in_words(gallery.published_at)}"

    @admin.display(description="Pictures")
    def picture_count(self, gallery):
        return gallery.picture_count or 0

    def has_publish_permission(self, request):
        return request.user.has_perm("articles.publish_gallery")

    def has_change_permission(self, request, obj=None):
        """Editors change all; a reporter those they began, until readers see them."""
        allowed = super().has_change_permission(request, obj)
        if not allowed or obj is None or self.has_publish_permission(request):
            return allowed
        return obj.published_at is None and obj.created_by_id == request.user.pk

    def choice(self, thing):
        count = thing.picture_count or 0
        return {
            "label": thing.title,
            "detail": f"{count} picture{'' if count == 1 else 's'} · {self.state(thing)}",
            "thumbnail": thumbnail(thing.cover),
            "alt": "",
        }

    def get_urls(self):
        view = self.admin_site.admin_view(self.schedule)
        schedule = path("<id:pk>/schedule/", view, name="articles_gallery_schedule")
        return [schedule, *super().get_urls()]

    def render_change_form(self, request, context, *args, **kwargs):
        context["may_publish"] = self.has_publish_permission(request)
        if context.get("original"):
            context["state_in_words"] = self.state(context["original"])
            context["is_held_back"] = is_held_back(context["original"])
        return super().render_change_form(request, context, *args, **kwargs)

    def save_model(self, request, obj, form, change):
        if not change:
            obj.created_by = request.user
        super().save_model(request, obj, form, change)

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        gallery = form.instance
        last = gallery.placements.aggregate(models.Max("position"))["position__max"] or 0
        for place, file in enumerate(form.cleaned_data.get("files", []), 1):
            try:
                picture = receive(file, credit=form.cleaned_data["credit"])
            except Refused as refused:
                self.message_user(request, f"{file.name}: {refused}", messages.ERROR)
            else:
                gallery.placements.create(picture=picture, position=last + place * 10)
        gallery.choose_cover()

    def response_add(self, request, obj, post_url_continue=None):
        return self.response_change(request, obj)

    def response_change(self, request, obj):
        if "_popup" in request.POST:
            return super().response_change(request, obj)
        self.message_user(request, "Saved.", messages.SUCCESS)
        if "_schedule" in request.POST:
            return HttpResponseRedirect(reverse("admin:articles_gallery_schedule", args=[obj.pk]))
        if "_publish" in request.POST:
            self._press(request, obj, obj.publish, lambda: _published(obj))
        elif "_withdraw" in request.POST:
            gone = "Withdrawn: readers do not see it any more."
            self._press(request, obj, obj.withdraw, lambda: gone)
        return HttpResponseRedirect(self.page_of(obj))

    def page_of(self, gallery):
        return reverse("admin:articles_gallery_change", args=[gallery.pk])

    def _press(self, request, gallery, verb, done):
        if not self.has_publish_permission(request):
            raise PermissionDenied
        try:
            verb()
        except publishing.NotReady as not_ready:
            for problem in not_ready.problems:
                self.message_user(request, problem, messages.ERROR)
        else:
            self.log_change(request, gallery, done())
            self.message_user(request, done(), messages.SUCCESS)

    def schedule(self, request, pk):
        """Choose the day and the hour at which the gallery goes before readers."""
        gallery = get_object_or_404(self.get_queryset(request), pk=pk)
        if not self.has_publish_permission(request):
            raise PermissionDenied
        form = ScheduleForm(request.POST or None)
        if request.method == "POST" and form.is_valid():
            try:
                publishing.ensure_later(form.cleaned_data["at"])
                gallery.publish(at=form.cleaned_data["at"])
            except publishing.NotReady as not_ready:
                form.add_error(None, not_ready.problems)
            else:
                words = _scheduled(gallery, form.cleaned_data["at"])
                self.log_change(request, gallery, words)
                self.message_user(request, words, messages.SUCCESS)
                return HttpResponseRedirect(self.page_of(gallery))
        context = self.admin_site.each_context(request) | {
            "title": "Schedule",
            "thing": gallery,
            "opts": self.opts,
            "original": gallery,
            "form": form,
            "zone": zone_in_words(),
            "held_until": in_words(gallery.not_before) if is_held_back(gallery) else "",
        }
        status = 422 if form.errors else 200
        return render(request, "admin/articles/gallery/schedule.html", context, status=status)


def _published(gallery):
    if gallery.is_public:
        return "Published."
    return f"Under embargo: it appears on {in_words(gallery.published_at)}."


def _scheduled(gallery, at):
    hour = in_words(gallery.published_at)
    if gallery.published_at > at:
        return f"Under embargo: it appears on {hour}, not before."
    return f"Scheduled for {hour}."
