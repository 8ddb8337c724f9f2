"""Pictures and quotes on the desk, and the furniture of the paper."""

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from articles.models import Author, OldAddress, Picture, Quote, Section, Topic
from tests.factories import (
    AuthorFactory,
    GalleryFactory,
    PictureFactory,
    QuoteFactory,
    SectionFactory,
    StoryFactory,
    UserFactory,
    editor,
    picture_file,
    reporter,
)

from .desk import address, said
from .pictures import upload

pytestmark = pytest.mark.django_db
WORDS = {"alt": "", "caption": "", "credit": "", "licence": ""}


@pytest.fixture
def ana(client):
    user = editor()
    client.force_login(user)
    return user


def test_an_uploaded_picture_is_received_with_its_words(client, ana):
    form = {
        "file": upload(),
        "alt": "A boat",
        "caption": "On Monday",
        "credit": "Jo",
        "licence": "",
    }
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
    form = {"file": upload(name, half if content is None else content), "caption": "Kept"}
    response = client.post(address("picture_add"), WORDS | form)
    assert response.status_code == 422
    assert words in response.content.decode()
    assert "Kept" in response.content.decode()
    assert not Picture.objects.exists()


@pytest.mark.parametrize("name", ["a.php.png", "../../x.png", "n" * 300 + ".jpg", "ö 😀.JPG", "x"])
def test_a_file_may_have_any_name(client, ana, name):
    assert client.post(address("picture_add"), WORDS | {"file": upload(name)}).status_code == 302
    picture = Picture.objects.get()
    assert picture.original.name.startswith(picture.digest[:2])
    assert name[-9:] in picture.original_name or "/" in name


def test_forged_fields_of_a_picture_have_no_effect(client, ana):
    form = WORDS | {"file": upload(), "key": "chosen", "width": 9, "original": "x", "widths": "[9]"}
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
    update = next(q["sql"] for q in queries if q["sql"].startswith('UPDATE "articles_picture"'))
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


# Crops


def crop(client, picture, crops):
    form = WORDS | {"focal_x": 0.5, "focal_y": 0.5, "own_crops": crops}
    response = client.post(address("picture_change", picture.pk), form)
    picture.refresh_from_db()
    return response


def test_a_ratio_is_cut_otherwise_than_by_the_focal_point(client, ana):
    picture = PictureFactory()
    chosen = {"1:1": {"x": 0.4, "y": 0.3, "zoom": 1.5}}
    assert crop(client, picture, json.dumps(chosen)).status_code == 302
    assert picture.crops == chosen
    page = client.get(address("picture_change", picture.pk)).text
    assert "&quot;zoom&quot;: 1.5" in page
    crop(client, picture, "{}")
    assert picture.crops == {}


@pytest.mark.parametrize(
    ("crops", "words"),
    [
        ("x", "could not be read"),
        ("[1]", "could not be read"),
        ("[" * 1000, "could not be read"),
        ('{"7:9": {"x": 0.5}}', "There is no crop 7:9."),
        ('{"1:1": 3}', "The crop 1:1 could not be read."),
        ('{"1:1": {"x": NaN}}', "lies outside the picture"),
        ('{"1:1": {"x": 1e400}}', "lies outside the picture"),
        ('{"1:1": {"y": -0.1}}', "lies outside the picture"),
        ('{"1:1": {"y": "0.5"}}', "lies outside the picture"),
        ('{"1:1": {"x": true}}', "lies outside the picture"),
        ('{"1:1": {"zoom": 0.5}}', "up to 4 times"),
        ('{"1:1": {"zoom": 5}}', "up to 4 times"),
        ('{"1:1": {"zoom": Infinity}}', "up to 4 times"),
        ('{"1:1": {"x": %s}}' % ("9" * 1500), "lies outside the picture"),
        ("x" * 3000, "at most 2000 characters"),
    ],
)
def test_a_crop_that_cannot_be_meant_is_refused_in_words(client, ana, crops, words):
    picture = PictureFactory()
    response = crop(client, picture, crops)
    assert response.status_code == 422
    assert words in response.text
    assert picture.crops == {}


