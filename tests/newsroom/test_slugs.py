import pytest
from django.core.exceptions import ValidationError

from newsroom.slugs import SlugConverter, SlugValidator, slugify


@pytest.mark.parametrize(
    ("headline", "slug"),
    [
        ("Council votes to close three libraries", "council-votes-to-close-three-libraries"),
        ("Mayor’s £1.4m — “never”", "mayors-1-4m-never"),
        ("Überflutung in Köln", "überflutung-in-köln"),
        ("ข่าวน้ำท่วม", "ข่าวน้ำท่วม"),
        ("हिन्दी समाचार", "हिन्दी-समाचार"),
        ("هەواڵی نوێ", "هەواڵی-نوێ"),
        ("e\u0301te\u0301", "été"),
        ("🐎!?", ""),
    ],
)
def test_a_headline_becomes_readable_words_in_its_own_script(headline, slug):
    assert slugify(headline) == slug


def test_a_long_headline_is_cut_between_words():
    slug = slugify("word " * 60)

    assert len(slug) <= 100
    assert slug.endswith("word")


def test_one_endless_word_is_cut_all_the_same():
    assert slugify("x" * 300) == "x" * 100


@pytest.mark.parametrize("text", ["a b", "a/b", "<b>", "", "a\x00", "\u202e", "..", "a'b"])
def test_what_is_no_word_is_refused(text):
    with pytest.raises(ValidationError):
        SlugValidator()(text)
    with pytest.raises(ValueError):  # noqa: PT011 Django asks for nothing more
        SlugConverter().to_python(text)
