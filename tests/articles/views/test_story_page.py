"""What stands around the text of a story, and when."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles.publishing import Change
from tests.factories import (
    AuthorFactory,
    CorrectionFactory,
    QuoteFactory,
    SectionFactory,
    StoryFactory,
    TopicFactory,
)
from tests.small_paper import embed

pytestmark = pytest.mark.django_db
LONG = "<p>The council met on Monday and did not decide on the bridge, on the ferry, on the new "
LONG += "landing stage or on the hours of the swimming bath, which had been closed since the "
LONG += "spring because of its roof and will stay closed until somebody pays.</p>"


@pytest.fixture
def read(client):
    """read(story): its page, as text."""
    return lambda story: client.get(story.get_absolute_url()).text


def published(**fields):
    return StoryFactory(published=True, **fields)


def test_one_author_stands_there_with_role_and_place(read):
    author = AuthorFactory(name="Ana Petrov", role="city hall reporter", location="Portside")
    page = read(published(authors=[author]))

    assert ">Ana Petrov</a>, city hall reporter, in Portside</span>" in page


def test_several_authors_stand_there_by_name(read):
    authors = [AuthorFactory(name=name, role="reporter") for name in ("Ana", "Bo", "Cy")]
    page = read(published(authors=authors))

    assert page.index(">Ana</a>, <a") < page.index(">Bo</a> and <a") < page.index(">Cy</a></span>")


def test_a_note_on_the_author_names_them_once(read):
    author = AuthorFactory(name="Ana Petrov", bio="Ana Petrov has covered the council for years.")
    page = read(published(authors=[author, AuthorFactory(name="Bo", bio="Writes on the sea.")]))

    assert ">Ana Petrov</a> has covered the council for years.</p>" in page
    assert ">Bo</a>. Writes on the sea.</p>" in page


def test_a_story_without_author_standfirst_and_picture_has_no_empty_places(read):
    page = read(published(standfirst=""))

    for absent in ("story__standfirst", "By ", "<figcaption", 'rel="author"'):
        assert absent not in page


def test_updated_is_said_only_of_a_substantive_change(read):
    story = published()
    assert "Updated" not in read(story)

    story.write(by=None, body="<p>A text without its typing error.</p>")
    story.update(by=None)
    assert "Updated" not in read(story)
    story.write(by=None, body="<p>Another text.</p>")
    story.update(by=None, change=Change(kind="update", text="The ferry has sailed."))
    assert "Updated <time" in read(story)


def test_what_is_not_news_says_what_it_is(read):
    assert "story__labels" not in read(published())
    assert ">Analysis</span>" in read(published(kind="analysis"))


def test_opinion_in_the_section_of_that_name_is_said_once(read):
    page = read(published(kind="opinion", section=SectionFactory(name="Opinion")))

    assert "story__kind" not in page


def test_who_paid_for_a_story_is_named_over_it(read):
    page = read(published(sponsor="<Ballast> Traders"))

    assert "Sponsored by &lt;Ballast&gt; Traders" in page
    assert page.index("Sponsored by") < page.index("<h1")


def test_live_is_a_word_and_goes_by_itself(read):
    now = timezone.now()

    assert ">Live<" in read(published(live_label_until=now + timedelta(hours=1)))
    assert ">Live<" not in read(published(live_label_until=now - timedelta(minutes=1)))


@pytest.mark.parametrize(("material", "above"), [(True, True), (False, False)])
def test_a_material_correction_stands_above_the_text_and_others_below(read, material, above):
    story = published()
    CorrectionFactory(story=story, material=material)
    page = read(story)

    assert (page.index("The vote was 23") < page.index("opened on Monday")) is above


def test_a_dateline_takes_the_place_of_the_large_letter(read):
    assert "prose--drop-cap" in read(published(body=LONG))
    assert "prose--drop-cap" not in read(published(body=LONG, dateline="Portside"))


def test_a_quote_has_an_address_on_the_page_and_one_of_its_own(read):
    quote = QuoteFactory()
    page = read(published(body="<p>a</p>" + embed("quote", quote) + embed("quote", quote, "wide")))

    assert page.count(f'id="quote-{quote.pk}"') == 1
    assert page.count(f'href="{quote.get_absolute_url()}">Share this quote</a>') == 2


def test_a_story_is_shared_by_plain_links_that_carry_headline_and_address(read, settings):
    settings.SITE_URL = "https://paper.example"
    page = read(published(headline="Fish & chips? “Yes”"))

    assert 'href="mailto:?subject=Fish%20%26%20chips%3F%20%E2%80%9CYes%E2%80%9D&amp;body=' in page
    assert page.count("https%3A%2F%2Fpaper.example%2Fquarter") == 4


def test_the_next_story_is_the_one_before_it_in_the_section(read):
    section, now = SectionFactory(name="City"), timezone.now()
    hours = [published(section=section, headline=f"Hour {n}") for n in (1, 2, 3)]
    for n, story in enumerate(hours, start=1):
        type(story).objects.filter(pk=story.pk).update(published_at=now - timedelta(hours=n))
    published(headline="Elsewhere")
    hours[0].refresh_from_db()
    hours[2].refresh_from_db()

    page = read(hours[0])
    assert page.index("Next in City") < page.index("Hour 2")
    assert page.count("Hour 2") == 1
    assert "Next in City" not in read(hours[2])


def test_what_shares_a_topic_comes_before_what_shares_the_section(read):
    section, topic = SectionFactory(), TopicFactory()
    for n in range(5):
        published(section=section, headline=f"Same section {n}")
    published(topics=[topic], headline="Same topic")
    page = read(published(section=section, topics=[topic], headline="Read now"))

    assert page.index("Same topic") < page.index("Same section 3")


def test_a_hidden_story_is_neither_related_nor_next(read):
    section = SectionFactory()
    StoryFactory(section=section, headline="A draft")
    StoryFactory(section=section, at=timezone.now() + timedelta(hours=1), headline="For later")
    StoryFactory(section=section, taken_down="Wrong", headline="Gone")
    page = read(published(section=section))

    for hidden in ("A draft", "For later", "Gone", "Next in"):
        assert hidden not in page


def test_a_story_taken_down_says_why_and_shows_ways_on(client):
    story = StoryFactory(taken_down="The court has asked for it.")
    response = client.get(story.get_absolute_url())

    assert response.status_code == 410
    assert "The court has asked for it." in response.text
    assert 'action="/search/"' in response.text
    assert story.section.get_absolute_url() in response.text
    assert "opened on Monday" not in response.text
