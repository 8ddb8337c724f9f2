"""What was called otherwise leads on from each name under which readers had it, in one step."""

import pytest
from django.core.exceptions import PermissionDenied

from articles import publishing
from articles.models import FormerName, Imported, Record, Topic
from tests.factories import (
    AuthorFactory,
    PolicyFactory,
    QuoteFactory,
    SectionFactory,
    StoryFactory,
    TopicFactory,
    UserFactory,
    editor,
    reporter,
)

pytestmark = pytest.mark.django_db


def topic(slug="docks", **fields):
    """One that readers can meet."""
    made = TopicFactory(slug=slug, **fields)
    StoryFactory(published=True, topics=[made])
    return made


def author(slug="ana-petrov", **fields):
    made = AuthorFactory(slug=slug, **fields)
    StoryFactory(published=True, authors=[made])
    return made


def rename(row, slug):
    row.slug = slug
    row.save()


def speak_as(quote, name):
    quote.speaker = name
    quote.save()


def leads(client, path, to):
    answer = client.get(path)
    assert (answer.status_code, answer.get("Location")) == (301, to), path
    assert client.get(to).status_code == 200


def is_lost(client, *paths):
    never = client.get("/topics/never-was/").content
    answers = [client.get(path) for path in paths]
    return all((a.status_code, a.content) == (404, never) for a in answers)


def test_a_renamed_topic_leads_on_with_its_feed_and_its_further_pages(client):
    port = TopicFactory(slug="docks")
    StoryFactory.create_batch(21, published=True, topics=[port])
    rename(port, "harbour")

    leads(client, "/topics/docks/", "/topics/harbour/")
    leads(client, "/topics/docks/latest.rss", "/topics/harbour/latest.rss")
    leads(client, "/topics/docks/?page=2&utm_source=x", "/topics/harbour/?page=2&utm_source=x")
    leads(client, "/topics/docks).", "/topics/harbour/")
    assert is_lost(client, "/topics/docks/?page=9")


@pytest.mark.thorough
def test_so_do_authors_sections_policies_and_speakers(client):
    rename(author("ana"), "ana-petrov")
    city = SectionFactory(slug="town")
    rename(city, "city")
    rename(PolicyFactory(slug="our-ethics"), "ethics")
    speak_as(QuoteFactory(speaker="Mirela Okafr"), "Mirela Okafor")

    for before, now in [
        ("/authors/ana/", "/authors/ana-petrov/"),
        ("/authors/ana/latest.rss", "/authors/ana-petrov/latest.rss"),
        ("/town/", "/city/"),
        ("/town/latest.rss", "/city/latest.rss"),
        ("/text/town/", "/text/city/"),
        ("/about/our-ethics/", "/about/ethics/"),
        ("/quotes/by/mirela-okafr/", "/quotes/by/mirela-okafor/"),
    ]:
        leads(client, before, now)
        leads(client, f"{before}?utm_source=letter", f"{now}?utm_source=letter")


def test_a_chain_of_names_leads_on_in_one_step(client):
    row = topic("one")
    for slug in ("two", "three", "four"):
        rename(row, slug)

    for slug in ("one", "two", "three"):
        leads(client, f"/topics/{slug}/", "/topics/four/")


def test_a_name_given_back_and_forth_is_no_circle(client):
    row = topic("docks")
    rename(row, "harbour")
    rename(row, "docks")

    leads(client, "/topics/harbour/", "/topics/docks/")
    assert client.get("/topics/docks/").status_code == 200
    rename(row, "port")
    leads(client, "/topics/docks/", "/topics/port/")


def test_who_has_a_name_today_comes_before_who_had_it(client):
    rename(topic("docks"), "harbour")
    new = TopicFactory(slug="docks")
    leads(client, "/topics/docks/", "/topics/harbour/")  # nobody can meet the new one yet
    StoryFactory(published=True, topics=[new])

    assert client.get("/topics/docks/").status_code == 200


def test_of_two_that_had_a_name_the_last_one_counts(client):
    rename(topic("docks"), "harbour")
    rename(topic("docks"), "piers")

    leads(client, "/topics/docks/", "/topics/piers/")
    Topic.objects.get(slug="piers").delete()
    leads(client, "/topics/docks/", "/topics/harbour/")


def test_what_readers_could_not_see_under_a_name_leaves_none(client):
    secret = TopicFactory(slug="merger-of-the-ports")
    StoryFactory(topics=[secret])
    rename(secret, "ports")
    StoryFactory(published=True, topics=[secret])
    hidden = QuoteFactory(speaker="A Source", story=StoryFactory())
    speak_as(hidden, "Mirela Okafor")
    QuoteFactory(speaker="Mirela Okafor")

    assert is_lost(client, "/topics/merger-of-the-ports/", "/quotes/by/a-source/")


