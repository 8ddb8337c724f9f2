"""A story in another language than the paper's: what stands around its text is in its language."""

import re
from datetime import UTC, datetime
from itertools import product

import pytest
from django.urls import reverse
from django.utils.translation import gettext, override

from articles.publishing import Change
from tests.factories import (
    AuthorFactory,
    CommentFactory,
    PictureFactory,
    QuoteFactory,
    SectionFactory,
    StoryFactory,
    TopicFactory,
)
from tests.small_paper import embed
from tests.tiers import some_in_a_quick_run

pytestmark = pytest.mark.django_db

AT = datetime(2026, 11, 22, 14, 5, tzinfo=UTC)
TEXTS = {
    "ar": ("افتتاح الجسر", "سارة خليل", "الوقت متأخر"),
    "de": ("Die Brücke ist offen", "Jürgen Böß", "Es ist spät"),
    "es": ("Abre el puente", "Íñigo Peña", "Es tarde"),
    "fr": ("Le pont ouvre", "Élodie Lefèvre", "Il est tard"),
    "en": ("The bridge opens", "John Quay", "It is late"),
    "he": ("הגשר נפתח", "דוד לוי", "מאוחר"),
    "fa": ("پل باز شد", "رضا کریمی", "دیر است"),
}
# The site's own sentences around a story, on its page.
AROUND = ["Share your views", "Changes to this story", "Cite this version", "Analysis", "Share"]
OF_THE_PAPER = ["All sections", "Skip to the page’s content", "More on this"]


def story_in(language, **fields):
    headline, name, said = TEXTS[language]
    picture = PictureFactory(credit=name, caption="")
    quote = QuoteFactory(text=said, speaker=name)
    body = f"<p>{headline}.</p>{embed('picture', picture)}{embed('quote', quote)}"
    story = StoryFactory(
        at=AT, language=language, headline=headline, body=body, kind="analysis",
        authors=[AuthorFactory(name=name), AuthorFactory(name="Mary Roe")], **fields,
    )  # fmt: skip
    story.update(by=None, change=Change("correction", headline, wrong=said))
    CommentFactory(story=story)
    return story


def article_of(page):
    return re.search(r"<article.*</article>", page.text, re.DOTALL)[0]


@pytest.mark.parametrize(
    ("language", "papers"),
    some_in_a_quick_run(list(product(["ar", "de", "es", "fr", "en"], ["en-gb", "ar", "fr"])), 2),
)
def test_labels_dates_and_byline_are_in_the_language_of_the_story(
    client, settings, papers, language
):
    settings.LANGUAGE_CODE = papers
    with override(papers):
        page = client.get(story_in(language).get_absolute_url())
    article = article_of(page)

    with override(language):
        for sentence in AROUND:
            assert gettext(sentence) in article, sentence
    if language != papers.partition("-")[0]:
        way = "rtl" if language == "ar" else "ltr"
        assert article.startswith(f'<article class="story" lang="{language}" dir="{way}">')


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("ar", ["تصوير:", "٢٢ نوفمبر ٢٠٢٦", "«الوقت متأخر»"]),
        ("de", ["Foto:", "22. November 2026, 14:05 Uhr", "„Es ist spät“", "Von ", " und "]),
        ("es", ["22 de noviembre de 2026", "«Es tarde»", "Por ", " y "]),
        ("fr", ["22 novembre 2026", "«\u00a0Il est tard\u00a0»", "Par ", " et "]),
    ],
)
def test_they_read_as_in_a_paper_of_that_language(client, language, words):
    story = story_in(language)
    article = article_of(client.get(story.get_absolute_url()))
    text = article_of(client.get(f"/text{story.get_absolute_url()}"))

    for word in words:
        assert word in article
        if "tografía" not in word and word not in (" und ", " y ", " et "):
            assert word in text


@pytest.mark.parametrize("language", ["ar", "de", "es", "fr"])
def test_masthead_navigation_and_footer_stay_the_papers(client, language):
    section, topic = SectionFactory(), TopicFactory()
    StoryFactory(published=True, section=section, topics=[topic])
    story = story_in(language, section=section, topics=[topic])
    page = client.get(story.get_absolute_url()).text

    for sentence in OF_THE_PAPER:
        assert sentence in page
    assert re.search(r'<section class="related wide"[^>]* lang="en-gb" dir="ltr">', page)


@pytest.mark.parametrize("language", ["he", "fa"])
def test_where_the_site_does_not_speak_it_the_paper_speaks_around_the_text(client, language):
    page = client.get(story_in(language).get_absolute_url())
    article = article_of(page)

    assert article.startswith('<article class="story">')
    assert f'<h1 lang="{language}" dir="rtl">' in article
    assert f'<div class="prose" lang="{language}" dir="rtl">' in article
    for sentence in (*AROUND, "22 November 2026, 14.05"):
        assert sentence in article


def test_a_story_in_the_papers_language_says_nothing_of_it(client):
    article = article_of(client.get(story_in("en").get_absolute_url()))

    assert article.startswith('<article class="story">')
    assert 'dir="rtl"' not in article


@pytest.mark.parametrize("language", ["ar", "de"])
def test_versions_and_their_differences_speak_it_too(client, language):
    story = story_in(language)
    story.write(by=None, standfirst=TEXTS[language][2])
    story.update(by=None, change=Change("update", TEXTS[language][0]))
    version = client.get(f"/{story.section.slug}/{story.pk}/v/1/")
    changes = client.get(f"/{story.section.slug}/{story.pk}/v/2/changes/")

    with override(language):
        assert gettext("The story as it stands now") in article_of(version)
        assert gettext("What changed") in article_of(changes)


def test_the_newsroom_reads_in_the_papers_language_that_readers_do_not_see_it(admin_client):
    page = admin_client.get(StoryFactory(language="ar").get_absolute_url()).text

    assert 'class="story__state" lang="en-gb" dir="ltr"' in page
    assert "Only the newsroom sees this page." in page


def test_a_feed_has_the_text_in_its_language_and_says_which(client):
    story = story_in("ar")
    feed = client.get(reverse("articles:section-feed", args=[story.section.slug])).text

    assert '&lt;div lang="ar" dir="rtl"&gt;' in feed
    assert "«الوقت متأخر»" in feed
    assert "تصوير:" in feed
