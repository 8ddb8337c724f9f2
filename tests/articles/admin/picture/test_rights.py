"""The desk warns before a right ends, and reports what ends or has ended."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from articles.models import Picture
from articles.pictures import usage
from newsroom.moments import day_in_words
from tests.articles.admin.desk import address, page_of, press, said
from tests.articles.pictures.library import in_days
from tests.factories import (
    AuthorFactory,
    GalleryFactory,
    PictureFactory,
    SectionFactory,
    StoryFactory,
    moderator,
    pictures_without_files,
    reporter,
)

pytestmark = pytest.mark.django_db
WHY = "The photographer has asked for it."


def report(client, what="", page=""):
    return client.get(address("picture_rights"), {"what": what} | ({"page": page} if page else {}))


def names(response):
    return [row.name for row in response.context["report"].rows]


def embed(kind, thing):
    return f'<p>One.</p><story-embed data-kind="{kind}" data-id="{thing.pk}"></story-embed>'


# Warned before


def test_a_story_tells_what_is_to_be_known_of_each_of_its_pictures(client, ana):
    lead = in_days(5, caption="The crane")
    inside = PictureFactory(caption="The ferry", ask_first=True)
    of_gallery = PictureFactory(caption="The market", territory="Norway")
    gallery = GalleryFactory(pictures=[PictureFactory(caption="The van"), of_gallery])
    body = embed("picture", inside) + embed("gallery", gallery)
    page = page_of(client, StoryFactory(lead_picture=lead, body=body))

    assert f"ends on {day_in_words(lead.usable_until)}, in 5 days." in page
    for words in ("The crane</a> (lead picture)", "Ask before using it.", "territory: Norway"):
        assert words in page
    assert "The van</a>" not in page


def test_a_story_that_can_not_go_out_with_its_picture_says_so_before_anybody_presses(client, ana):
    story = StoryFactory(lead_picture=in_days(-1, caption="The crane"))

    assert "The right to use “The crane” ended on" in page_of(client, story)
    response = press(client, story, "_publish")
    assert any("“The crane” ended on" in words for words in said(response))
    assert not story.is_public


def test_a_story_scheduled_for_after_the_right_is_told(client, ana):
    crane = PictureFactory(caption="The crane")
    story = StoryFactory(lead_picture=crane, at=timezone.now() + timedelta(days=40))
    Picture.objects.update(usable_until=usage.today() + timedelta(days=30))

    assert "after the last day on which it may be used" in page_of(client, story)


def test_a_gallery_tells_it_too(client, ana):
    gallery = GalleryFactory(pictures=[in_days(-1, caption="The crane"), PictureFactory()])
    page = client.get(address("gallery_change", gallery.pk)).text
    assert "The right to use it ended on" in page

    client.post(address("gallery_schedule", gallery.pk), {"at_0": "2090-07-01", "at_1": "06:00"})
    gallery.refresh_from_db()
    assert gallery.published_at is None


def test_a_gallery_is_not_scheduled_for_after_the_right_and_what_was_typed_stays(client, ana):
    gallery = GalleryFactory(pictures=[in_days(10, caption="The crane")])
    form = {"at_0": "2090-07-01", "at_1": "06:00"}
    response = client.post(address("gallery_schedule", gallery.pk), form)

    assert response.status_code == 422
    assert "before that hour" in response.text
    assert "2090-07-01" in response.text


def test_new_stories_and_galleries_have_nothing_to_be_warned_of(client, ana):
    for kind in ("story", "gallery"):
        assert "Its pictures" not in client.get(address(f"{kind}_add")).text


@pytest.mark.parametrize("many", [1, 12])
def test_warnings_ask_one_question_about_any_number_of_pictures(client, ana, many):
    body = "".join(embed("picture", PictureFactory(ask_first=True)) for _ in range(many))
    story = StoryFactory(body=body)
    with CaptureQueriesContext(connection) as queries:
        assert page_of(client, story).count("Ask before using it.") == many

    # What stands between the story and its readers asks once as well, and so do the checks.
    asked = [q["sql"] for q in queries if q["sql"].startswith('SELECT "articles_picture"')]
    assert len(asked) <= 3


# The report


def test_the_report_comes_in_the_order_of_urgency(client, ana):
    StoryFactory(published=True, lead_picture=in_days(0, caption="today, live"))
    StoryFactory(published=True, lead_picture=in_days(20, caption="later, live"))
    in_days(-5, caption="ended, unused")
    PictureFactory(caption="asks", ask_first=True)
    PictureFactory(caption="gone").withdraw(by=None, reason=WHY)
    in_days(31, caption="not yet")
    PictureFactory(caption="free")
    live = in_days(0, caption="ended, live")
    GalleryFactory(published=True, pictures=[live])
    Picture.objects.filter(pk=live.pk).update(usable_until=date(2026, 3, 3))

    response = report(client)
    order = ["ended, live", "today, live", "later, live", "ended, unused", "asks", "gone"]
    assert names(response) == order
    assert "ended on 3 March 2026" in response.text
    assert "ends today" in response.text
    assert WHY in response.text


@pytest.mark.parametrize(
    ("what", "found"),
    [("ended", ["ended"]), ("soon", ["soon"]), ("ask", ["asks"]), ("withdrawn", ["gone"])],
)
def test_the_report_shows_one_kind_alone(client, ana, what, found):
    in_days(-1, caption="ended", ask_first=True)
    in_days(3, caption="soon", ask_first=True)
    in_days(90, caption="asks", ask_first=True)
    in_days(-1, caption="gone").withdraw(by=None, reason=WHY)

    response = report(client, what)
    assert names(response) == found
    counts = {kind["what"]: kind["count"] for kind in response.context["report"].kinds}
    assert counts == {"": 4, "ended": 1, "soon": 1, "ask": 1, "withdrawn": 1}


def test_the_report_says_where_each_is_used(client, ana):
    crane = in_days(3, caption="The crane")
    live = StoryFactory(published=True, headline="It is live", lead_picture=crane)
    StoryFactory(headline="It is a draft", body=embed("picture", crane))
    StoryFactory(headline="It comes", lead_picture=crane, at=timezone.now() + timedelta(days=1))
    updated = StoryFactory(headline="It changes", published=True)
    updated.write(by=None, lead_picture=crane)
    updated.update(by=None, at=timezone.now() + timedelta(hours=1))
    GalleryFactory(title="In a gallery", published=True, pictures=[crane])
    GalleryFactory(title="In another", pictures=[crane])
    AuthorFactory(name="Mirela", portrait=crane)

    (row,) = report(client).context["report"].rows
    uses = {use.name: use.kind for use in row.uses}
    assert [use.is_out for use in row.uses] == [True, True, *[False] * 5]
    assert uses.keys() == {
        "It is live", "It is a draft", "It comes", "It changes", "In a gallery", "In another",
        "Mirela",
    }  # fmt: skip
    assert (uses["It is live"], uses["It is a draft"]) == ("Live story", "On the desk")
    assert uses["It comes"].startswith("Scheduled for ")
    assert uses["It changes"].startswith("Update on ")
    assert uses["In a gallery"] == "Gallery that readers have"
    assert address("story_change", live.pk) in report(client).text


def test_a_reporter_reads_the_report_but_no_drafts_of_others_in_it(client):
    crane = in_days(3)
    StoryFactory(headline="A secret", lead_picture=crane)
    client.force_login(reporter())
    response = report(client)

    assert response.status_code == 200
    assert "A secret" not in response.text
    assert "Withdraw…" not in response.text


def test_the_report_is_for_those_who_may_change_pictures(client):
    assert report(client).status_code == 302
    client.force_login(moderator())
    assert report(client).status_code == 403


@pytest.mark.parametrize("query", ["?what=x", "?page=0", "?page=99", "?page=x", "?page=9%009"])
def test_a_wrong_address_of_the_report_is_not_found(client, ana, query):
    assert client.get(address("picture_rights") + query).status_code in (400, 404)


def test_an_empty_report_says_so(client, ana):
    assert "No right ends within 30 days" in report(client).text
    assert "No picture is among these." in report(client, "ask").text


@pytest.mark.parametrize("year", [1, 9999])
def test_the_report_bears_any_day_there_is(client, ana, year):
    PictureFactory(caption="The crane", usable_until=date(year, 12, 31))

    assert names(report(client)) == (["The crane"] if year == 1 else [])


@pytest.mark.thorough
def test_a_long_report_has_pages_and_asks_as_many_questions_as_a_short_one(client, ana):
    section = SectionFactory()
    pictures = [in_days(1)]
    StoryFactory(published=True, lead_picture=pictures[0], section=section)
    GalleryFactory(published=True, pictures=pictures)
    report(client)
    with CaptureQueriesContext(connection) as few:
        report(client)
    for _ in range(22):
        pictures += pictures_without_files(1, usable_until=pictures[0].usable_until)
        StoryFactory(
            published=True, lead_picture=pictures[-1], body=embed("picture", pictures[0]),
            section=section,
        )  # fmt: skip
        GalleryFactory(published=True, pictures=pictures[-2:])
    with CaptureQueriesContext(connection) as many:
        response = report(client)

    assert len(many) == len(few)
    assert len(many) <= 20
    assert len(response.context["report"].rows) == 20
    assert len(report(client, page="2").context["report"].rows) == 3
    assert all(len(row.uses) <= 41 for row in response.context["report"].rows)


def test_the_library_and_the_first_page_of_the_desk_lead_to_the_report(client, ana):
    for page in (reverse("admin:index"), address("picture_changelist")):
        assert address("picture_rights") in client.get(page).text