# Many at once


def test_many_pictures_are_described_on_one_page(client, ana):
    first, second = PictureFactory(alt=""), PictureFactory(caption="As it was")
    chosen = {"action": "write_words", "_selected_action": [first.pk, second.pk]}
    page = client.post(address("picture_changelist"), chosen)
    assert page.status_code == 302
    form = {
        f"p{first.pk}-alt": "A  boat", f"p{first.pk}-caption": "", f"p{first.pk}-credit": "Jo",
        f"p{second.pk}-alt": second.alt, f"p{second.pk}-caption": "As it is",
        f"p{second.pk}-credit": second.credit,
    }  # fmt: skip
    assert client.get(page.url).text.count("<textarea") == 4
    response = client.post(page.url, form, follow=True)
    assert "2 pictures changed." in said(response)
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.alt, first.caption, second.caption) == ("A boat", "", "As it is")


def test_words_of_many_that_do_not_fit_are_refused_and_none_is_lost(client, ana):
    first, second = PictureFactory(), PictureFactory()
    form = {f"p{first.pk}-alt": "a" * 251, f"p{second.pk}-caption": "Kept"}
    response = client.post(f"{address('picture_words')}?ids={first.pk},{second.pk}", form)
    assert response.status_code == 422
    assert "at most 250 characters" in response.text
    assert "Kept" in response.text
    second.refresh_from_db()
    assert second.caption == "The field on Monday."


@pytest.mark.parametrize(("where", "written"), [("empty", ["Ana", "Jo"]), ("all", ["Ana", "Ana"])])
def test_the_same_credit_is_given_to_many(client, ana, where, written):
    pictures = [PictureFactory(credit="", copyright="Old"), PictureFactory(credit="Jo")]
    page = f"{address('picture_same-words')}?ids={','.join(str(p.pk) for p in pictures)}"
    assert client.get(page).status_code == 200
    client.post(page, {"credit": "Ana", "usage_terms": "Print only.", "where": where})
    for picture in pictures:
        picture.refresh_from_db()
    assert [picture.credit for picture in pictures] == written
    assert [picture.usage_terms for picture in pictures] == ["Print only."] * 2
    assert pictures[0].copyright == "Old"


def test_nothing_to_write_is_not_a_way_to_empty_words(client, ana):
    picture = PictureFactory()
    page = f"{address('picture_same-words')}?ids={picture.pk}"
    response = client.post(page, {"where": "all"})
    assert response.status_code == 422
    assert "Write at least one of these." in response.text


def test_a_reporter_does_not_rewrite_what_readers_see_by_the_dozen(client):
    client.force_login(reporter())
    seen, mine = PictureFactory(), PictureFactory()
    StoryFactory(published=True, lead_picture=seen)
    page = f"{address('picture_same-words')}?ids={seen.pk},{mine.pk}"
    assert "1 of the chosen picture is left out" in client.get(page).text
    client.post(page, {"credit": "Hacked", "where": "all"})
    seen.refresh_from_db()
    mine.refresh_from_db()
    assert (seen.credit, mine.credit) == ("Jo Lindqvist", "Hacked")


@pytest.mark.parametrize("ids", ["", "x", "9" * 40, "1,x,%00,-1", "99999999"])
@pytest.mark.parametrize("page", ["words", "same-words"])
def test_numbers_of_pictures_that_are_none_choose_none(client, ana, page, ids):
    response = client.get(f"{address(f'picture_{page}')}?ids={ids}")
    assert response.status_code in (200, 400)


# Finding


def test_a_picture_is_found_by_all_that_is_known_of_it(client, ana):
    words = {"caption": "regatta", "alt": "sails", "credit": "Lindqvist", "creator": "Petrov",
             "people": "Okafor", "keywords": "harbour", "place": "Alderhaven",
             "original_name": "DSC_0042.JPG"}  # fmt: skip
    PictureFactory(caption="Other", alt="Other", credit="Other")
    picture = PictureFactory(**words)
    Picture.objects.filter(pk=picture.pk).update(original_name=words["original_name"])
    for word in words.values():
        answer = client.get(address("picture_choose"), {"q": word}).json()
        assert [row["id"] for row in answer["choices"]] == [picture.pk], word


