"""Parts of pages are made once for the same values, and anew for any other."""

from datetime import timedelta

import pytest
from django.template import Context, TemplateSyntaxError, engines
from django.utils import timezone, translation
from django.utils.safestring import mark_safe

from articles.front import FrontPage
from articles.models import Picture, Story
from newsroom.page_store.keys import DAY, collecting
from newsroom.templatetags import components
from tests.factories import AuthorFactory, PictureFactory, StoryFactory


@pytest.fixture
def page(monkeypatch):
    """page(source, part=source of part.html, **values): what the page says."""
    engine = engines["django"].engine

    def say(source, part, **values):
        component = engine.from_string("{% load components times %}" + part)
        component.name = "part.html"
        monkeypatch.setattr(engine, "get_template", lambda name: component)
        return engine.from_string("{% load components %}" + source).render(Context(values))

    return say


NAMED = "{% takes name size %}<b>{{ name }}{{ size }}{{ around }}</b>"


def test_the_same_is_made_once(page):
    first = page('{% component "part.html" %}', NAMED, name="Ana", size=1)
    other_words = NAMED.replace("<b>", "<i>")
    again = page('{% component "part.html" %}', other_words, name="Ana", size=1)
    assert again == first == "<b>Ana1</b>"


@pytest.mark.parametrize("other", ["Bo", "", mark_safe("<i>"), "<i>", "1", 1, True, 1.0, None])
def test_anything_else_is_made_anew(page, other):
    """Python has 1, True and 1.0 equal, and safe text to what has to be escaped."""
    for value in ("Ana", 1, True, 1.0, "<i>", mark_safe("<i>")):
        if (type(value), value) != (type(other), other):
            page('{% component "part.html" %}', NAMED, name=value, size=1)

    said = page('{% component "part.html" %}', NAMED, name=other, size=1)

    assert said == page("<b>{{ name }}1</b>", NAMED, name=other)


def test_it_sees_nothing_but_what_it_takes(page):
    assert page('{% component "part.html" %}', NAMED, name="Ana", size=1, around="!") == (
        "<b>Ana1</b>"
    )
    assert page('{% component "part.html" with size=2 only %}', NAMED, name="Ana") == "<b>2</b>"


def test_what_it_does_not_take_is_an_error(page):
    with pytest.raises(TemplateSyntaxError, match="takes no colour"):
        page('{% component "part.html" with colour=1 %}', NAMED)


def test_another_language_has_its_own(page):
    part = "{% takes name %}{% load i18n %}{% get_current_language as it %}{{ it }}"
    assert page('{% component "part.html" %}', part) == "en-gb"
    with translation.override("ar"):
        assert page('{% component "part.html" %}', part) == "ar"


def test_another_day_has_its_own(page, time_machine, db):
    time_machine.move_to("2026-11-22T12:00Z", tick=False)
    pk = StoryFactory(published=True).pk
    Story.objects.filter(pk=pk).update(published_at="2026-11-22T11:00Z")
    [story] = Story.objects.for_cards().filter(pk=pk)
    source, part = '{% component "part.html" %}', "{% takes it %}{{ it.published_at|hour_or_day }}"
    today = page(source, part, it=story)
    time_machine.move_to("2026-11-23T12:00Z", tick=False)
    assert page(source, part, it=story) != today


def test_what_cannot_be_told_apart_is_made_each_time(page):
    class Counter:
        times = 0

        def __str__(self):
            self.times += 1
            return str(self.times)

    counter = Counter()
    said = [page('{% component "part.html" %}', NAMED, name=counter) for _ in range(2)]
    assert said == ["<b>1</b>", "<b>2</b>"]


@pytest.mark.django_db
class TestOfStories:
    CARD = '{% component "components/story_card.html" with story=story %}'

    @pytest.fixture
    def card(self):
        def say(story, **values):
            template = engines["django"].from_string("{% load components %}" + self.CARD)
            return template.render({"story": story} | values)

        return say

    def test_a_card_is_made_again_when_its_story_or_its_section_changed(self, card):
        story = StoryFactory(published=True, headline="Before")
        [shown] = Story.objects.for_cards()
        assert card(shown) == card(shown)
        assert len(components._kept) == 1
        story.section.name = "Renamed"
        story.section.save()

        [shown] = Story.objects.for_cards()

        assert "Renamed" in card(shown)
        assert len(components._kept) == 2

    def test_one_that_asks_the_database_is_made_each_time(self, card):
        StoryFactory(published=True, kind="opinion")
        [shown] = Story.objects.for_cards()
        card(shown)
        assert not components._kept

    def test_names_over_an_opinion_belong_to_the_values(self, card):
        story = StoryFactory(
            published=True, kind="opinion", authors=[AuthorFactory(name="Ana Petrov")]
        )
        [shown] = FrontPage([])._opinions
        assert "Ana Petrov" in card(shown)
        assert len(components._kept) == 1
        story.authors.all().update(name="Ana Petrova")

        [shown] = FrontPage([])._opinions
        assert "Ana Petrova" in card(shown)

    def test_what_was_fetched_for_a_story_belongs_to_no_row(self, card):
        """Until the worker has settled an update that is due, its text stands in no row."""
        picture = PictureFactory(key="harbour-at-dawn")
        story = StoryFactory(published=True)
        story.write(by=None, lead_picture=picture)
        Story.objects.filter(pk=story.pk).update(
            published_at=timezone.now() - timedelta(hours=1),
            update_at=timezone.now() - timedelta(minutes=1),
            update_version=story.latest,
        )
        [shown] = Story.objects.for_cards()
        assert shown.text.shown_picture == picture  # as whoever lays out a page has asked
        assert "harbour-at-dawn" in card(shown, picture=True)
        Picture.objects.update(withdrawn_at=timezone.now(), withdrawn_reason="A court.")

        [shown] = Story.objects.for_cards()
        assert shown.text.shown_picture is None
        assert "harbour-at-dawn" not in card(shown, picture=True)

    def test_a_page_with_a_kept_part_has_the_keys_of_what_it_shows(self, page):
        source, part = (
            '{% component "part.html" %}',
            "{% takes it %}{{ it.published_at|hour_or_day }}",
        )
        [shown] = Story.objects.for_cards().filter(pk=StoryFactory(published=True).pk)
        with collecting() as first:
            page(source, part, it=shown)
        with collecting() as again:
            page(source, part, it=shown)
        assert DAY in first == again

    def test_memory_is_bounded(self, card, monkeypatch):
        monkeypatch.setattr(components, "MOST", 2)
        [shown] = Story.objects.for_cards().filter(pk=StoryFactory(published=True).pk)
        for size in ("", "small", "large", "row", "lead"):
            assert "story-card" in card(shown, size=size)
        assert len(components._kept) <= 2
