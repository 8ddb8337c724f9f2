"""What whoever moves in may choose: where pages go, and where pictures come from."""

import zipfile

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from articles.models import Author, Picture, Policy, Story
from tests.factories import picture_file

from .exports import SITE, attachment, category, comment, export, meta, outcomes, post

pytestmark = [pytest.mark.database, pytest.mark.django_db]

ABOUT = post(
    2, type="page", terms="", title="About us", name="about", link=f"{SITE}/about/",
    content=f'Who we are. <img src="{SITE}/x.jpg"><a href="/?p=1">Read</a>', comments=comment(9),
)  # fmt: skip
HIDDEN = post(3, type="page", terms="", title="Plans", status="draft", link=f"{SITE}/plans/")
NEWS = post(1, content=f'See <a href="{SITE}/about/">about</a>.')


def test_public_pages_may_become_policies(import_site):
    report = import_site(ABOUT, HIDDEN, NEWS, pages="policies")

    policy, story = Policy.objects.get(), Story.objects.published().get()
    assert (policy.title, policy.slug) == ("About us", "about")
    assert policy.body == f'<p>Who we are. <a href="{story.get_absolute_url()}">Read</a></p>'
    assert Story.objects.get(slug="story-3").status == Story.Status.DRAFT
    assert f'<a href="{policy.get_absolute_url()}">about</a>' in story.live.body
    assert outcomes(report, "page") == {"imported": 2}
    assert outcomes(report, "comment") == {"left out": 1}
    for address in ("/about/", "/?p=2", "/?page_id=2"):
        answer = Client().get(address, follow=True)
        assert answer.redirect_chain[-1:] in ([(policy.get_absolute_url(), 301)], []), address
        assert answer.status_code == 200, address


RICH = post(
    4, type="page", terms="", title="The house", name="house", excerpt="In short.",
    meta=meta("_thumbnail_id", "11"), comments=comment(9) + comment(10), content=f"""
<!-- wp:image --><figure class="wp-block-image"><img src="{SITE}/uploads/yard.jpg" alt="x">
<figcaption>The yard</figcaption></figure><!-- /wp:image -->
[gallery ids="11,12"]
<blockquote class="wp-block-quote"><p>We count.</p><cite>Ada Berg</cite></blockquote>
<iframe src="https://player.example/film"></iframe>

https://www.youtube.com/watch?v=aqz-KE-bpKQ
""",
)  # fmt: skip


def test_what_a_policy_cannot_hold_is_named_and_its_words_stay(import_site, uploads):
    where = f"{SITE}/wp-content/uploads/2012/03"
    report = import_site(
        attachment(11, f"{where}/View.jpg", excerpt="The bell"),
        attachment(12, f"{where}/gone.jpg", excerpt="The rope"),
        RICH, pages="policies", uploads=uploads,
    )  # fmt: skip

    said = " ".join(report.notes)
    assert "page 4 “The house”: a policy shows no pictures, and has not yard.jpg, " in said
    assert "attachment 11" in said
    assert "attachment 12" in said
    assert "links in place of https://player.example/film, https://www.youtube.com/watch?v=" in said
    assert "has no standfirst, and has not “In short.”" in said
    left_out = report.left_out["comment", "a policy has no views"]
    assert [name.partition(":")[0] for name in left_out] == [
        "comment 9 on post 4 by Jo", "comment 10 on post 4 by Jo"
    ]  # fmt: skip
    text = Policy.objects.get().body
    for kept in ("The yard", "The bell", "The rope", "We count.", "Ada Berg"):
        assert text.count(kept) == 1, kept
    for link in ("https://player.example/film", "https://www.youtube.com/watch?v=aqz-KE-bpKQ"):
        assert f'<a href="{link}"' in text
    assert "story-embed" not in text


