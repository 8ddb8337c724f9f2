"""What readers had stays where it can be cited, to the paragraph."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse

from articles.models import Embargo, Story
from newsroom import clock
from tests.articles.texts import FIRST, SECOND, embed, names
from tests.factories import (
    AuthorFactory,
    GalleryFactory,
    PictureFactory,
    QuoteFactory,
    SectionFactory,
    StoryFactory,
    editor,
)

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)


def citation(story, number, name="story-version"):
    return reverse(f"articles:{name}", args=[story.section.slug, story.pk, number])


def changes(story, number):
    return citation(story, number, "story-version-changes")


def updated_story(**fields):
    story = StoryFactory(published=True, headline="Bridge opens", body=FIRST, **fields)
    story.write(by=None, headline="Bridge opens again", body=SECOND)
    story.update(by=None)
    return story


# Citations


def test_a_version_that_readers_had_has_an_address_of_its_own(client):
    story = updated_story(authors=[AuthorFactory(name="Ana Petrov")])
    first, second = (client.get(citation(story, number)) for number in (1, 2))

    assert "<h1>Bridge opens</h1>" in first.text
    assert "The bridge opened on Monday." in first.text
    assert "Version 1 of this story" in first.text
    assert "Readers had it from <time" in first.text
    assert "The story as it stands now" in first.text
    assert "Ana Petrov" in first.text
    assert "Readers have had it since <time" in second.text
    assert re.search(r"since <time [^>]*>[^<]*</time> (GMT|BST)\.", second.text)
    for page in (first, second):
        assert f'href="{story.get_absolute_url()}"' in page.text
        assert (
            f'<link rel="canonical" href="http://testserver{story.get_absolute_url()}"'
            in re.sub(r'href="http://[^/"]+', 'href="http://testserver', page.text)
        )
        assert '<meta name="robots" content="noindex">' in page.text
        assert "public" in page["Cache-Control"]


def test_each_paragraph_of_a_citation_shows_a_link_to_itself(client):
    story = updated_story()
    page = client.get(citation(story, 1)).text

    found = names(page)
    assert len(found) == 2
    for name in found:
        assert f'href="#{name}" aria-label="This paragraph on this page">¶</a></p>' in page
    assert names(client.get(story.get_absolute_url()).text)[1] == found[1]


def test_what_readers_never_had_cannot_be_told_from_what_was_never_written(client):
    story = updated_story()
    story.write(by=None, headline="The third, unpublished")
    story.write(by=None, headline="The fourth, at an hour to come")
    story.update(by=None, at=clock.now() + HOUR)
    gone = StoryFactory(taken_down="A mistake.", headline="Gone")
    expired = StoryFactory(published=True)
    expired.expire(by=None, at=clock.now() + HOUR)
    Story.objects.filter(pk=expired.pk).update(
        published_at=clock.now() - 3 * HOUR, expires_at=clock.now() - HOUR
    )
    embargo = Embargo.objects.create(name="Budget", until=clock.now() + HOUR)
    held = StoryFactory()
    held.put_under(embargo, by=None)
    held.publish(by=None)
    hidden = [
        *(citation(story, number) for number in (3, 4)),
        *(citation(other, 1) for other in (StoryFactory(), gone, expired, held)),
        citation(StoryFactory(at=clock.now() + HOUR), 1),
    ]
    nothing = client.get("/news/999999/v/1/")

    for user in (None, editor()):
        if user:
            client.force_login(user)
            nothing = client.get("/news/999999/v/1/")
        for path in (*hidden, *(f"{path}changes/" for path in hidden), citation(story, 99)):
            answer = client.get(path)
            assert answer.status_code == 404, path
            texts = [p.text.replace(p.request["PATH_INFO"], "") for p in (answer, nothing)]
            assert texts[0] == texts[1]
            assert answer.headers.items() == nothing.headers.items()


def test_an_hour_to_come_is_not_told(client):
    story = StoryFactory(published=True)
    story.expire(by=None, at=clock.now() + HOUR)
    note = client.get(citation(story, 1)).text.split('"version-note"')[1].split("</div>")[0]

    assert "Readers have had it since" in note
    assert "until" not in note


def test_a_version_that_readers_had_twice_tells_both_times(client):
    story = updated_story()
    story.write_again(1, by=None)
    story.update(by=None)
    story.take_down(by=None, reason="A mistake.")
    story.restore(by=None)
    page = client.get(citation(story, 3)).text

    assert page.count("Readers had it from") == 1
    assert page.count("Readers have had it since") == 1


def test_a_section_that_was_renamed_leads_on(client):
    story = updated_story()
    right = citation(story, 1)
    for right in (citation(story, 1), changes(story, 2)):
        wrong = right.replace(story.section.slug, "elsewhere", 1)
        answer = client.get(wrong)
        assert (answer.status_code, answer["Location"]) == (301, right)


def test_a_picture_that_nothing_shows_any_more_is_a_line_in_words(client):
    lead, kept, dropped = (PictureFactory(alt=words) for words in ("A crane", "A ship", "A gull"))
    story = StoryFactory(
        published=True,
        lead_picture=lead,
        body=FIRST + embed("picture", kept) + embed("picture", dropped),
    )
    story.write(by=None, lead_picture=None, body=SECOND + embed("picture", kept))
    story.update(by=None)
    page = client.get(citation(story, 1)).text

    assert page.count("A picture that stood here is no longer shown.") == 2
    assert "A ship" in page
    assert "A crane" not in page
    assert "A gull" not in page
    difference = client.get(changes(story, 2)).text
    assert "A picture that is no longer shown" in difference
    assert "A gull" not in difference
    assert "A crane" not in difference


def test_a_gallery_or_a_quote_that_is_hidden_leaves_no_trace(client):
    gallery, quote = GalleryFactory(title="A secret market"), QuoteFactory(text="Not for you")
    quote.story = StoryFactory()
    quote.save()
    story = StoryFactory(
        published=True, body=FIRST + embed("gallery", gallery) + embed("quote", quote)
    )
    story.write(by=None, body=SECOND)
    story.update(by=None)

    for path in (citation(story, 1), changes(story, 2)):
        page = client.get(path).text
        assert "A secret market" not in page
        assert "Not for you" not in page
    gallery.publish(by=None)
    assert "A secret market" in client.get(citation(story, 1)).text


def test_a_story_in_another_language_keeps_its_language_and_direction(client):
    story = StoryFactory(published=True, language="ar", headline="افتتاح الجسر",
                         body="<p>افتتح الجسر يوم الاثنين.</p>")  # fmt: skip
    story.write(by=None, body="<p>افتتح الجسر يوم الثلاثاء.</p>")
    story.update(by=None)

    assert '<div class="prose" lang="ar" dir="rtl">' in client.get(citation(story, 1)).text
    difference = client.get(changes(story, 2)).text
    assert '<div class="difference__text" lang="ar" dir="rtl">' in difference


def test_a_retracted_story_says_so_at_its_versions(client):
    story = updated_story()
    story.retract(by=None, reason="It was made up.")

    assert "The paper retracted this story on" in client.get(citation(story, 1)).text


# Changes


def test_readers_see_what_changed_from_what_they_had_before(client):
    story = updated_story()
    page = client.get(changes(story, 2)).text
    plain = re.sub('<span class="visually-hidden">[^<]*</span>', "", page)

    assert "on <del>Monday</del> <ins>Tuesday</ins>." in plain
    assert "Bridge opens <ins>again</ins>" in plain
    assert "version 2 took the place of version 1." in plain
    assert '<meta name="robots" content="noindex">' in page


def test_versions_that_readers_never_had_are_skipped(client):
    story = StoryFactory(published=True, body=FIRST)
    story.write(by=None, body="<p>A secret between the two.</p>")
    story.write(by=None, body=SECOND)
    story.update(by=None)
    page = client.get(changes(story, 3)).text

    assert "version 3 took the place of version 1." in page
    assert "secret" not in page
    assert client.get(changes(story, 2)).status_code == 404


def test_the_first_version_changed_nothing(client):
    story = updated_story()

    assert client.get(changes(story, 1)).status_code == 404
    assert changes(story, 1) not in client.get(citation(story, 1)).text
    assert changes(story, 2) in client.get(citation(story, 2)).text


def test_both_answer_questions_and_take_no_orders(client):
    story = updated_story()
    for path in (citation(story, 2), changes(story, 2)):
        assert client.post(path).status_code == 405
        assert client.head(path).status_code == 200


@pytest.mark.parametrize("many", [1, 7])
def test_the_number_of_questions_does_not_grow(client, django_assert_max_num_queries, many):
    section = SectionFactory()
    things = [embed("picture", PictureFactory()) for _ in range(many)]
    things += [embed("gallery", GalleryFactory(published=True)) for _ in range(many)]
    story = StoryFactory(
        published=True,
        section=section,
        body=FIRST + "".join(things),
        lead_picture=PictureFactory(),
        authors=[AuthorFactory() for _ in range(many)],
    )
    for number in range(many):
        story.write(by=None, body=SECOND + "".join(things[: number + 1]))
        story.update(by=None)
    client.get("/robots.txt")

    with django_assert_max_num_queries(6):
        assert client.get(citation(story, 1)).status_code == 200
    with django_assert_max_num_queries(6):
        assert client.get(changes(story, 2)).status_code == 200
