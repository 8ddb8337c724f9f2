"""What the checks find in a story, and what they leave alone."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles.checks import Draft, findings
from articles.models import OldAddress, Paper
from tests.factories import (
    AuthorFactory,
    GalleryFactory,
    PictureFactory,
    PolicyFactory,
    QuoteFactory,
    SectionFactory,
    StoryFactory,
    TopicFactory,
)

pytestmark = pytest.mark.django_db


def found(name, draft=None, **fields):
    """What the check of this name says, as sentences."""
    draft = draft or Draft(**fields)
    return [each.sentence for each in findings(draft) if each.check == name]


def link(href, words="here"):
    return f'<p>Read it <a href="{href}">{words}</a>.</p>'


# Around the text


def test_a_story_without_anything_is_told_so_in_words():
    said = " ".join(each.sentence for each in findings(Draft(headline="Ferry")))

    assert "There is no standfirst" in said
    assert "There is no byline" in said
    assert "There is no lead picture" in said
    assert "Choose a section." in said


def test_a_story_with_everything_is_told_nothing():
    story = StoryFactory(headline="Ferry sails", standfirst="Again.", body="<p>It sails.</p>",
                         lead_picture=PictureFactory(width=2400, credit="Jo"))  # fmt: skip
    story.bylines.create(author=AuthorFactory())

    assert findings(Draft.of(story)) == []


@pytest.mark.parametrize(("length", "is_said"), [(110, False), (111, True)])
def test_a_long_headline(length, is_said):
    assert bool(found("headline", headline="x" * length)) == is_said


def test_another_address_of_a_story_that_readers_have():
    story = StoryFactory(published=True, slug="ferry")

    assert found("address", Draft.of(story)) == []
    assert "under another address" in found("address", story=story, slug="boat")[0]
    assert found("address", story=StoryFactory(slug="ferry"), slug="boat") == []


# Links


@pytest.mark.parametrize(
    "href",
    [
        "/nowhere/",
        "/city/999/x/",
        "/topics/unknown/",
        "/galleries/77/x/",
        "/quotes/5/",
        "http://[half",
    ],
)
def test_a_link_that_leads_nowhere_stops_the_story(href):
    [finding] = [each for each in findings(Draft(body=link(href))) if each.check == "link"]

    assert finding.blocks
    assert finding.sentence == f"The link “here” leads to {href}, which readers do not have."


def test_a_link_to_what_readers_have_is_fine(settings):
    story, gallery = StoryFactory(published=True), GalleryFactory(published=True)
    there = [
        *(story, gallery, QuoteFactory(runs_on=timezone.localdate()), TopicFactory()),
        *(AuthorFactory(), SectionFactory(), PolicyFactory()),
    ]
    settings.SITE_URL = "https://paper.example"
    paths = [*(row.get_absolute_url() for row in there), "/", "/archive/", "/search/?q=x", "#top"]
    for path in paths:
        assert found("link", body=link(path)) == [], path
        if path.startswith("/"):
            assert found("link", body=link(f"https://paper.example{path}")) == [], path


@pytest.mark.parametrize(
    "href", ["https://example.org/nowhere/", "mailto:jo@example.org", "tel:+49"]
)
def test_what_leads_away_is_not_asked_about(href):
    assert found("link", body=link(href)) == []


def test_a_link_to_a_hidden_story_or_one_under_embargo_stops_the_story():
    draft = StoryFactory()
    scheduled = StoryFactory(published=True, at=timezone.now() + timedelta(hours=1))
    for hidden in (draft, scheduled):
        assert found("link", body=link(hidden.get_absolute_url()))


def test_an_address_of_the_past_leads_on():
    story = StoryFactory(published=True)
    OldAddress.objects.create(path="/2019/05/ferry.html", story=story)

    assert found("link", body=link("/2019/05/ferry.html")) == []


@pytest.mark.thorough
def test_twenty_links_cost_as_many_questions_as_one(django_assert_max_num_queries):
    stories = [StoryFactory(published=True) for _ in range(20)]
    draft = Draft(body="".join(link(story.get_absolute_url()) for story in stories))
    with django_assert_max_num_queries(3):
        assert found("link", draft) == []


def test_a_link_without_encryption_is_advised_against():
    [finding] = [each for each in findings(Draft(body=link("http://example.org/")))
                 if each.check == "insecure link"]  # fmt: skip

    assert not finding.blocks


# Pictures


def test_a_picture_in_the_text_without_a_description_stops_the_story():
    picture = PictureFactory(alt="", caption="The quay")
    embed = f'<story-embed data-kind="picture" data-id="{picture.pk}"></story-embed>'
    [finding] = [each for each in findings(Draft(body=embed)) if each.blocks]

    assert finding.sentence == ("Describe the picture “The quay” for those who cannot see it.")


def test_a_picture_without_credit_and_a_small_one():
    picture = PictureFactory(credit="", width=1199, alt="A quay")
    said = [each.sentence for each in findings(Draft(lead_picture=picture))]

    assert "The picture “A quay” has no credit." in said
    assert any("1199 pixels wide" in sentence for sentence in said)


def test_an_embed_without_a_title_stops_the_story_and_a_sound_wants_a_transcript():
    frame = (
        '<story-media data-kind="frame" data-address="https://vimeo.com/22439234"{}></story-media>'
    )
    sound = '<story-media data-kind="audio" data-sound="3" data-title="Gulls"{}></story-media>'
    [stops] = [each for each in findings(Draft(body=frame.format(""))) if each.blocks]

    assert stops.sentence.startswith("The embed of Vimeo has no title: say in words what it is")
    assert not found("embed without a title", body=frame.format(' data-title="The ferry"'))
    [advice] = found("audio", body=sound.format(""))
    assert advice.startswith("The audio “Gulls” has no transcript")
    assert not found("audio", body=sound.format(' data-transcript="One gull."'))


# Words


@pytest.mark.parametrize(
    ("body", "is_said"),
    [
        ("<blockquote><p>We sail.</p></blockquote>", True),
        ("<blockquote><p>We sail.</p><p>– Ana Petrov</p></blockquote>", False),
        ("<blockquote><p>We sail. — Ana Petrov</p></blockquote>", False),
    ],
)
def test_a_quotation_without_a_speaker(body, is_said):
    assert bool(found("quotation", body=body)) == is_said


@pytest.mark.parametrize(
    ("text", "is_said"),
    [
        ("Ana Petrov sailed. Then Ana Petrow sang.", True),
        ("Ana Petrov sailed. Then Ana Petrov sang.", False),
        ("Jo Lind met Jo Lindqvist.", False),
        ("Anna Petrov met Ana Petrov.", True),
        ("North Harbour and South Harbour are closed.", False),
        ("Österreichs Kanzlerin Eva Müller sprach. Eva Muller schwieg.", True),
        ("The Smith Family and the Smith Familys.", False),
    ],
)
def test_a_name_spelled_two_ways(text, is_said):
    assert bool(found("name", body=f"<p>{text}</p>")) == is_said


@pytest.mark.parametrize(
    "text",
    [
        "Write to ana.petrov@example.org.",
        "Call +49 170 1234567 now.",
        "Call (020) 7946 0018 now.",
        "The account is GB82 WEST 1234 5698 7654 32.",
        "He lives alone at 12 Fish Quay.",
    ],
)
def test_what_is_private_is_asked_about(text):
    assert found("personal data", body=f"<p>{text}</p>")


@pytest.mark.parametrize(
    "text",
    [
        "It cost 1,250,000 crowns in 2026 and 12.5 % more in 2027.",
        "The account is GB00 WEST 1234 5698 7654 32.",
        "The score was 3-2, the score before 21-19 and 21-17.",
        "ISBN 978-3-16-148410-0 is a book.",
        "Between 2019-2026 it rained.",
    ],
)
def test_numbers_that_are_not_private_are_left_alone(text):
    assert found("personal data", body=f"<p>{text}</p>") == []


def test_words_that_the_newsroom_takes_care_with():
    Paper.objects.update(careful_words="terrorist\n\nillegal alien\n")

    assert found("word to take care with", body="<p>A Terrorist, they said.</p>") == [
        "“terrorist” is on the newsroom’s list of words to take care with."
    ]
    assert found("word to take care with", body="<p>Terrorists of an illegal kind.</p>") == []


def test_a_text_that_is_hard_to_read():
    hard = (
        "Notwithstanding institutional considerations regarding administrative reorganisation " * 20
    )
    easy = "The ferry sails at noon. It is full. " * 30

    assert found("reading ease", body=f"<p>{hard}</p>", language="en")
    assert found("reading ease", body=f"<p>{easy}</p>", language="en") == []
    assert found("reading ease", body=f"<p>{hard}</p>", language="de") == []


# The same story


def test_nearly_the_same_story_of_these_days():
    text = "<p>The ferry sails again on Monday after a week of storms, the harbour said.</p>"
    old = timezone.now() - timedelta(days=8)
    StoryFactory(at=old, headline="Ferry sails again after the storm", body=text)
    assert found("the same story", headline="Ferry sails again after a storm", body=text) == []
    StoryFactory(published=True, headline="Ferry sails again after the storm", body=text)

    [sentence] = found("the same story", headline="Ferry sails again after a storm", body=text)
    assert "says nearly the same" in sentence
    [sentence] = found(
        "the same story", headline="Ferry sails again after a storm", body="<p>No.</p>"
    )
    assert "has nearly the same headline" in sentence
    assert found("the same story", headline="Mayor resigns after a storm", body=text) == []


def test_of_a_hidden_story_nobody_learns_by_a_headline():
    StoryFactory(headline="Ferry sails again after the storm")

    assert found("the same story", headline="Ferry sails again after the storm") == []


# Whatever is in it

HOSTILE = [
    *("", "<", "a" * 5000, "@" * 3000, "+1" * 2000, "1 " * 4000, "Aa " * 2000, "“" * 2000),
    *("A" * 30 + " " + "B" * 30, "Ab-" * 2000, "GB82" * 900, "lives at 1 " * 800),
    "\u202e\u0627\u0644 " * 500,
    *("a-" * 400_000, "a@" * 400_000, "Ab Cd " * 150_000, "lives 1 Aa" + "a" * 900_000),
    " ".join(f"N{chr(97 + n % 26)}{n:x} Same" for n in range(60_000)),
]


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_no_text_breaks_a_check_or_keeps_it_busy(text):
    started = timezone.now()
    findings(
        Draft(headline=text[:250], standfirst=text[:500], body=f"<p>{text}</p>", language="en")
    )

    # Of something that takes the square, these would be hours.
    assert timezone.now() - started < timedelta(minutes=2)