def test_the_picker_shows_what_is_ready_all_or_ones_own(client):
    client.force_login(jo := reporter())
    ready = PictureFactory()
    asked = PictureFactory(ask_first=True)
    ended = PictureFactory(usable_until="2001-01-31")
    withdrawn = PictureFactory()
    withdrawn.withdraw(by=None, reason="Wrong man")
    mine = PictureFactory(by=jo, usable_until="2090-01-31")

    def shown(show):
        answer = client.get(address("picture_choose"), {"show": show}).json()
        return {row["id"]: row["rights"] for row in answer["choices"]}

    assert set(shown("ready")) == {ready.pk, mine.pk}
    assert set(shown("mine")) == {mine.pk}
    every = shown("all")
    assert {pk: rights["words"] for pk, rights in every.items()} == {
        ready.pk: "Ready to use",
        asked.pk: "Ask first",
        ended.pk: "Ended on 31 January 2001",
        withdrawn.pk: "Withdrawn",
        mine.pk: "Ends on 31 January 2090",
    }
    blocked = {pk for pk, rights in every.items() if rights["blocked"]}
    assert blocked == {ended.pk, withdrawn.pk}
    assert "Wrong man" in every[withdrawn.pk]["blocked"]


def test_more_pictures_come_when_they_are_asked_for(client, ana):
    Picture.objects.bulk_create(
        [Picture(width=9, height=9, widths=[9], caption=f"Boat {n}") for n in range(30)]
    )
    first = client.get(address("picture_choose")).json()
    rest = client.get(address("picture_choose"), {"from": 24}).json()
    assert (len(first["choices"]), first["more"]) == (24, True)
    assert (len(rest["choices"]), rest["more"]) == (6, False)
    for nonsense in ("x", "-1", "9" * 40, "1e3"):
        assert client.get(address("picture_choose"), {"from": nonsense}).status_code == 200


@pytest.mark.parametrize(
    "asked", ["missing=alt", "missing=credit", "made=ai", "rights=ended", "rights=withdrawn"]
)
def test_the_list_is_narrowed_to_what_needs_work(client, ana, asked):
    PictureFactory()
    wanted = {
        "missing=alt": lambda: PictureFactory(alt="", caption="Wanted"),
        "missing=credit": lambda: PictureFactory(credit="", caption="Wanted"),
        "made=ai": lambda: PictureFactory(source=Picture.Source.MADE, caption="Wanted"),
        "rights=ended": lambda: PictureFactory(usable_until="2001-01-31", caption="Wanted"),
        "rights=withdrawn": lambda: PictureFactory(caption="Wanted"),
    }[asked]()
    if asked == "rights=withdrawn":
        wanted.withdraw(by=None, reason="Wrong man")
    page = client.get(f"{address('picture_changelist')}?{asked}").text
    assert "Wanted" in page
    assert "1 picture" in page


def test_the_form_tells_of_the_file_and_of_pictures_like_it(client, ana):
    picture, twin = PictureFactory(), PictureFactory(caption="The twin")
    Picture.objects.filter(pk=picture.pk).update(original_name="DSC_0042.JPG")
    page = client.get(address("picture_change", picture.pk)).text
    assert "DSC_0042.JPG" in page
    assert "60 × 40 pixels" in page
    assert f'The same file: <a href="{address("picture_change", twin.pk)}">The twin</a>' in page


def test_a_picture_in_use_is_not_deleted(client, ana):
    picture = PictureFactory()
    GalleryFactory(pictures=[picture])
    client.post(address("picture_delete", picture.pk), {"post": "yes"})
    assert Picture.objects.filter(pk=picture.pk).exists()


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
