"""Which passwords are taken, and what is said of those that are not."""

import pytest
from django.contrib.auth.hashers import check_password, make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from accounts import passwords
from accounts.models import User
from tests.factories import editor

from .second_steps import set_up

BO = User(name="Bo Lindqvist", email="bo@harbourmail.example")


def said_of(password, user=BO):
    try:
        validate_password(password, user)
    except ValidationError as refusal:
        return " ".join(refusal.messages)
    return ""


REFUSED = [
    ("short", "at least 12 characters; these are 5"),
    ("x" * 129, "at most 128 characters"),
    ("letmeinletmein", "repeats itself"),
    ("aaaaaaaaaaaa", "repeats itself"),
    ("🐎" * 20, "repeats itself"),
    ("a" * 60, "repeats itself"),
    ("password1234567", "many people have"),
    ("qwertyuiop12", "many people have"),
    ("Passw0rd!Passw0rd!", "repeats itself"),
    ("abcdefghijklmnop", "a row like abcd"),
    ("asdfghjkl;'zxc", "a row of keys"),
    ("harbourrecord1", "the paper’s name"),
    ("TheHarbourRecord1!", "the paper’s name"),
    ("BoLindqvist12", "your name"),
    ("harbourmail.example", "your name"),
    ("bolindqvistbolindqvist", "your name"),
]


@pytest.mark.django_db
@pytest.mark.parametrize(("password", "words"), REFUSED)
def test_what_is_guessed_first_is_refused_with_the_reason(password, words):
    assert words in said_of(password)


TAKEN = [
    "three unrelated words", "correct horse battery staple", "drei fremde worte",
    "ключ от моря лежит", "苹果 海 风 电话 灯 纸", "صباح البحر هادئ", "kX9#mP2q!vR7",
    "correct horse 🐎 é", "x" * 41 + " three unrelated words", "0123 " + "word and anchor " * 7,
]  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize("password", TAKEN)
def test_every_other_is_taken_whatever_it_is_made_of(password):
    assert said_of(password) == ""


@pytest.mark.django_db
def test_staff_choose_longer_ones_unless_they_have_a_second_step():
    ed = editor()
    assert "at least 15 characters" in said_of("kX9#mP2q!vR7", ed)
    assert said_of("kX9#mP2q!vR7yz.", ed) == ""

    set_up(ed)

    assert said_of("kX9#mP2q", ed) == ""
    assert "many people have" in said_of("password", ed)


def test_it_is_the_same_however_it_is_typed_and_old_hashes_still_fit(settings):
    settings.PASSWORD_HASHERS = ["accounts.hashers.Argon2PasswordHasher"]
    for one, other in (("ﬁne café no. １２３", "fine cafe\u0301 no. 123"), ("Å Ⅷ", "Å VIII")):
        assert check_password(other, make_password(one))
    hasher = passwords.import_string("django.contrib.auth.hashers.Argon2PasswordHasher")()
    before = hasher.encode("ﬁne café", "some salt of it")

    assert check_password("ﬁne café", before)
    assert not check_password("fine café", before)


@pytest.mark.django_db
def test_the_form_says_it_beside_the_field_and_counts_by_who_asks(client):
    page = client.get("/accounts/signup/").content.decode()
    assert 'data-least="12"' in page
    assert "At least 12 characters" in page

    sent = {"name": "Una Okafor", "email": "una@example.org", "password1": "UnaOkafor1234"}
    refused = client.post("/accounts/signup/", sent)

    assert refused.status_code == 422
    assert "made of your name" in refused.content.decode()
    assert 'href="#id_password1"' in refused.content.decode()
    assert not User.objects.exists()
