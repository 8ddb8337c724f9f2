"""Originals leave MEDIA_ROOT for a storage of their own, and are named by their content.

Not in one transaction: each row is changed between its new file and its old one, so that whoever
is stopped half-way begins again where it was. A picture whose file is not there keeps its row as
it is, for `sweep_pictures` to name.
"""

import hashlib

from django.core.files.storage import default_storage
from django.db import migrations

from articles.pictures.sandbox.formats import HEAD_BYTES, SUFFIXES, detect
from articles.pictures.storing import original_name, originals

CHUNK = 256 * 1024  # bytes


def move(apps, schema_editor):
    pictures = apps.get_model("articles", "Picture").objects.using(schema_editor.connection.alias)
    for pk, name in pictures.filter(digest="").values_list("pk", "original").iterator():
        if not name or not default_storage.exists(name):
            continue
        with default_storage.open(name) as file:
            kind, digest = detect(file.read(HEAD_BYTES)), hashlib.sha256()
            file.seek(0)
            while chunk := file.read(CHUNK):
                digest.update(chunk)
            suffix = SUFFIXES.get(kind) or name.rpartition(".")[2]
            new = original_name(digest.hexdigest(), suffix)
            file.seek(0)
            if not originals.exists(new):
                originals.save(new, file)
        pictures.filter(pk=pk).update(original=new, digest=digest.hexdigest())
        default_storage.delete(name)


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("articles", "0007_pictures")]

    operations = [migrations.RunPython(move, migrations.RunPython.noop)]
