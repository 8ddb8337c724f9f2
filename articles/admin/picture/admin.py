import json

from django.contrib import admin, messages
from django.forms import Script
from django.utils import timezone
from django.utils.html import format_html

from articles.admin import picker
from articles.admin.base import DeskAdmin
from articles.admin.picker import shortened
from articles.admin.widgets import largest_file, modules, thumbnail
from articles.models import Picture
from articles.pictures import usage
from articles.pictures.crops import RATIOS
from articles.pictures.sandbox import credentials
from newsroom.moments import day_in_short

from . import findings, many_at_once, rights_pages, upload
from .facts import file_facts, same_and_like, used_in
from .form import METADATA, PictureForm
from .many_at_once import may_change, write_the_same, write_words
from .may_be_used import FILTERS, badge, ready, rights_status, with_day


@admin.register(Picture)
class PictureAdmin(DeskAdmin):
    """The picture library."""

    form = PictureForm
    list_display = ["small", "name", "credit", "may_use", "size", "added"]
    list_display_links = ["name"]
    list_filter = FILTERS
    list_per_page = 30
    search_fields = [
        *("caption", "alt", "credit", "creator", "people", "keywords", "place", "original_name"),
    ]
    search_help_text = "Search by caption, description, credit, person, keyword, place or file."
    actions = [write_words, write_the_same]
    pages = [*many_at_once.PAGES, *picker.PAGES, *rights_pages.PAGES, *upload.PAGES]
    readonly_fields = ["preview", "used_in", "file_facts", "same_and_like", "credentials"]

    @property
    def media(self):
        scripts = [
            Script(f"js/desk/{name}.js", type="module")
            for name in ("focal-point", "crops", "library")
        ]
        return super().media + modules(*scripts)

    def get_fieldsets(self, request, obj=None):
        texts = ("Words", {"fields": ["alt", "caption", ("credit", "creator")]})
        who = ("Who and when", {
            "fields": [("people", "place"), ("source", "taken_at"), "keywords"],
        })  # fmt: skip
        rights = ("Rights", {
            "fields": [
                ("copyright", "licence"), "usage_terms", ("territory", "usable_until"), "ask_first"
            ],
        })  # fmt: skip
        if obj is None:
            return [(None, {"fields": ["file", "keep_both"]}), texts, who, rights]
        focal = ("What must stay in sight", {
            "fields": ["preview", ("focal_x", "focal_y"), "own_crops"],
            "description": "Where a crop must not cut: 0 is the left or upper edge, 1 the "
            "other. Click into the picture, or move the point with the arrow keys.",
            "classes": ["desk-focal"],
        })  # fmt: skip
        used = ("Used", {"fields": ["used_in"]})
        file = ("File", {"fields": ["file_facts", "same_and_like", "credentials"]})
        return [focal, texts, who, rights, used, file]

    def get_object(self, request, object_id, from_field=None):
        picture = super().get_object(request, object_id, from_field)
        if picture:
            # Fields that are only read are asked about the picture, not by whom.
            picture.looked_at_by = request.user
        return picture

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change, **kwargs)
        form.by = request.user
        return form

    def has_change_permission(self, request, obj=None):
        """What readers see, editors change; a reporter changes what is not out yet."""
        allowed = super().has_change_permission(request, obj)
        return allowed and (obj is None or obj.pk in may_change(request.user, [obj]))

    def get_queryset(self, request):
        return with_day(super().get_queryset(request))

    def changelist_view(self, request, extra_context=None):
        context = {
            "may_upload": self.has_add_permission(request),
            "largest_file": largest_file(),
        }
        return super().changelist_view(request, (extra_context or {}) | context)

    @admin.display(description="Picture")
    def small(self, picture):
        return format_html('<img class="desk-thumbnail" src="{}" alt="">', thumbnail(picture))

    @admin.display(description="Caption")
    def name(self, picture):
        return shortened(picture) if picture.alt else f"{shortened(picture)} (not described yet)"

    @admin.display(description="Rights")
    def may_use(self, picture):
        return badge(picture)

    @admin.display(description="Size", ordering="width")
    def size(self, picture):
        return f"{picture.width} × {picture.height}"

    @admin.display(description="Added", ordering="created_at")
    def added(self, picture):
        return day_in_short(timezone.localtime(picture.created_at))

    @admin.display(description="Picture")
    def preview(self, picture):
        return format_html(
            '<div class="focal-point" data-focal-point data-ratios="{}" data-width="{}" '
            'data-height="{}"><img src="{}" alt="{}"></div>',
            json.dumps(list(RATIOS)),
            picture.width,
            picture.height,
            picture.address(picture.widths[min(2, len(picture.widths) - 1)]),
            picture.alt,
        )

    @admin.display(description="Where it is used")
    def used_in(self, picture):
        # A form that adds a picture shows none.
        return used_in(picture, picture.looked_at_by) if picture.pk else ""

    @admin.display(description="The file")
    def file_facts(self, picture):
        return file_facts(picture)

    @admin.display(description="Others like it")
    def same_and_like(self, picture):
        return same_and_like(picture)

    @admin.display(description="Content credentials")
    def credentials(self, picture):
        return credentials.in_words(picture.content_credentials) or "None in this file."

    def rows_for_picker(self, request):
        pictures = with_day(Picture.objects.visible_to(request.user))
        if request.GET.get("show") == "ready":
            return ready(pictures, usage.today())
        if request.GET.get("show") == "mine":
            return pictures.filter(created_by=request.user)
        return pictures

    def picker_row(self, picture):
        detail = f"{picture.credit} · " if picture.credit else ""
        detail += f"{picture.width} × {picture.height}"
        if not picture.alt:
            detail += " · not described yet"
        return {
            "label": shortened(picture),
            "detail": detail,
            "thumbnail": thumbnail(picture),
            "alt": picture.alt,
            "rights": rights_status(picture)._asdict(),
        }

    def save_model(self, request, obj, form, change):
        # Not the whole row: the worker may be adding renditions to it at this moment.
        names = [name for name in METADATA if name in form.changed_data]
        if "own_crops" in form.changed_data:
            names.append("crops")
        if change and names:
            obj.save(update_fields=names)
        if not change:
            for sentence in findings.in_words(obj):
                self.message_user(request, sentence, messages.WARNING)
