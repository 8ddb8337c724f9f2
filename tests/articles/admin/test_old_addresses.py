"""Old addresses at the desk: they lead anywhere, once, and come and go as a file."""

import csv
import io
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from articles.models import AskedFor, OldAddress
from tests.factories import (
    AuthorFactory,
    GalleryFactory,
    PolicyFactory,
    SectionFactory,
    StoryFactory,
    TopicFactory,
    reporter,
)

from .desk import address

pytestmark = pytest.mark.django_db


def with_a_story(**named):
    """What readers have because a story names it."""
    [(field, thing)] = named.items()
    StoryFactory(published=True, **{field: [thing]})
    return thing


def add(client, path, leads_to="", story=""):
    form = {"path": path, "leads_to": leads_to, "story": story}
    return client.post(address("oldaddress_add"), form)


def read(client, text, name="old.csv"):
    text = text if isinstance(text, bytes) else text.encode()
    file = SimpleUploadedFile(name, text, "text/csv")
    return client.post(address("oldaddress_read"), {"file": file})


@pytest.mark.parametrize(
    "thing",
    [
        SectionFactory,
        lambda: with_a_story(topics=TopicFactory()),
        lambda: with_a_story(authors=AuthorFactory()),
        PolicyFactory,
        lambda: GalleryFactory(published=True),
        lambda: StoryFactory(published=True),
    ],
)
def test_they_lead_to_any_page_of_the_paper(client, ana, thing):
    page = thing().get_absolute_url()
    assert add(client, "/2019/05/old.html", page).status_code == 302
    client.logout()

    answer = client.get("/2019/05/old.html")
    assert (answer.status_code, answer.url) == (301, page)
    assert client.get(answer.url).status_code == 200


def test_a_storys_address_is_kept_as_the_story(client, ana, settings):
    story = StoryFactory(published=True)
    add(client, "/old", settings.SITE_URL + story.get_absolute_url())

    assert OldAddress.objects.get().story == story
    assert OldAddress.objects.get().leads_to == ""


def test_they_lead_to_another_site_and_to_a_page_that_was_renamed_in_one_step(client, ana):
    topic = with_a_story(topics=TopicFactory(slug="sea"))
    add(client, "/shop", "https://shop.example.org/?from=paper")
    add(client, "/water", "/topics/sea/")
    topic.slug = "the-sea"
    topic.save()
    client.logout()

    assert client.get("/shop").url == "https://shop.example.org/?from=paper"
    assert client.get("/water").url == "/topics/the-sea/"


def test_of_what_readers_do_not_have_nothing_is_told(client, ana):
    gallery = GalleryFactory()
    OldAddress.objects.create(path="/old", leads_to=gallery.get_absolute_url())
    client.logout()

    assert client.get("/old").status_code == 404


@pytest.mark.parametrize(
    ("path", "leads_to", "said"),
    [
        ("/c", "/a", "an old address itself, which leads to /topics/sea/"),
        ("/c", "/a/", "an old address itself"),
        ("/c", "/c", "lead to itself"),
        ("/c", "/c/", "lead to itself"),
        ("/c", "/no/page/here/", "No page of the paper has this address."),
        ("/c", "/topics/nowhere/", "No page of the paper has this address."),
        ("/c", "javascript:alert(1)", "with https://"),
        ("/c", "ftp://example.org/", "with https://"),
        ("/c", "//example.org/", "Write a path of the paper"),
        ("/c", "https://", "with https://"),
        ("/c", "https://user@example.org/", "with https://"),
        ("/c", "/topics/sea/?page=2", "without “?”"),
        ("c", "/topics/sea/", "from its first “/” on"),
        ("//c", "/topics/sea/", "from its first “/” on"),
        ("/a", "/topics/sea/", "already exists"),
        ("/c", "", "Say where it leads"),
    ],
)
def test_what_cannot_be_is_refused_in_words_and_comes_back(client, ana, path, leads_to, said):
    TopicFactory(slug="sea")
    OldAddress.objects.create(path="/a", leads_to="/topics/sea/")

    answer = add(client, path, leads_to)

    assert answer.status_code == 422
    assert said in answer.text
    assert f'value="{path}"' in answer.text
    assert OldAddress.objects.count() == 1


