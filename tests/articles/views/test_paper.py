"""What stands around every page: name, colour, logo, policies, breaking news."""

from datetime import timedelta

import pytest
from django.core import mail as outbox
from django.core.exceptions import ValidationError
from django.utils import timezone

from articles.context import current_paper
from articles.models import Paper, Policy, Section
from articles.pictures import completing
from newsroom import mail
from tests.factories import PictureFactory, PolicyFactory, SectionFactory, StoryFactory, UserFactory
from tests.html import on_one_line

pytestmark = pytest.mark.django_db


def the_paper(**changes):
    paper = Paper.objects.get()
    for name, value in changes.items():
        setattr(paper, name, value)
    paper.full_clean()
    paper.save()
    return paper


# --- Name ---


def test_the_name_that_the_newsroom_wrote_stands_wherever_readers_and_machines_look(client):
    story = StoryFactory(published=True)
    the_paper(name="Alder Gazette", motto="Every tide")
    front, page = client.get("/").text, client.get(story.get_absolute_url()).text
    feed = client.get("/latest.rss").text

    assert "<title>Alder Gazette: Every tide</title>" in front
    assert 'class="masthead__name" href="/">Alder Gazette</a>' in front
    assert '<p class="footer__name">Alder Gazette</p>' in front
    assert 'content="Every tide"' in client.get("/corrections/").text
    assert '<meta property="og:site_name" content="Alder Gazette">' in page
    assert "<title>Alder Gazette</title>" in feed
    assert "<description>Every tide</description>" in feed
    section_feed = client.get(f"{story.section.get_absolute_url()}latest.rss").text
    assert f"<title>{story.section.name} · Alder Gazette</title>" in section_feed
    for text in (front, page, feed):
        assert "Harbour" not in text


def test_letters_are_signed_with_it_and_with_the_postal_address(settings):
    the_paper(name="Østersø Avis", address="4 Rope Walk\nPortside")
    mail.send("confirm_address", "bo@example.org", link="http://testserver/x/")
    [letter] = outbox.outbox
    [page] = [part.content for part in letter.alternatives]

    assert letter.subject == "Confirm your e-mail address for Østersø Avis"
    assert "Østersø Avis <newsroom@harbour.example>" in str(letter.message()["From"])
    assert "4 Rope Walk\nPortside" in letter.body
    assert "4 Rope Walk<br>Portside" in page
    assert "Harbour Record" not in letter.body + page


def test_a_sender_that_was_configured_is_left_alone(settings):
    settings.DEFAULT_FROM_EMAIL = "Night desk <night@example.org>"
    the_paper(name="Alder Gazette")

    assert mail.write("confirm_address", "bo@example.org", link="x").from_email == (
        "Night desk <night@example.org>"
    )


def test_what_is_left_empty_is_taken_from_the_settings(client, settings):
    settings.SITE_NAME = "The Quay"
    assert 'href="/">The Quay</a>' in client.get("/").text


def test_a_logo_stands_in_place_of_the_name_and_says_it(client):
    logo = PictureFactory(width=900, height=200)
    paper = the_paper(name="Alder Gazette", logo=logo)
    page = client.get("/").text

    assert f'<img src="{paper.logo_address}" width="900" height="200" alt="Alder Gazette">' in page
    assert client.get(paper.logo_address).status_code == 200


@pytest.mark.parametrize(
    ("size", "width"), [((1600, 400), 750), ((1400, 100), 1400), ((300, 300), 300), ((40, 40), 40)]
)
def test_a_logo_is_sent_no_larger_than_it_is_sharp(size, width):
    logo = PictureFactory(width=size[0], height=size[1])
    completing.complete(logo)
    assert f"/{width}." in Paper(logo=logo).logo_address


# --- Colour ---


def test_without_a_colour_of_its_own_a_paper_has_no_theme(client):
    assert "/theme/" not in client.get("/").text
    assert client.get("/theme/0123456789abcdef.css").status_code == 404


