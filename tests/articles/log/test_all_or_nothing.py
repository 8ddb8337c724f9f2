"""The log has what was really done, and once: nothing undone, no change without its line."""

import pytest
from django.db import transaction

from articles import log
from articles.models import Record
from tests.articles.interchange.wordpress.exports import post
from tests.factories import GalleryFactory, SectionFactory, editor

from .logged import last_about

pytestmark = pytest.mark.django_db


def test_what_is_undone_was_never_in_the_log():
    section = SectionFactory()
    count = Record.objects.count()

    with transaction.atomic():
        section.name = "Never"
        section.save()
        section.editors.add(editor())
        assert Record.objects.count() > count
        transaction.set_rollback(True)

    assert Record.objects.count() == count


@pytest.mark.django_db(transaction=True)
def test_a_change_whose_line_cannot_be_written_is_not_made(monkeypatch):
    gallery = GalleryFactory()
    monkeypatch.setattr(Record, "save", lambda *args, **kwargs: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        gallery.publish(by=None)

    gallery.refresh_from_db()
    assert gallery.published_at is None


def test_what_belongs_together_is_gathered_in_one_line():
    section = SectionFactory(name="City", position=1)
    ana, bo = editor(name="Ana"), editor(name="Bo")
    section.editors.add(ana)
    count = Record.objects.count()

    with transaction.atomic(), log.gathered():
        section.name = "Sport"
        section.save()
        section.position = 2
        section.name = "Harbour"
        section.save()
        section.editors.set([bo])
        section.editors.add(ana)
        section.editors.remove(bo)

    assert Record.objects.count() == count + 1
    line = last_about(section)
    assert (line.title, line.details) == (
        "Harbour", {"name": ["City", "Harbour"], "position": [1, 2]}
    )  # fmt: skip


def test_what_is_undone_while_gathering_is_in_no_line():
    section = SectionFactory(name="City")
    count = Record.objects.count()

    with transaction.atomic(), log.gathered(), transaction.atomic():
        section.name = "Never"
        section.save()
        transaction.set_rollback(True)

    assert Record.objects.count() == count


def test_an_import_is_one_line(import_site):
    import_site(post(1), post(2))
    import_site(post(3), dry_run=True)

    line = Record.objects.exclude(kind="story").get()
    assert (line.kind, line.action, line.details) == ("paper", "imported", {"items": 2})
    assert not Record.objects.filter(action__in=["created", "changed", "written"]).exists()
