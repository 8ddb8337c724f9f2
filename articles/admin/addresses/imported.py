from django.contrib import admin

from articles.models import Imported

from ..base import ReadOnlyAdmin


@admin.register(Imported)
class ImportedAdmin(ReadOnlyAdmin):
    """What came from other systems. Written by imports only."""

    list_display = ["kind", "external_id", "source", "object_id"]
    list_filter = ["kind"]
    search_fields = ["external_id", "source"]
