"""For the desk's pages of things that an embargo may hold back."""

from django.contrib import admin
from django.urls import reverse
from django.utils.html import format_html

from articles.admin.day_and_hour import in_words


class Embargoed:
    """For a desk table: the form says under which embargo a thing is, if it is under one.

    Who may not read embargoes is told its hour, and neither its name nor where it stands.
    """

    def get_readonly_fields(self, request, obj=None):
        return [*super().get_readonly_fields(request, obj), "under_embargo", "held_back"]

    def get_fieldsets(self, request, obj=None):
        fieldsets = super().get_fieldsets(request, obj)
        if obj is None or obj.embargo_id is None:
            return fieldsets
        (title, first), *others = fieldsets
        may_read = request.user.has_perm("articles.view_embargo")
        told = "under_embargo" if may_read else "held_back"
        return [(title, first | {"fields": [told, *first["fields"]]}), *others]

    @admin.display(description="Embargo")
    def under_embargo(self, thing):
        if not thing.embargo_id:
            return ""
        address = reverse("admin:articles_embargo_change", args=[thing.embargo_id])
        name = format_html('<a href="{}">{}</a>', address, thing.embargo)
        return format_html("{}. {}", name, self.held_back(thing))

    @admin.display(description="Embargo")
    def held_back(self, thing):
        if not thing.embargo_id:
            return ""
        words = "Nothing before {}." if thing.is_held_back else "Over since {}."
        return words.format(in_words(thing.not_before))