def test_a_brand_colour_comes_as_a_style_sheet_that_may_be_kept_for_ever(client):
    address = the_paper(brand="#a4123f", brand_in_the_dark="#ff8fb0").theme_address
    sheet = client.get(address)

    assert f'<link rel="stylesheet" href="{address}">' in client.get("/").text
    assert sheet["Content-Type"] == "text/css; charset=utf-8"
    assert sheet["Cache-Control"] == "public, max-age=31536000, immutable"
    assert "Vary" not in sheet
    assert "--brand: light-dark(#a4123f, #ff8fb0);" in sheet.text


def test_another_colour_has_another_address_and_the_old_one_is_gone(client):
    old = the_paper(brand="#a4123f").theme_address
    new = the_paper(brand="#123fa4").theme_address

    assert old != new
    assert client.get(old).status_code == 404
    assert "public" not in client.get(old).headers.get("Cache-Control", "")


def test_dark_paper_gets_the_nearest_shade_that_reads_if_none_was_written(client):
    paper = the_paper(brand="#a4123f")
    assert paper.shade_in_the_dark == "#e1536f"
    assert "light-dark(#a4123f, #e1536f)" in client.get(paper.theme_address).text


@pytest.mark.parametrize(
    ("colours", "field", "nearest"),
    [
        ({"brand": "#e0567f"}, "brand", "#c63d69"),
        # Enough on white, not enough on a panel.
        ({"brand": "#757575"}, "brand", "#707070"),
        ({"brand": "#a4123f", "brand_in_the_dark": "#404040"}, "brand_in_the_dark", "#858584"),
    ],
)
def test_a_colour_that_cannot_be_read_is_refused_with_the_nearest_that_can(colours, field, nearest):
    with pytest.raises(ValidationError) as refused:
        the_paper(**colours)

    [words] = refused.value.message_dict[field]
    assert "words need 4.5:1 to be read" in words
    assert words.endswith(f"is {nearest}.")


# --- Every page ---


def test_only_chosen_sections_stand_in_the_bar_and_all_in_the_footer(client):
    SectionFactory(name="City")
    SectionFactory(name="Chess", in_bar=False)
    bar, _, footer = client.get("/").text.partition("<main")

    assert "City" in bar
    assert "Chess" not in bar
    assert "Chess" in footer


def _on_one_line(client, address):
    return on_one_line(client.get(address).text)


def test_the_bar_says_where_one_is(client):
    story = StoryFactory(published=True)
    address = story.section.get_absolute_url()

    assert f'href="{address}" aria-current="page"' in _on_one_line(client, address)
    at_the_story = _on_one_line(client, story.get_absolute_url())
    assert f'href="{address}" aria-current="true"' in at_the_story
    assert 'href="/galleries/" aria-current="page"' in _on_one_line(client, "/galleries/")
    assert "aria-current" not in client.get("/").text.partition("<main")[0]


@pytest.mark.parametrize("path", ["/", "/corrections/", "/galleries/", "/reading/"])
def test_what_stands_around_a_page_costs_one_question(client, django_assert_max_num_queries, path):
    SectionFactory()
    client.get("/robots.txt")
    with django_assert_max_num_queries(20) as before:
        client.get(path)
    the_paper(name="Alder Gazette", brand="#a4123f", logo=PictureFactory())
    SectionFactory.create_batch(5)
    PolicyFactory.create_batch(5)
    Paper.objects.get().break_news("Ferry turned back", by=None, hours=2)

    with django_assert_max_num_queries(20) as after:
        client.get(path)
    around = [query["sql"] for query in after if "articles_paper" in query["sql"]]
    assert len(around) == 1
    assert len(after) <= len(before)


def test_breaking_news_that_leads_to_a_story_costs_one_more(client, django_assert_num_queries):
    client.get("/robots.txt")
    with django_assert_num_queries(1):
        client.get("/reading/")
    Paper.objects.get().break_news(
        "Turned back", by=None, hours=2, story=StoryFactory(published=True)
    )

    with django_assert_num_queries(2):
        client.get("/reading/")


