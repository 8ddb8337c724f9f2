"""Every field in which words can stand, and in which of them none of ours does."""

from itertools import chain

from django.apps import apps
from django.db.models import CharField, FileField, JSONField, TextField

APPS = ("articles", "comments")
WORDY = (CharField, TextField, JSONField, FileField)
# Where none has to stand, and why.
EXCEPTIONS = {
    "readers see each of them": (
        *("Paper.name", "Paper.motto", "Paper.address", "Paper.brand", "Paper.brand_in_the_dark"),
        "OldAddress.leads_to",
        *("Policy.title", "Policy.slug", "Policy.body"),
        *("Section.name", "Section.slug", "Section.description"),
    ),
    "a test of its own puts a word there": ("Paper.breaking_text",),
    "written for the readers of what is gone": ("Story.taken_down_reason", "Tombstone.reason"),
    "nobody types it": (
        *("Record.kind", "Record.action", "Record.by_name", "Announcement.trouble"),
        *(
            "Picture.original",
            "Sound.file",
            "Sound.digest",
            "Sound.suffix",
            "Picture.digest",
            "Picture.likeness",
            "Picture.colour",
        ),
        *(
            "Picture.findings",
            "WorkingCopy.form",
            "Editing.form",
            "AcceptedFinding.check_name",
            "AcceptedFinding.key",
            "ShareLink.digest",
            "Invitation.role",
            "LinkCheck.digest",
            "LinkCheck.trouble",
            "Paper.steps_left_out",
            "AskedFor.path",
            *("MoveIn.kind", "MoveIn.digest", "MoveIn.folder"),
        ),
        *("Picture.widths", "Picture.avif_widths", "Picture.cropped", "Picture.crops"),
        *("Imported.source", "Imported.kind", "Imported.external_id", "Byline.status"),
    ),
}


def without_a_word(markers, exceptions=EXCEPTIONS):
    """The fields that are no exception and in no row of which a word stands, by their names."""
    excepted = {*chain.from_iterable(exceptions.values())}
    return [
        name for name, field in _wordy_fields() if name not in excepted and not _in(markers, field)
    ]


def exceptions_left_over():
    """Those that are no field any more."""
    return sorted({*chain.from_iterable(EXCEPTIONS.values())} - {n for n, _ in _wordy_fields()})


def _wordy_fields():
    for model in chain.from_iterable(apps.get_app_config(app).get_models() for app in APPS):
        if model._meta.proxy:
            continue  # of a package, whose desk shows none of its words
        for field in model._meta.concrete_fields:
            # What is chosen from a list is nobody's secret.
            if isinstance(field, WORDY) and not field.choices:
                yield f"{model.__name__}.{field.name}", field


def _in(markers, field):
    rows = field.model._default_manager.values_list(field.attname, flat=True)
    return markers.found_in(" ".join(map(str, rows)))