def test_a_policy_is_never_written_over(import_site):
    import_site(ABOUT, pages="policies")
    Policy.objects.update(body="<p>Ours</p>")
    report = import_site(ABOUT, pages="policies")

    assert Policy.objects.get().body == "<p>Ours</p>"
    assert outcomes(report, "page") == {"unchanged": 1}
    assert any("is another here" in note for note in report.notes)


def test_a_page_of_a_name_that_a_policy_has_is_left_out(import_site):
    Policy.objects.create(title="About", slug="about", body="<p>Ours</p>")
    report = import_site(ABOUT, pages="policies")

    assert outcomes(report, "page") == {"left out": 1}
    assert Policy.objects.get().body == "<p>Ours</p>"


def test_what_was_brought_in_as_a_story_stays_one(import_site):
    import_site(ABOUT)
    report = import_site(ABOUT, pages="policies")

    assert not Policy.objects.exists()
    assert outcomes(report, "page") == {"unchanged": 1}


# Pictures from the files of the old site


@pytest.fixture
def uploads(tmp_path):
    place = tmp_path / "backup" / "wp-content" / "uploads" / "2012" / "03"
    place.mkdir(parents=True)
    (place / "View.jpg").write_bytes(picture_file().read())
    secret = tmp_path / "secret.jpg"
    secret.write_bytes(picture_file().read())
    (place / "link.jpg").symlink_to(secret)
    return tmp_path / "backup"


def zipped(folder):
    path = folder.parent / "uploads.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for found in folder.rglob("*.jpg"):
            if not found.is_symlink():
                archive.write(found, found.relative_to(folder.parent))
        archive.writestr("../../uploads/evil.jpg", picture_file().read())
    return path


@pytest.mark.parametrize("kind", ["folder", "folder of the year", "zip"])
def test_pictures_come_from_the_uploads_without_asking_anybody(import_site, uploads, kind):
    place = {
        "folder": uploads,
        "folder of the year": uploads / "wp-content" / "uploads",
        "zip": zipped(uploads),
    }[kind]
    where = f"{SITE}/wp-content/uploads/2012/03"
    report = import_site(
        attachment(11, f"{where}/View.jpg", meta=meta("_wp_attachment_image_alt", "A bell")),
        attachment(12, f"{SITE}/moved.jpg", meta=meta("_wp_attached_file", "2012/03/View.jpg")),
        attachment(13, f"{where}/link.jpg"),
        attachment(14, f"{where}/../../../../../secret.jpg"),
        attachment(15, f"{where}/gone.jpg"),
        post(1, meta=meta("_thumbnail_id", "11")),
        uploads=place,
    )

    assert report.counts["attachment"] == {"imported": 2, "left out": 3}
    assert Picture.objects.count() == 2
    assert Story.objects.published().get().live.lead_picture.alt == "A bell"


def test_uploads_that_are_neither_folder_nor_zip_are_refused(tmp_path):
    path, bad = tmp_path / "export.xml", tmp_path / "uploads.rar"
    path.write_text(export(post()))
    bad.write_bytes(b"Rar!")

    with pytest.raises(CommandError, match=r"neither a folder nor a zip.*Nothing was imported"):
        call_command("import_wordpress", str(path), uploads=str(bad))
    assert not Story.objects.exists()


# Names over a story


def test_co_authors_stand_in_their_order_and_guests_under_their_names(import_site):
    guest = post(
        50, type="guest-author", title="bo", terms="",
        meta=meta("cap-user_login", "bo") + meta("cap-display_name", "Bo Lindqvist"),
    )  # fmt: skip
    names = category("cap-bo", "bo", "author") + category("cap-ana", "ana", "author")
    report = import_site(post(1, terms=names + category("news", "News")), guest)

    story = Story.objects.get()
    assert [b.author.name for b in story.bylines.all()] == ["Bo Lindqvist", "Ana Petrov"]
    assert Author.objects.count() == 2
    assert [reason for _, reason in report.left_out] == [
        "its name stands over the stories of which it is an author"
    ]
