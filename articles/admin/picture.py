from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import JsonResponse
from django.urls import path, reverse
from django.utils.html import format_html, format_html_join
from django.views.decorators.http import require_POST
from js_asset import Script

from articles.models import Author, Gallery, Picture, Story
from articles.pictures.receiving import Refused, receive

from .base import DeskAdmin
from .choosing import Choosable, shortened
from .widgets import thumbnail

WORDS = ("alt", "caption", "credit", "licence", "focal_x", "focal_y")
USES_SHOWN = 50


class PictureForm(forms.ModelForm):
    """The words of a picture; for a new one also the file, which is checked by its content."""

    file = forms.FileField(
        label="File",
        help_text="JPEG, PNG, WebP, GIF or AVIF, up to 25 MB.",
        error_messages={"required": "Choose a file.", "empty": "The file is empty."},
    )

    class Meta:
        model = Picture
        fields = WORDS
        widgets = {
            "alt": forms.Textarea({"rows": 2, "data-one-line": ""}),
            "caption": forms.Textarea({"rows": 3}),
            "focal_x": forms.NumberInput({"step": "0.01", "min": 0, "max": 1}),
            "focal_y": forms.NumberInput({"step": "0.01", "min": 0, "max": 1}),
        }
        labels = {"focal_x": "From the left", "focal_y": "From the top"}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            del self.fields["file"]

    def clean_alt(self):
        return " ".join(self.cleaned_data["alt"].split())

    def clean(self):
        cleaned = super().clean()
        if "file" in self.fields and not self.errors:
            words = {name: cleaned[name] for name in WORDS if name in cleaned}
            try:
                self.instance = receive(cleaned["file"], **words)
            except Refused as refused:
                self.add_error("file", str(refused))
        return cleaned


@admin.register(Picture)
class PictureAdmin(Choosable, DeskAdmin):
    """The picture library."""

    form = PictureForm
    list_display = ["small", "words", "credit", "size", "added"]
    list_display_links = ["small", "words"]
    list_per_page = 30
    search_fields = ["caption", "credit", "alt"]
    search_help_text = "Search by caption, credit or description."
    readonly_fields = ["preview", "used_in"]

    class Media:
        js = [Script("js/desk/focal-point.js", type="module")]

    def get_fieldsets(self, request, obj=None):
        words = ("Words", {"fields": ["alt", "caption", "credit", "licence"]})
        focal = (
            "What must stay in sight",
            {
                "fields": [("focal_x", "focal_y")],
                "description": "Where a crop must not cut: 0 is the left or upper edge, 1 the "
                "other. Click into the picture, or move the point with the arrow keys.",
                "classes": ["desk-focal"],
            },
        )
        if obj is None:
            return [(None, {"fields": ["file"]}), words]
        return [(None, {"fields": ["preview"]}), words, focal, ("Used", {"fields": ["used_in"]})]

    def has_change_permission(self, request, obj=None):
        """What readers see, editors change; a reporter changes what is not out yet."""
        allowed = super().has_change_permission(request, obj)
        if not allowed or obj is None or request.user.has_perm("articles.publish_story"):
            return allowed
        return not Picture.objects.published().filter(pk=obj.pk).exists()

    @admin.display(description="Picture")
    def small(self, picture):
        return format_html('<img class="desk-thumbnail" src="{}" alt="">', thumbnail(picture))

    @admin.display(description="Caption")
    def words(self, picture):
        return shortened(picture) if picture.alt else f"{shortened(picture)} (not described yet)"

    @admin.display(description="Size", ordering="width")
    def size(self, picture):
        return f"{picture.width} × {picture.height}"

    @admin.display(description="Added", ordering="created_at")
    def added(self, picture):
        return f"{picture.created_at:%d %b %Y}"

    @admin.display(description="Picture")
    def preview(self, picture):
        return format_html(
            '<div class="focal-point" data-focal-point><img src="{}" alt="{}"></div>',
            picture.address(picture.widths[min(2, len(picture.widths) - 1)]),
            picture.alt,
        )

    @admin.display(description="Where it is used")
    def used_in(self, picture):
        uses = list(self._uses(picture))
        if not uses:
            return "Nowhere yet."
        return format_html(
            "<ul>{}</ul>", format_html_join("", '<li>{}: <a href="{}">{}</a></li>', uses)
        )

    def _uses(self, picture):
        for name in ("live", "latest"):
            stories = Story.objects.filter(
                Q(**{f"{name}__lead_picture": picture}) | Q(**{f"{name}__embeds__picture": picture})
            )
            if name == "latest":
                # The others are named as live already.
                stories = stories.exclude(pk__in=Story.objects.filter(
                    Q(live__lead_picture=picture) | Q(live__embeds__picture=picture)
                ))  # fmt: skip
            words = "Live story" if name == "live" else "Story on the desk"
            for story in stories.distinct().select_related("live", "latest")[:USES_SHOWN]:
                yield words, reverse("admin:articles_story_change", args=[story.pk]), story.headline
        for gallery in Gallery.objects.filter(placements__picture=picture)[:USES_SHOWN]:
            yield "Gallery", reverse("admin:articles_gallery_change", args=[gallery.pk]), gallery
        for author in Author.objects.filter(portrait=picture)[:USES_SHOWN]:
            yield "Portrait", reverse("admin:articles_author_change", args=[author.pk]), author

    def get_urls(self):
        view = self.admin_site.admin_view(require_POST(self.upload))
        return [path("upload/", view, name="articles_picture_upload"), *super().get_urls()]

    def upload(self, request):
        """A new picture from inside the picker; answers its row, or what is wrong in words."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = self.get_form(request)(request.POST, request.FILES)
        if not form.is_valid():
            problems = [problem for problems in form.errors.values() for problem in problems]
            return JsonResponse({"problems": problems}, status=422)
        self.log_addition(request, form.instance, "Uploaded.")
        return JsonResponse({"id": form.instance.pk} | self.choice(form.instance), status=201)

    def choices(self, request):
        return Picture.objects.visible_to(request.user)

    def choice(self, thing):
        detail = f"{thing.credit} · " if thing.credit else ""
        detail += f"{thing.width} × {thing.height}"
        if not thing.alt:
            detail += " · not described yet"
        return {
            "label": shortened(thing),
            "detail": detail,
            "thumbnail": thumbnail(thing),
            "alt": thing.alt,
        }

    def save_model(self, request, obj, form, change):
        if change:
            # Not the whole row: the worker may be adding renditions to it at this moment.
            obj.save(update_fields=WORDS)