def test_a_circle_and_a_chain_from_the_other_side_are_refused(client, ana):
    TopicFactory(slug="sea")
    OldAddress.objects.create(path="/a", leads_to="/b")
    OldAddress.objects.create(path="/x", leads_to="/y")

    assert "circle" in add(client, "/b", "/a").text
    assert "The old address /x leads here." in add(client, "/y", "/topics/sea/").text


def test_all_of_them_leave_as_a_file_and_come_back_from_it(client, ana):
    story = StoryFactory(published=True)
    TopicFactory(slug="sea")
    OldAddress.objects.create(path="/old,1", story=story)
    OldAddress.objects.create(path="/b", leads_to="/topics/sea/")
    file = client.get(address("oldaddress_export"))
    rows = list(csv.reader(io.StringIO(file.content.decode("utf-8-sig"))))
    assert rows[0] == ["old address", "leads to"]
    assert ["/old,1", story.get_absolute_url()] in rows

    OldAddress.objects.filter(path="/old,1").delete()
    OldAddress.objects.filter(path="/b").update(leads_to="https://example.org/")
    assert read(client, file.content).status_code == 302

    assert OldAddress.objects.get(path="/old,1").story == story
    assert OldAddress.objects.get(path="/b").leads_to == "/topics/sea/"
    page = client.get(address("oldaddress_changelist"))
    assert "1 added, 1 changed, 0 as before." in page.text


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("/a,/topics/sea/\n/b,/no/page/here\n", "Line 2, /b: No page of the paper is at"),
        ("/a,/topics/sea/\n/b,/a\n", "Line 2, /b: That is an old address itself"),
        ("/a,/b\n/b,/a\n", "Line 1, /a: No page of the paper is at /b"),
        ("/a\n", "Line 1 has one column"),
        ("/a,", "Line 1, /a: Say where it leads"),
        ('/a,"/topics', "a quotation mark is open"),
        (b"\xff\xfe/\x00", "not UTF-8"),
        ("\n\n", "No line has an address."),
        ("", "The file is empty."),
        ("/a,/topics/sea/\n" * 5001, "more than 5000 lines"),
        ("x" * 600 + ",/topics/sea/", "Line 1"),
    ],
)
def test_of_a_file_with_something_wrong_nothing_is_taken(client, ana, text, said):
    TopicFactory(slug="sea")

    answer = read(client, text)

    assert answer.status_code == 422
    assert said in answer.text
    assert not OldAddress.objects.exists()


def test_a_file_with_semicolons_is_read_too(client, ana):
    TopicFactory(slug="sea")
    assert read(client, "Old address;leads to\r\n/a;/topics/sea/\r\n").status_code == 302
    assert OldAddress.objects.get().path == "/a"


def test_what_was_not_found_is_listed_most_often_first_and_can_be_led_on(client, ana):
    for path, count in (("/rare", 1), ("/often?x", 7)):
        AskedFor.objects.create(path=path, count=count, is_known=False, last_on=date(2026, 11, 30))
    AskedFor.objects.create(path="/a", count=9, is_known=True, last_on=date(2026, 11, 30))
    page = client.get(address("oldaddress_not_found"))

    assert [row.path for row in page.context["page"]] == ["/often?x", "/rare"]
    assert 'add/?path=%2Foften%3Fx"' in page.text
    assert 'value="/often?x"' in client.get(address("oldaddress_add") + "?path=%2Foften%3Fx").text

    client.post(address("oldaddress_not_found"))
    assert AskedFor.objects.get().path == "/a"


def test_a_reporter_has_none_of_it(client):
    client.force_login(reporter())
    for name in ("oldaddress_not_found", "oldaddress_read", "oldaddress_export"):
        assert client.get(address(name)).status_code == 403
    assert client.post(address("oldaddress_not_found")).status_code == 403


def test_the_list_tells_how_often_each_was_asked_for(client, ana):
    OldAddress.objects.create(path="/a", leads_to=reverse("articles:front"))
    AskedFor.objects.create(path="/a", count=41, is_known=True, last_on=date(2026, 11, 30))

    assert "41" in client.get(address("oldaddress_changelist")).text
