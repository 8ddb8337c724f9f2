from django.contrib import admin

from articles.models import Imported, OldAddress

from .base import DeskAdmin, ReadOnlyAdmin


@admin.register(Imported)
class ImportedAdmin(ReadOnlyAdmin):
    """What came from other systems. Written by imports only."""

    list_display = ["kind", "external_id", "source", "object_id"]
    list_filter = ["kind"]
    search_fields = ["external_id", "source"]


@admin.register(OldAddress)
class OldAddressAdmin(DeskAdmin):
    """Addresses of the past that send readers to a story."""

    list_display = ["path", "story"]
    list_select_related = ["story__live", "story__latest"]
    search_fields = ["path"]
    autocomplete_fields = ["story"]
