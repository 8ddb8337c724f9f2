"""Which words meet in search, and which do not: forms of one word, and nothing else."""

import string

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from articles.search.finding import Search
from articles.search.irregular_forms import BASES, UNCHANGED
from articles.search.terms import term

from .searching import published_story

STRANGERS = """
    ferry Ferris, ferries Ferris, universe university, universal universe, organ organization
    organs organizations, news new, policy police, policies policing, general generate
    generic general, past paste, lung lunge, human humane, France franc, Louise Louis
    German germane, moral morale, local locale, heroin heroine, suit suite, route rout
    sever severe, several severe, arm army, import important, author authority, secret secretary
    operate opera, experiment experience, international internal, even evening, her herring
    man Manning, will willing, unit united, community communist, commune communism, thing think
    hop hope, plan plane, star stare, rat rate, not note, car care, bus busy, animal animate
    emerge emergency, corporation corporal, department depart, port portion, stat station
    execute executive, ration rational, sign signal, toll tolerance, cent central, number numb
    wander wand, corner corn, engine engineer, sky skis, Paris parish, mars march, odd ode
""".replace("\n", ",")
RELATIVES = """
    ferry ferries, run running, run ran, flood floods, flood flooded, flood flooding, house houses
    tax taxes, vote voting, vote voted, hope hoping, hop hopping, woman women, child children
    city cities, wolf wolves, crisis crises, bus buses, box boxes, church churches, cache caches
    increase increasing, produce produced, use using, stop stopped, travel travelled
    travel traveling, control controlling, call called, agree agreed, carry carried, die died
    die dying, write wrote, write written, teach taught, buy bought, universe universes
    university universities, organize organizing, organization organizations, police policing
    policy policies, generate generated, judge judging, argue arguing, change changing
    serve serving, handle handling, settle settled, staff staffing, add adding, hero heroes
    shoe shoes, movie movies, taxi taxis, menu menus, paste pasting, unite uniting, photo photos
    election elections, strike struck, lose lost, evening evenings, visit visited, create creating
    treat treating, meet meeting, refer referred, offer offered, close closing, watch watches
    go goes, potato potatoes, analysis analyses, pass passes, fix fixed, envelope envelopes
    age aged, lie lying, centre centres, embargo embargoed, survey surveys, free freed
    autor autores, ciudad ciudades, maison maisons, Auto Autos, mayor mayor’s, Café cafés
""".replace("\n", ",")
# What would need to know the sentence, a dictionary or another language's grammar.
NOT_TO_BE_HAD = [
    ("arm", "arms", True),  # weapons, and what has hands
    ("custom", "customs", True),
    ("Williams", "William", True),  # names in -s are what plurals look like
    ("Banks", "banks", True),
    ("Reading", "reading", True),
    ("leaf", "leaves", False),  # as often of "to leave"
    ("life", "lives", False),
    ("find", "found", False),  # a word of its own
    ("leave", "left", False),
    ("elect", "election", False),  # what is made from a word is another one
    ("quick", "quickly", False),
    ("Haus", "Häuser", False),  # no grammar but that of English
    ("cheval", "chevaux", False),
]


def pairs(text):
    return [tuple(pair.split()) for pair in text.split(",") if pair.strip()]


@pytest.mark.parametrize(("one", "other"), pairs(STRANGERS))
def test_words_that_only_look_alike_do_not_meet(one, other):
    assert term(one) != term(other)


@pytest.mark.parametrize(("one", "other"), pairs(RELATIVES))
def test_the_forms_of_a_word_meet(one, other):
    assert term(one) == term(other.removesuffix("’s"))


@pytest.mark.parametrize(("one", "other", "meet"), NOT_TO_BE_HAD)
def test_what_is_not_to_be_had_is_known(one, other, meet):
    assert (term(one) == term(other)) is meet


@given(st.text(string.ascii_lowercase, min_size=1, max_size=40))
def test_a_term_is_never_empty_and_keeps_how_its_word_begins(word):
    assert term(word)
    assert len(term(word)) <= len(word) + 1


@pytest.mark.thorough
@given(st.from_regex("[a-z]{3,20}[bcdfgklmnprtvw]", fullmatch=True))
def test_a_regular_plural_meets_its_singular(word):
    assume(not {word, f"{word}s"} & (UNCHANGED | set(BASES)))

    assert term(f"{word}s") == term(word)


@pytest.mark.database
@pytest.mark.django_db
@pytest.mark.parametrize(
    ("looked_for", "found"),
    [
        ("ferry", ["The ferries run late"]),
        ("Ferris", ["Ferris opens its wheel"]),
        ("ferries running", ["The ferries run late"]),
        ("university", ["A university closes"]),
        ("universe", []),
        ("universities", ["A university closes"]),
        ("ferris -wheels", []),
    ],
)
def test_both_databases_tell_them_apart(looked_for, found):
    for headline in ("The ferries run late", "Ferris opens its wheel", "A university closes"):
        published_story(headline)

    assert [story.live.headline for story in Search(looked_for).stories[:9]] == found
