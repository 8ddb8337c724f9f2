"""For the desk's forms of what an embargo may hold back: stories, galleries, quotes."""

from django.contrib import admin
from django.urls import reverse
from django.utils.html import format_html

from newsroom.moments import in_words


class Embargoed:
    """For a desk table: the form says under which embargo a row is, if it is under one.

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
        field = "under_embargo" if may_read else "held_back"
        return [(title, first | {"fields": [field, *first["fields"]]}), *others]

    @admin.display(description="Embargo")
    def under_embargo(self, row):
        if not row.embargo_id:
            return ""
        address = reverse("admin:articles_embargo_change", args=[row.embargo_id])
        name = format_html('<a href="{}">{}</a>', address, row.embargo)
        return format_html("{}. {}", name, self.held_back(row))

    @admin.display(description="Embargo")
    def held_back(self, row):
        if not row.embargo_id:
            return ""
        sentence = "Nothing before {}." if row.is_held_back else "Over since {}."
        return sentence.format(in_words(row.not_before))
