from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.forms import Script
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404

from articles import publishing, rights
from articles.admin import picker
from articles.admin.base import DeskAdmin, only_add
from articles.admin.day_and_hour import ScheduleForm
from articles.admin.embargo.held_back import Embargoed
from articles.admin.pages import Page, form_data
from articles.admin.picture import findings
from articles.admin.picture.form import digest_of
from articles.admin.picture.many_at_once import may_change, write_same
from articles.admin.picture.warnings import warnings_about
from articles.admin.widgets import PICKER, choosers, modules, thumbnail
from articles.models import Gallery, Story
from articles.pictures import duplicates
from articles.pictures.receiving import Refused, receive
from newsroom.moments import in_words

from . import making
from .form import GalleryForm
from .rows import MOST_WITHOUT_SCRIPTS, Row


@admin.register(Gallery)
class GalleryAdmin(Embargoed, DeskAdmin):
    """Photographs in an order, with a title."""

    form = GalleryForm
    list_display = ["title", "state", "picture_count"]
    search_fields = ["title"]
    search_help_text = "Search by title."
    autocomplete_fields = ["stories"]
    fieldsets = [
        (None, {"fields": ["title", "standfirst", "slug", "stories"]}),
    ]

    @property
    def media(self):
        return super().media + modules(PICKER, Script("js/desk/placements.js", type="module"))

    def get_fieldsets(self, request, obj=None):
        fieldsets = super().get_fieldsets(request, obj)
        if not self.may_arrange(request):
            return fieldsets
        credit = ("The same credit for many", {
            "fields": [("same_credit", "same_credit_for")], "classes": ["desk-same"],
        })  # fmt: skip
        more = []
        if request.user.has_perm("articles.add_picture"):
            more.append(("Add pictures", {"fields": ["files", "credit"], "classes": ["desk-add"]}))
        return [*fieldsets, *more, *([credit] if obj else [])]

    def may_arrange(self, request):
        needed = (f"articles.{verb}_placement" for verb in ("add", "change", "delete"))
        return request.user.has_perms(needed)

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        if db_field.name == "stories":
            kwargs["queryset"] = Story.objects.visible_to(request.user).select_related("latest")
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change, **kwargs)
        form.by, form.may_arrange = request.user, self.may_arrange(request)
        if "stories" in form.base_fields:
            only_add(form.base_fields["stories"])
            form.base_fields["stories"].widget.can_add_related = False
        return form

    def get_queryset(self, request):
        return Gallery.objects.visible_to(request.user).for_cards()

    @admin.display(description="State")
    def state(self, gallery):
        if gallery.published_at is None:
            held = gallery.is_held_back
            return f"Draft, nothing before {in_words(gallery.not_before)}" if held else "Draft"
        if gallery.is_public:
            return "Published"
        return f"Scheduled for {in_words(gallery.published_at)}"

    @admin.display(description="Pictures")
    def picture_count(self, gallery):
        return gallery.picture_count or 0

    def has_publish_permission(self, request):
        return rights.may(request.user, "publish", Gallery)

    def has_change_permission(self, request, obj=None):
        """Editors change all; a reporter those they began, until readers see them."""
        allowed = super().has_change_permission(request, obj)
        return allowed and (obj is None or rights.may(request.user, "put_in", obj))

    def rows_for_picker(self, request):
        return self.get_queryset(request)

    def picker_row(self, gallery):
        count = gallery.picture_count or 0
        return {
            "label": gallery.title,
            "detail": f"{count} picture{'' if count == 1 else 's'} · {self.state(gallery)}",
            "thumbnail": thumbnail(gallery.cover),
            "alt": "",
        }

    def render_change_form(self, request, context, *args, **kwargs):
        context["may_publish"] = self.has_publish_permission(request)
        gallery = context.get("original")
        may_change = self.has_change_permission(request, gallery)
        may_write = may_change if gallery else self.has_add_permission(request)
        context["may_arrange"] = may_write and self.may_arrange(request)
        context["choosers"] = choosers()
        context["blank_row"] = Row(None)
        context["most_without_scripts"] = MOST_WITHOUT_SCRIPTS
        if gallery:
            context["state_in_words"] = self.state(gallery)
            context["is_held_back"] = gallery.is_held_back
            context["picture_warnings"] = warnings_about(gallery)
        return super().render_change_form(request, context, *args, **kwargs)

    def save_model(self, request, obj, form, change):
        if not change:
            obj.created_by = request.user
        super().save_model(request, obj, form, change)

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        if not self.may_arrange(request):
            return
        gallery = form.instance
        form.rows.save(by=request.user)
        if form.cleaned_data.get("files") and request.user.has_perm("articles.add_picture"):
            self._take_in(request, gallery, form.cleaned_data)
        if credit := form.cleaned_data.get("same_credit"):
            self._credit(request, gallery, credit, form.cleaned_data["same_credit_for"])
        gallery.choose_cover()

    def _take_in(self, request, gallery, cleaned):
        """Files that came with the form itself, from a browser without scripts."""
        for file in cleaned["files"]:
            try:
                picture = duplicates.same_as(digest_of(file)).first()
                if picture and picture.is_withdrawn:
                    problem = f"{file.name} is in the library already, and withdrawn."
                    self.message_user(request, problem, messages.ERROR)
                    continue
                if picture:
                    taken = f"{file.name} is in the library already; that picture was taken."
                    self.message_user(request, taken, messages.WARNING)
                else:
                    credit = {"credit": cleaned["credit"]} if cleaned["credit"] else {}
                    picture = receive(file, by=request.user, **credit)
                    for sentence in findings.in_words(picture):
                        self.message_user(request, f"{file.name}: {sentence}", messages.WARNING)
            except Refused as refused:
                self.message_user(request, f"{file.name}: {refused}", messages.ERROR)
            else:
                gallery.put_in([picture], by=request.user)

    def _credit(self, request, gallery, credit, where):
        pictures = [placement.picture for placement in gallery.placements.select_related("picture")]
        may = may_change(request.user, pictures)
        pictures = [picture for picture in pictures if picture.pk in may]
        changed = write_same(pictures, {"credit": credit}, where)
        done = f"Credit written for {changed} picture{'' if changed == 1 else 's'}."
        self.message_user(request, done, messages.SUCCESS)

    def response_add(self, request, obj, post_url_continue=None):
        return self.response_change(request, obj)

    def response_change(self, request, obj):
        if "_popup" in request.POST:
            return super().response_change(request, obj)
        self.message_user(request, "Saved.", messages.SUCCESS)
        if "_schedule" in request.POST:
            return HttpResponseRedirect(self.page_of(obj, "schedule"))
        if "_publish" in request.POST:
            self._press(request, obj, obj.publish, lambda: _published(obj))
        elif "_withdraw" in request.POST:
            gone = "Withdrawn: readers do not see it any more."
            self._press(request, obj, obj.withdraw, lambda: gone)
        return HttpResponseRedirect(self.page_of(obj))

    def _press(self, request, gallery, verb, done):
        if not self.has_publish_permission(request):
            raise PermissionDenied
        try:
            verb(by=request.user)
        except publishing.NotReady as not_ready:
            for problem in not_ready.problems:
                self.message_user(request, problem, messages.ERROR)
        else:
            self.say_done(request, gallery, done())

    def schedule(self, request, pk):
        """Choose the day and the hour at which the gallery goes before readers."""
        gallery = get_object_or_404(self.get_queryset(request), pk=pk)
        if not self.has_publish_permission(request):
            raise PermissionDenied
        form = ScheduleForm(form_data(request))
        if form.is_valid():
            try:
                publishing.ensure_later(form.cleaned_data["at"])
                gallery.publish(by=request.user, at=form.cleaned_data["at"])
            except publishing.NotReady as not_ready:
                form.add_error(None, not_ready.problems)
            else:
                self.say_done(request, gallery, _scheduled(gallery, form.cleaned_data["at"]))
                return HttpResponseRedirect(self.page_of(gallery))
        return self.answer(
            request,
            "schedule",
            gallery,
            title="Schedule",
            is_wrong=bool(form.errors),
            gallery=gallery,
            form=form,
            held_until=in_words(gallery.not_before) if gallery.is_held_back else "",
        )

    pages = [*picker.PAGES, *making.PAGES, Page("<id:pk>/schedule/", "schedule", schedule)]


def _published(gallery):
    if gallery.is_public:
        return "Published."
    return f"Under embargo: it appears on {in_words(gallery.published_at)}."


def _scheduled(gallery, at):
    hour = in_words(gallery.published_at)
    if gallery.published_at > at:
        return f"Under embargo: it appears on {hour}, not before."
    return f"Scheduled for {hour}."
