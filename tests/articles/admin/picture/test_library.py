"""The picture library at the desk: finding a picture, and describing many at once."""

import pytest

from articles.models import Picture
from tests.articles.admin.desk import address, said
from tests.factories import PictureFactory, StoryFactory

pytestmark = pytest.mark.django_db


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


def test_a_reporter_does_not_rewrite_what_readers_see_by_the_dozen(client, jo):
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


def test_the_picker_shows_what_is_ready_all_or_ones_own(client, jo):
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
    assert {pk: rights["label"] for pk, rights in every.items()} == {
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
