"""A gallery of five hundred pictures at the desk."""

import re

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles.models import Record
from tests.articles.admin.desk import address
from tests.articles.pictures.library import large_gallery
from tests.factories import GalleryFactory

from .galleries import gallery_form, order

pytestmark = pytest.mark.django_db


@pytest.mark.thorough
def test_a_gallery_of_five_hundred_opens_at_the_desk_with_the_same_few_questions(client, ana):
    large, small = large_gallery(), GalleryFactory()
    counts = []
    for gallery in (small, large):
        client.get(address("gallery_change", gallery.pk))
        with CaptureQueriesContext(connection) as queries:
            page = client.get(address("gallery_change", gallery.pk)).text
        counts.append(len(queries))
    assert page.count("data-picture>") == 501  # and the one that the browser copies
    assert counts[0] == counts[1] <= 13, counts  # PostgreSQL is asked what time it is


@pytest.mark.thorough
def test_five_hundred_rows_are_one_form_that_is_saved_with_few_questions(client, ana):
    gallery = large_gallery()
    form, before = gallery_form(gallery), order(gallery)
    assert len(form) < settings.DATA_UPLOAD_MAX_NUMBER_FIELDS
    form |= {"placements-499-position": 0, "placements-499-caption": "The winner"}
    with CaptureQueriesContext(connection) as queries:
        client.post(address("gallery_change", gallery.pk), form)
    assert order(gallery) == [before[-1], *before[:-1]]
    assert gallery.placements.first().caption == "The winner"
    assert len(queries) < 60, len(queries)
    lines = Record.objects.filter(kind="gallery", object_id=gallery.pk)
    assert any(line.action == "put in order" for line in lines)


@pytest.mark.thorough
def test_a_browser_with_scripts_sends_a_field_a_row(client, ana):
    gallery = large_gallery(1500)
    before = order(gallery)
    form = {"title": "The regatta", "slug": "", "standfirst": "", "placements-TOTAL_FORMS": 1500,
            "placements-order": ",".join(["1499", *map(str, range(1499))])}  # fmt: skip
    form |= {f"placements-{n}-picture": pk for n, pk in enumerate(before)}
    form["placements-7-caption"] = "The winner"
    assert client.post(address("gallery_change", gallery.pk), form).status_code == 302
    assert order(gallery) == [before[-1], *before[:-1]]
    assert gallery.placements.get(picture=before[7]).caption == "The winner"
    assert gallery.placements.exclude(caption="").count() == 1


@pytest.mark.thorough
def test_saving_what_was_not_changed_writes_nothing_about_the_pictures(client, ana):
    gallery = large_gallery(20)
    form = gallery_form(gallery)
    with CaptureQueriesContext(connection) as queries:
        client.post(address("gallery_change", gallery.pk), form)
    written = [q["sql"] for q in queries if re.match("(UPDATE|INSERT)", q["sql"])]
    assert not [sql for sql in written if "placement" in sql or '"articles_picture"' in sql]
