import inspect
from contextlib import suppress

import pytest
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext

from articles import publishing, rights
from articles.models import Record, Story
from newsroom import actor
from tests.articles.models.verbs import EXAMPLES, about, verbs
from tests.factories import UserFactory, chief_editor

pytestmark = pytest.mark.django_db

VERBS = verbs()
# Pressed again, its hours begin again.
EACH_TIME_ANEW = {"Paper.break_news"}


@pytest.fixture(params=VERBS)
def verb(request):
    return request.param


def example(verb):
    """(what it is used on, how it is told in the log, the verb as a function of who uses it)"""
    make, use = EXAMPLES[verb]
    found = make()
    return found, about(found), lambda by: use(found, by)


def test_whatever_changes_a_noun_has_an_example_here():
    assert set(VERBS) == set(EXAMPLES)


def test_each_asks_who_does_it(verb):
    by = inspect.signature(VERBS[verb]).parameters["by"]

    assert by.kind is by.KEYWORD_ONLY
    assert by.default is by.empty


def test_each_refuses_a_reader_and_changes_nothing(verb):
    _, told_as, use = example(verb)
    lines = Record.objects.count()

    with pytest.raises(PermissionDenied):
        use(UserFactory())
    # Whatever the example itself brought along, of this there is no word.
    assert not Record.objects.filter(**told_as, pk__gt=lines, by__isnull=False).exists()


def test_each_keeps_one_line_of_who_did_it_whoever_is_logged_in(verb):
    """One line about what it was used on: what an embargo holds has lines of its own."""
    ines = chief_editor(name="Ines")
    _, told_as, use = example(verb)
    before = set(Record.objects.values_list("pk", flat=True))
    with actor.acting(UserFactory(name="Somebody else")):
        use(ines)

    (line,) = Record.objects.filter(**told_as).exclude(pk__in=before)
    assert (line.by, line.by_name) == (ines, "Ines")


def test_each_is_open_to_the_site_itself(verb):
    _, told_as, use = example(verb)
    before = set(Record.objects.values_list("pk", flat=True))
    with actor.acting(UserFactory(name="Somebody else")):
        use(None)

    (line,) = Record.objects.filter(**told_as).exclude(pk__in=before)
    assert (line.by, line.by_name) == (None, "")


def test_each_used_again_refuses_or_changes_nothing(verb):
    ines = chief_editor()
    _, told_as, use = example(verb)
    use(ines)
    before = Record.objects.filter(**told_as).count()
    with suppress(publishing.NotReady, ObjectDoesNotExist):
        use(ines)

    more = Record.objects.filter(**told_as).count() - before
    assert more == (1 if verb in EACH_TIME_ANEW else 0)


@pytest.mark.skipif(not connection.features.has_select_for_update, reason="SQLite locks it all")
def test_each_holds_its_rows_until_it_is_done(verb):
    ines = chief_editor()
    found, _, use = example(verb)
    table = (found if hasattr(found, "pk") else found.model)._meta.db_table
    with CaptureQueriesContext(
        connection,
    ) as asked:
        use(ines)

    held = [query["sql"] for query in asked if " UPDATE OF " in query["sql"]]
    assert any(f'FROM "{table}"' in sql for sql in held)


def test_rights_know_no_verb_that_there_is_not():
    known = {f"{noun}.{verb}" for noun, verbs in rights.VERBS.items() for verb in verbs}
    # An update that readers are told of is another right; to write an old version is to write.
    there_are = {name.lower() for name in VERBS} - {"story.write_again", "story.cancel_update"}

    assert {name.split(".", 1)[1] for name in known} - {"story.correct"} == there_are
    with pytest.raises(ValueError, match="no such verb"):
        rights.may(None, "rewrite", Story)
