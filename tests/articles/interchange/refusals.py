"""What every import says of a file that nobody should import."""

import pytest
from django.core.management import CommandError, call_command

from articles.models import Imported, OldAddress, Section, Story

NO_FILES = ["missing.xml", ".", "a\0b.xml", "x" * 300]


def assert_refused(command, path, words=None, **options):
    """In one sentence, status 1, that begins with the path and has `words`; nothing has changed."""
    with pytest.raises(CommandError, match=words) as refusal:
        call_command(command, str(path), **options)
    said = str(refusal.value)
    assert refusal.value.returncode == 1
    assert said.startswith(str(path))
    assert said.endswith("Nothing was imported.")
    assert "\n" not in said
    assert not any(model.objects.exists() for model in (Story, Section, Imported, OldAddress))
