"""Who calls a verb from a program is as careless as who types: it keeps what it is told clean."""

import inspect

import pytest
from django.apps import apps

from articles.models import Picture, Record
from articles.publishing import Change
from newsroom.characters import FORBIDDEN
from tests.articles.models.verbs import EXAMPLES, verbs
from tests.factories import CorrectionFactory, UserFactory, reporter

from .any_text import ensure_kept_clean

pytestmark = pytest.mark.django_db

DIRTY = "Har\x00bour\ufdd0\ud800 \x0btide"
CLEAN = "Harbour tide"
# What they are told in words, by the name of the parameter.
WORDS = {"note", "reason", "text", "words", "headline", "change", "name"}
USED = {
    "Story.write": lambda s, by: s.write(
        by=by, note=DIRTY, headline=DIRTY, standfirst=DIRTY, kicker=DIRTY, dateline=DIRTY,
        body=f"<p>{DIRTY}</p>", lead_caption=DIRTY,
    ),
    "Story.submit": lambda s, by: s.submit(by=by, note=DIRTY),
    "Story.add_note": lambda s, by: s.add_note(DIRTY, by=by),
    "Story.return_to": lambda s, by: s.return_to(reporter(), by=by, note=DIRTY),
    "Story.approve": lambda s, by: s.approve(by=by, note=DIRTY),
    "Story.publish": lambda s, by: s.publish(by=by, note=DIRTY),
    "Story.restore": lambda s, by: s.restore(by=by, note=DIRTY),
    "Story.update": lambda s, by: s.update(by=by, change=Change(kind="correction", text=DIRTY)),
    "Story.take_down": lambda s, by: s.take_down(by=by, reason=DIRTY),
    "Story.retract": lambda s, by: s.retract(by=by, reason=DIRTY),
    "Story.delete_for_good": lambda s, by: s.delete_for_good(by=by, reason=DIRTY),
    "Comment.refuse": lambda views, by: views.refuse(by=by, reason=DIRTY),
    "Picture.withdraw": lambda p, by: p.withdraw(by=by, reason=DIRTY),
    "Paper.break_news": lambda p, by: p.break_news(DIRTY, by=by, hours=1),
}  # fmt: skip


def test_every_verb_that_is_told_something_in_words_is_here():
    told = {
        name for name, verb in verbs().items() if WORDS & set(inspect.signature(verb).parameters)
    }

    assert told <= set(USED) <= set(EXAMPLES)


@pytest.mark.parametrize("verb", USED)
def test_it_keeps_none_of_what_is_forbidden(verb, mailoutbox, django_capture_on_commit_callbacks):
    row = EXAMPLES[verb][0]()
    by = UserFactory(is_staff=True, is_superuser=True)

    with django_capture_on_commit_callbacks(execute=True):
        USED[verb](row, by)

    for label in ("articles", "comments"):
        for model in apps.get_app_config(label).get_models():
            ensure_kept_clean(model)
    for record in Record.objects.all():
        assert not FORBIDDEN.search(str(record.details))
    for letter in mailoutbox:
        assert not FORBIDDEN.search(letter.subject + letter.body)


def test_the_row_in_memory_says_what_is_kept():
    picture = EXAMPLES["Picture.withdraw"][0]()
    picture.withdraw(by=None, reason=DIRTY)
    assert picture.withdrawn_reason == Picture.objects.get().withdrawn_reason == CLEAN

    correction = CorrectionFactory(text=DIRTY)
    assert correction.text == "Harbour tide"
