import json

from django.contrib import admin
from django.utils.html import format_html
from js_asset import Script

from articles.admin.base import DeskAdmin
from articles.admin.picker import Choosable, shortened
from articles.admin.widgets import largest_file, modules, thumbnail
from articles.models import Picture
from articles.pictures import usage
from articles.pictures.crops import RATIOS
from articles.pictures.sandbox import credentials

from .facts import file_facts, same_and_like, used_in
from .form import WORDS, PictureForm
from .many_at_once import Words, may_change
from .may_be_used import FILTERS, badge, ready, standing, with_day
from .rights_pages import PictureRightsDesk
from .upload import Uploads


@admin.register(Picture)
class PictureAdmin(PictureRightsDesk, Uploads, Words, Choosable, DeskAdmin):
    """The picture library."""

    form = PictureForm
    list_display = ["small", "words", "credit", "may_use", "size", "added"]
    list_display_links = ["words"]
    list_filter = FILTERS
    list_per_page = 30
    search_fields = [
        *("caption", "alt", "credit", "creator", "people", "keywords", "place", "original_name"),
    ]
    search_help_text = "Search by caption, description, credit, person, keyword, place or file."
    readonly_fields = ["preview", "used_in", "file_facts", "same_and_like", "credentials"]

    @property
    def media(self):
        scripts = [
            Script(f"js/desk/{name}.js", type="module")
            for name in ("focal-point", "crops", "library")
        ]
        return super().media + modules(*scripts)

    def get_fieldsets(self, request, obj=None):
        words = ("Words", {"fields": ["alt", "caption", ("credit", "creator")]})
        who = ("Who and when", {
            "fields": [("people", "place"), ("source", "taken_at"), "keywords"],
        })  # fmt: skip
        rights = ("Rights", {
            "fields": [
                ("copyright", "licence"), "usage_terms", ("territory", "usable_until"), "ask_first"
            ],
        })  # fmt: skip
        if obj is None:
            return [(None, {"fields": ["file", "keep_both"]}), words, who, rights]
        focal = ("What must stay in sight", {
            "fields": ["preview", ("focal_x", "focal_y"), "own_crops"],
            "description": "Where a crop must not cut: 0 is the left or upper edge, 1 the "
            "other. Click into the picture, or move the point with the arrow keys.",
            "classes": ["desk-focal"],
        })  # fmt: skip
        used = ("Used", {"fields": ["used_in"]})
        file = ("File", {"fields": ["file_facts", "same_and_like", "credentials"]})
        return [focal, words, who, rights, used, file]

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
    def words(self, picture):
        return shortened(picture) if picture.alt else f"{shortened(picture)} (not described yet)"

    @admin.display(description="Rights")
    def may_use(self, picture):
        return badge(picture)

    @admin.display(description="Size", ordering="width")
    def size(self, picture):
        return f"{picture.width} × {picture.height}"

    @admin.display(description="Added", ordering="created_at")
    def added(self, picture):
        return f"{picture.created_at:%d %b %Y}"

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

    def choices(self, request):
        pictures = with_day(Picture.objects.visible_to(request.user))
        if request.GET.get("show") == "ready":
            return ready(pictures, usage.today())
        if request.GET.get("show") == "mine":
            return pictures.filter(created_by=request.user)
        return pictures

    def choice(self, thing):
        detail = f"{thing.credit} · " if thing.credit else ""
        detail += f"{thing.width} × {thing.height}"
        if not thing.alt:
            detail += " · not described yet"
        stands = standing(thing)
        return {
            "label": shortened(thing),
            "detail": detail,
            "thumbnail": thumbnail(thing),
            "alt": thing.alt,
            "rights": stands._asdict(),
        }

    def save_model(self, request, obj, form, change):
        # Not the whole row: the worker may be adding renditions to it at this moment.
        names = [name for name in WORDS if name in form.changed_data]
        if "own_crops" in form.changed_data:
            names.append("crops")
        if change and names:
            obj.save(update_fields=names)