# --- Breaking news ---


def test_breaking_news_stands_above_every_page_and_ends_by_itself(client, time_machine):
    now = timezone.now()
    story = StoryFactory(published=True)
    Paper.objects.get().break_news("Ferry turned back", by=None, hours=3, story=story)
    link = f'<a href="{story.get_absolute_url()}">Ferry turned back</a>'

    for path in ("/", "/nowhere/", "/accounts/login/"):
        page = client.get(path).text
        assert page.index(link) < page.index('class="wrap masthead"')
        assert page.count('aria-label="Breaking news"') == 1
    time_machine.move_to(now + timedelta(hours=3, minutes=1))
    assert "Ferry turned back" not in client.get("/").text


def test_a_line_needs_no_story(client):
    Paper.objects.get().break_news("The bridge is closed & the ferry waits", by=None, hours=1)
    line = "</strong> The bridge is closed &amp; the ferry waits</p>"
    assert line in _on_one_line(client, "/")


def test_another_line_takes_the_place_of_the_first(client):
    Paper.objects.get().break_news("One", by=None, hours=1)
    Paper.objects.get().break_news("Two", by=None, hours=1)
    page = _on_one_line(client, "/")

    assert "</strong> Two</p>" in page
    assert "</strong> One</p>" not in page


@pytest.mark.parametrize("state", ["draft", "scheduled", "taken down"])
def test_a_line_never_leads_to_a_story_that_readers_cannot_see(client, state):
    later = timezone.now() + timedelta(hours=1)
    story = {
        "draft": StoryFactory,
        "scheduled": lambda: StoryFactory(at=later),
        "taken down": lambda: StoryFactory(taken_down="A mistake."),
    }[state]()
    Paper.objects.get().break_news("Secret", by=None, hours=2, story=story)

    assert "Secret" not in client.get("/").text


def test_a_line_can_be_ended_before_its_time(client):
    Paper.objects.get().break_news("Ferry turned back", by=None, hours=24)
    Paper.objects.get().end_breaking_news(by=None)

    assert "Ferry turned back" not in client.get("/").text


# --- Policies ---


def test_a_policy_has_a_page_and_a_place_in_the_footer_and_on_the_map(client):
    second = PolicyFactory(title="Contact", slug="contact", position=2)
    PolicyFactory(title="Ethics", slug="ethics", position=1)
    page = client.get("/about/contact/")

    assert "<h1>Contact</h1>" in page.text
    assert "<p>We name our sources.</p>" in page.text
    assert "s-maxage" in page["Cache-Control"]
    assert page.text.index('href="/about/ethics/"') < page.text.index('href="/about/contact/"')
    assert second.get_absolute_url() in client.get("/sitemap-policies.xml").text
    assert client.get("/about/nothing/").status_code == 404


def test_a_policy_keeps_nothing_but_clean_words(client):
    picture = PictureFactory()
    PolicyFactory(
        slug="ethics",
        body='<p onclick="x()">Yes</p><script>x()</script>'
        f'<story-embed data-kind="picture" data-id="{picture.pk}"></story-embed>',
    )

    assert Policy.objects.get().body == "<p>Yes</p>"


def test_somebody_who_is_logged_in_gets_the_same_frame(client):
    client.force_login(UserFactory(name="Ana"))
    PolicyFactory(title="Ethics")
    page = client.get("/").text

    assert "Ethics" in page
    assert "Ana" in page


def test_sections_stand_on_every_page_in_the_one_order_that_the_model_has():
    for name, position in (("Sport", 1), ("World", 2), ("City", 2), ("Culture", 0)):
        SectionFactory(name=name, position=position)
    names = [section.name for section in current_paper().sections]
    assert names == ["Culture", "Sport", "City", "World"]
    assert names == list(Section.objects.values_list("name", flat=True))
