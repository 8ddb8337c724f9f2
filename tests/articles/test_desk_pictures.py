"""Pictures, galleries and quotes on the desk, and the furniture of the paper."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import User
from articles.models import Author, Gallery, OldAddress, Picture, Quote, Section, Topic
from tests.factories import (
    AuthorFactory,
    GalleryFactory,
    PictureFactory,
    QuoteFactory,
    SectionFactory,
    StoryFactory,
    UserFactory,
    editor,
    moderator,
    picture_file,
    reporter,
)

from .desk import address, inline, said

pytestmark = pytest.mark.django_db
WORDS = {"alt": "", "caption": "", "credit": "", "licence": ""}


@pytest.fixture
def ana(client):
    user = editor()
    client.force_login(user)
    return user


def file(name="boat.jpg", content=None):
    return SimpleUploadedFile(name, content or picture_file().read())


def test_an_uploaded_picture_is_received_with_its_words(client, ana):
    form = {"file": file(), "alt": "A boat", "caption": "On Monday", "credit": "Jo", "licence": ""}
    client.post(address("picture_add"), form)
    picture = Picture.objects.get()
    assert (picture.alt, picture.caption, picture.credit) == ("A boat", "On Monday", "Jo")
    assert picture.width == 60
    assert picture.widths == [60]


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("page.jpg", b"<html>", "This is not a JPEG, PNG, WebP, GIF or AVIF picture."),
        ("drawing.svg", b"<svg onload='x()'/>", "This is not a JPEG"),
        ("half.jpg", None, "damaged"),
        ("empty.jpg", b"", "The file is empty."),
    ],
)
def test_a_file_that_is_no_picture_is_refused_in_words_and_the_words_stay(
    client, ana, name, content, words
):
    half = picture_file(400, 400).read()[:900]
    upload = SimpleUploadedFile(name, half if content is None else content)
    response = client.post(address("picture_add"), WORDS | {"file": upload, "caption": "Kept"})
    assert response.status_code == 422
    assert words in response.content.decode()
    assert "Kept" in response.content.decode()
    assert not Picture.objects.exists()


@pytest.mark.parametrize("name", ["a.php.png", "../../x.png", "n" * 300 + ".jpg", "ö 😀.JPG", "x"])
def test_a_file_may_have_any_name(client, ana, name):
    assert client.post(address("picture_add"), WORDS | {"file": file(name)}).status_code == 302
    assert Picture.objects.get().original.name.startswith("originals/")


def test_forged_fields_of_a_picture_have_no_effect(client, ana):
    form = WORDS | {"file": file(), "key": "chosen", "width": 9, "original": "x", "widths": "[9]"}
    client.post(address("picture_add"), form)
    picture = Picture.objects.get()
    assert picture.width == 60
    assert picture.key != "chosen"


@pytest.mark.parametrize("focal", ["nan", "inf", "-1", "2", "x", "1e400", "9" * 400])
def test_the_focal_point_lies_inside_the_picture(client, ana, focal):
    picture = PictureFactory()
    form = WORDS | {"focal_x": focal, "focal_y": 0.5}
    assert client.post(address("picture_change", picture.pk), form).status_code == 422
    picture.refresh_from_db()
    assert picture.focal_x == 0.5


def test_changing_the_words_of_a_picture_leaves_its_renditions_to_the_worker(client, ana):
    picture = PictureFactory()
    with CaptureQueriesContext(connection) as queries:
        client.post(address("picture_change", picture.pk), WORDS | {"focal_x": 0, "focal_y": 0.5})
    (update,) = [q["sql"] for q in queries if q["sql"].startswith('UPDATE "articles_picture"')]
    assert "avif_widths" not in update
    assert Picture.objects.get().focal_x == 0


def test_a_picture_tells_where_it_is_used(client, ana):
    picture = PictureFactory()
    StoryFactory(headline="On the front", published=True, lead_picture=picture)
    body = f'<story-embed data-kind="picture" data-id="{picture.pk}"></story-embed>'
    StoryFactory(headline="In the text", body=body)
    GalleryFactory(title="In a gallery", pictures=[picture])
    AuthorFactory(name="As a portrait", portrait=picture)
    page = client.get(address("picture_change", picture.pk)).content.decode()
    for words in ("On the front", "In the text", "In a gallery", "As a portrait"):
        assert words in page


def test_a_picture_in_use_is_not_deleted(client, ana):
    picture = PictureFactory()
    GalleryFactory(pictures=[picture])
    client.post(address("picture_delete", picture.pk), {"post": "yes"})
    assert Picture.objects.filter(pk=picture.pk).exists()


def test_a_picture_is_uploaded_from_inside_the_picker(client):
    client.force_login(reporter())
    answer = client.post(address("picture_upload"), WORDS | {"file": file(), "alt": "A boat"})
    assert answer.status_code == 201
    assert answer.json()["id"] == Picture.objects.get().pk
    refused = client.post(address("picture_upload"), WORDS | {"file": file("x.jpg", b"<html>")})
    assert refused.status_code == 422
    assert refused.json()["problems"] == ["This is not a JPEG, PNG, WebP, GIF or AVIF picture."]
    client.force_login(moderator())
    assert client.post(address("picture_upload"), WORDS | {"file": file()}).status_code == 403


def gallery_form(gallery=None, **changes):
    placements = list(gallery.placements_for_page()) if gallery else []
    rows = [
        {"id": p.pk, "gallery": gallery.pk, "picture": p.picture_id, "alt": p.picture.alt,
         "caption": p.caption, "position": p.position}
        for p in placements
    ]  # fmt: skip
    form = {
        "title": gallery.title if gallery else "At sea",
        "slug": "",
        "standfirst": "",
        "credit": "",
    }
    return form | inline("placements", rows, initial=len(rows)) | changes


def test_several_files_become_the_pictures_of_a_new_gallery(client, ana):
    client.post(
        address("gallery_add"), gallery_form(files=[file("1.jpg"), file("2.jpg")], credit="Jo")
    )
    gallery = Gallery.objects.get()
    assert gallery.slug == "at-sea"
    assert gallery.created_by == ana
    assert [p.picture.credit for p in gallery.placements_for_page()] == ["Jo", "Jo"]
    assert gallery.cover == gallery.placements.first().picture


def test_a_bad_file_among_good_ones_is_named_and_the_others_stay(client, ana):
    gallery = GalleryFactory()
    form = gallery_form(gallery, files=[file("good.jpg"), file("letter.pdf", b"%PDF-1.4")])
    response = client.post(address("gallery_change", gallery.pk), form, follow=True)
    assert gallery.placements.count() == 3
    assert any(words.startswith("letter.pdf: This is not") for words in said(response))


def test_the_order_of_a_gallery_is_the_order_of_its_positions(client, ana):
    gallery = GalleryFactory()
    before = [p.picture_id for p in gallery.placements_for_page()]
    form = gallery_form(gallery) | {"placements-0-position": 20, "placements-1-position": 10}
    client.post(address("gallery_change", gallery.pk), form)
    assert [p.picture_id for p in gallery.placements_for_page()] == before[::-1]


def test_a_picture_is_described_in_the_row_of_its_gallery(client, ana):
    gallery = GalleryFactory(pictures=[PictureFactory(alt="")])
    form = gallery_form(gallery) | {"placements-0-alt": "A harbour", "_publish": "1"}
    client.post(address("gallery_change", gallery.pk), form)
    gallery.refresh_from_db()
    assert gallery.is_public
    assert gallery.placements.get().picture.alt == "A harbour"


def test_a_gallery_that_is_not_ready_says_why(client, ana):
    gallery = GalleryFactory(pictures=[PictureFactory(alt="")])
    form = gallery_form(gallery) | {"_publish": "1"}
    response = client.post(address("gallery_change", gallery.pk), form, follow=True)
    assert "Describe picture 1 for those who cannot see it." in said(response)
    gallery.refresh_from_db()
    assert gallery.published_at is None


def test_a_gallery_is_withdrawn_and_scheduled(client, ana):
    gallery = GalleryFactory(published=True)
    client.post(address("gallery_change", gallery.pk), gallery_form(gallery) | {"_withdraw": "1"})
    gallery.refresh_from_db()
    assert gallery.published_at is None
    day = (timezone.localdate() + timedelta(days=2)).isoformat()
    client.post(address("gallery_schedule", gallery.pk), {"at_0": day, "at_1": "06:00"})
    gallery.refresh_from_db()
    assert gallery.published_at > timezone.now()


def test_a_picture_stands_once_in_a_gallery(client, ana):
    gallery = GalleryFactory()
    form = gallery_form(gallery)
    form["placements-1-picture"] = form["placements-0-picture"]
    assert client.post(address("gallery_change", gallery.pk), form).status_code == 422


def test_a_reporter_begins_a_gallery_and_an_editor_publishes_it(client):
    jo = reporter()
    client.force_login(jo)
    client.post(address("gallery_add"), gallery_form(files=[file()]))
    gallery = Gallery.objects.get()
    form = gallery_form(gallery) | {"_publish": "1"}
    assert client.post(address("gallery_change", gallery.pk), form).status_code == 403
    assert client.post(address("gallery_schedule", gallery.pk), {}).status_code == 403
    theirs = GalleryFactory()
    form = gallery_form(theirs) | {"title": "Hacked"}
    assert client.post(address("gallery_change", theirs.pk), form).status_code == 403


def test_a_slug_is_made_on_the_desk_in_any_script(client, ana):
    client.post(address("topic_add"), {"name": "Жильё и город", "slug": "", "description": ""})
    assert Topic.objects.get().slug == "жильё-и-город"
    form = {"name": "Sport", "slug": "", "front_layout": "three", "position": 1}
    client.post(address("section_add"), form)
    assert Section.objects.get().slug == "sport"


@pytest.mark.parametrize(("name", "slug"), [("!!!", ""), ("Search", ""), ("Sport", "a/b")])
def test_a_section_does_not_hide_behind_another_page(client, ana, name, slug):
    form = {"name": name, "slug": slug, "description": "", "position": 1}
    assert client.post(address("section_add"), form).status_code == 422
    assert not Section.objects.exists()


def test_an_author_has_the_account_of_somebody_on_the_desk(client, ana):
    UserFactory(email="reader@example.org")
    form = {"name": "Ana", "slug": "", "role": "", "location": "", "bio": "", "portrait": ""}
    refused = client.post(address("author_add"), form | {"user": "reader@example.org"})
    assert "Nobody on the desk has this address." in refused.content.decode()
    client.post(address("author_add"), form | {"user": ana.email})
    assert Author.objects.get().user == User.objects.get(pk=ana.pk)


def test_two_authors_do_not_share_an_account(client, ana):
    AuthorFactory(user=ana)
    form = {"name": "Ana", "slug": "", "role": "", "location": "", "bio": "", "portrait": ""}
    assert client.post(address("author_add"), form | {"user": ana.email}).status_code == 422


def test_a_quote_is_kept_for_its_day(client, ana):
    form = {"text": "Count the books.", "speaker": "Mirela Okafor", "role": "", "source": "",
            "runs_on": "2026-12-01", "story": ""}  # fmt: skip
    client.post(address("quote_add"), form)
    assert str(Quote.objects.get().runs_on) == "2026-12-01"


def test_editors_keep_old_addresses_and_nobody_changes_what_was_imported(client, ana):
    story = StoryFactory()
    client.post(address("oldaddress_add"), {"path": "/2019/bridge", "story": story.pk})
    assert OldAddress.objects.get().story == story
    assert client.get(address("imported_changelist")).status_code == 200
    assert client.get(address("imported_add")).status_code == 403


def test_no_list_asks_more_for_more_rows(client, ana, django_assert_max_num_queries):
    for _ in range(6):
        section = SectionFactory()
        StoryFactory(section=section, published=True, authors=[AuthorFactory(), AuthorFactory()])
        StoryFactory(section=section)
        GalleryFactory()
        QuoteFactory()
    for name, most in (("story", 10), ("picture", 8), ("gallery", 8), ("quote", 8), ("author", 8)):
        client.get(address(f"{name}_changelist"))
        with django_assert_max_num_queries(most) as few:
            page = client.get(address(f"{name}_changelist"))
        assert page.status_code == 200
        assert few.captured_queries


def test_the_story_form_asks_the_same_for_a_long_history(client, ana):
    short = StoryFactory(authors=[AuthorFactory()])
    long = StoryFactory(authors=[AuthorFactory(), AuthorFactory(), AuthorFactory()])
    for number in range(6):
        long.write(by=ana, headline=f"Take {number}")
    counts = []
    for story in (short, short, long):
        with CaptureQueriesContext(connection) as queries:
            client.get(address("story_change", story.pk))
        counts.append(len(queries))
    assert counts[2] <= counts[1] + 4  # two more rows in the byline, two queries each at most
    assert counts[1] < 30