def test_no_former_name_leads_to_what_is_hidden(client):
    row = topic("docks")
    rename(row, "harbour")
    (story,) = row.stories.all()
    story.take_down(by=None, reason="A court.")

    assert is_lost(client, "/topics/docks/", "/topics/harbour/", "/topics/docks/latest.rss")
    StoryFactory(published=True, topics=[row])
    leads(client, "/topics/docks/", "/topics/harbour/")


def test_a_speaker_whom_others_still_quote_keeps_the_page(client):
    first, second = QuoteFactory(speaker="The mayor"), QuoteFactory(speaker="The mayor")
    speak_as(first, "Ana Petrov")
    assert client.get("/quotes/by/the-mayor/").status_code == 200

    speak_as(second, "Ana Petrov")
    leads(client, "/quotes/by/the-mayor/", "/quotes/by/ana-petrov/")


def test_no_slug_is_changed_past_the_law():
    row = topic()
    for rows in (Topic.objects, type(row.stories.get().section).objects):
        with pytest.raises(TypeError, match="Save each row"):
            rows.update(slug="other")
    row.slug = "other"
    with pytest.raises(TypeError, match="Save each row"):
        Topic.objects.bulk_update([row], ["slug"])


@pytest.mark.parametrize("word", ["DOCKS", "Docks", "do%C2%ADcks"])
def test_another_way_to_write_a_name_leads_to_it(client, word):
    topic("docks")
    leads(client, f"/topics/{word}/", "/topics/docks/")


# Two that become one


def test_a_topic_that_becomes_part_of_another_leads_there_with_all_its_names(client):
    old, new = topic("docks", name="Docks"), topic("harbour", name="Harbour")
    rename(old, "piers")
    both = StoryFactory(published=True, topics=[old, new])
    ana = editor()
    count = Record.objects.count()
    old.merge_into(new, by=ana)

    for path in ("/topics/docks/", "/topics/piers/", "/topics/piers/latest.rss"):
        leads(client, path, path.replace("docks", "harbour").replace("piers", "harbour"))
    assert new.stories.count() == 3
    assert list(both.topics.all()) == [new]
    assert not Topic.objects.filter(name="Docks").exists()
    line = Record.objects.get(kind="topic", action="merged")
    assert (line.by, line.note, line.title) == (ana, "Into “Harbour”", "Docks")
    assert Record.objects.count() == count + 1


def test_an_author_who_was_there_twice_has_each_story_once(client):
    wrong, right = author("ana-petrv"), author("ana-petrov")
    both = StoryFactory(published=True, authors=[wrong, right])
    writer = reporter()
    type(wrong).objects.filter(pk=wrong.pk).update(user=writer)
    wrong.refresh_from_db()
    wrong.merge_into(right, by=None)

    assert list(both.authors.all()) == [right]
    assert right.stories.count() == 3
    right.refresh_from_db()
    assert right.user == writer
    leads(client, "/authors/ana-petrv/", "/authors/ana-petrov/")


def test_the_search_finds_the_stories_by_the_new_name_and_no_more_by_the_old():
    old, new = topic("docks", name="Zeppelins"), topic("harbour", name="Airships")
    (story,) = old.stories.all()
    old.merge_into(new, by=None)

    assert story.search_entry.names.split().count("airship")
    assert "zeppelin" not in story.search_entry.names


def test_what_is_imported_later_under_the_old_name_goes_to_the_new_one():
    old, new = topic("docks"), topic("harbour")
    Imported.objects.create(kind="topic", external_id="post_tag:docks", object_id=old.pk)
    old.merge_into(new, by=None)

    assert Imported.objects.get().object_id == new.pk


def test_a_topic_that_readers_never_met_leaves_no_name(client):
    secret = TopicFactory(slug="secret-merger")
    secret.merge_into(topic("harbour"), by=None)

    assert is_lost(client, "/topics/secret-merger/")
    assert not FormerName.objects.exists()


def test_three_stories_to_begin_with_stay_three():
    old, new = topic("docks"), topic("harbour")
    first, *others = StoryFactory.create_batch(5, published=True)
    new.start_here.set([first, others[0]])
    old.start_here.set(others)
    old.merge_into(new, by=None)

    assert new.start_here.count() == 3


def test_what_cannot_be_one_is_refused_in_words():
    row = topic()
    with pytest.raises(publishing.NotReady, match="this is the same"):
        row.merge_into(row, by=None)
    one, two = author("ana", user=reporter()), author("bo", user=reporter())
    with pytest.raises(publishing.NotReady, match="has an account"):
        one.merge_into(two, by=None)
    for nobody in (UserFactory(), reporter()):
        with pytest.raises(PermissionDenied):
            row.merge_into(topic("harbour"), by=nobody)
        Topic.objects.get(slug="harbour").delete()
    assert Topic.objects.filter(pk=row.pk).exists()
