"""Of Markdown files readers see what they had, and nothing more."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles.models import Story

from .sites import text

pytestmark = [pytest.mark.database, pytest.mark.django_db]

HIDDEN = [
    {"draft": "true"},
    {"Draft": "maybe"},
    {"published": "false"},
    {"published": ""},
    {"permalink": "false"},
    {"private": "true"},
    {"visibility": "public", "hidden": "yes"},
    {"headless": "true"},
    {"build": "{render: never}"},
    {"status": "draft"},
    {"status": "private"},
    {"status": "ready?"},
    {"status": "scheduled"},
    {"password": "x"},
    {"embargo": "9000-01-01"},
    {"embargo-until": "when the lawyers agree"},
    {"expiryDate": "2019-06-01"},
    {"expiryDate": "in spring"},
    {"date": None},
    {"date": "0000-00-00"},
    {"date": "0001-01-01"},
    {"date": "soon"},
    {"date": "soon", "lastmod": "2019-01-01"},
    {"body": ""},
    {"body": "{{< secret >}}", "draft": "true"},
]


@pytest.mark.parametrize("differs", HIDDEN, ids=range(len(HIDDEN)))
def test_what_readers_did_not_have_becomes_a_draft(bring_in, differs):
    report = bring_in({"a.md": text(**differs)})

    assert not Story.objects.published().exists()
    assert Story.objects.get().status == Story.Status.DRAFT
    assert sum(map(len, report.hidden.values())) == 1


def test_what_lies_among_drafts_is_one(bring_in):
    bring_in({"_drafts/2019-05-15-a.md": text()})
    assert not Story.objects.published().exists()


def test_what_is_of_tomorrow_waits_until_then_and_other_words_hold_nothing(bring_in):
    at = (timezone.now() + timedelta(days=1)).isoformat()
    public = {"draft": "false", "published": "2019-05-15", "hidden": "no", "status": "published",
              "embargo": "2019-01-01", "expiryDate": "9000-01-01"}  # fmt: skip
    bring_in({"a.md": text(date=at), "b.md": text(**public)})

    assert Story.objects.published().count() == 1
    assert Story.objects.filter(published_at__gt=timezone.now()).count() == 1
