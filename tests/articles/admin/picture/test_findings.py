"""What the desk says of a file: that a drawing was put on a ground, and why."""

import pytest
from PIL import Image

from articles.models import Picture
from tests.articles.admin.desk import address
from tests.articles.admin.gallery.galleries import gallery_form
from tests.articles.pictures.library import upload
from tests.articles.pictures.photographs import encoded, motif

pytestmark = pytest.mark.django_db
ON_DARK = "readers get it on a dark ground, because on white too much of it could not be seen"
ON_GREY = "readers get it on grey"
ON_WHITE = "readers get it on white."


def drawing(*colours):
    """A file with boxes of these colours on transparency."""
    image = Image.new("RGBA", (60 * len(colours), 60), (0, 0, 0, 0))
    for at, colour in enumerate(colours):
        image.paste(colour, (at * 60 + 10, 10, at * 60 + 50, 50))
    return upload("logo.png", encoded(image, "PNG"))


@pytest.mark.parametrize(
    ("colours", "words"),
    [(["white"], ON_DARK), (["white", "black"], ON_GREY), (["black"], ON_WHITE)],
)
def test_an_upload_is_answered_with_the_ground_and_why(client, jo, colours, words):
    answer = client.post(address("picture_upload"), {"file": drawing(*colours)})

    assert answer.status_code == 201
    (remark,) = answer.json()["remarks"]
    assert words in remark


def test_of_a_photograph_nothing_is_said(client, jo):
    photograph = upload("boat.jpg", encoded(motif()))
    answer = client.post(address("picture_upload"), {"file": photograph})
    form = client.get(address("picture_change", Picture.objects.get().pk))

    assert answer.json()["remarks"] == []
    assert "To know" not in form.content.decode()


def test_the_form_says_it_when_the_picture_comes_and_ever_after(client, ana):
    form = {"file": drawing("white"), "alt": "", "caption": "", "credit": "", "licence": ""}
    arrived = client.post(address("picture_add"), form, follow=True)
    later = client.get(address("picture_change", Picture.objects.get().pk))

    assert [ON_DARK in str(message) for message in arrived.context["messages"]].count(True) == 1
    assert ON_DARK in later.content.decode()


def test_a_gallery_that_takes_files_without_scripts_says_it_too(client, ana):
    answer = client.post(
        address("gallery_add"), gallery_form(files=[drawing("white")]), follow=True
    )

    said = [str(message) for message in answer.context["messages"]]
    assert any(message.startswith("logo.png: ") and ON_DARK in message for message in said)


def test_a_picture_of_which_nothing_can_be_seen_is_refused_in_words(client, jo):
    empty = upload("logo.png", encoded(Image.new("RGBA", (60, 60), (255, 255, 255, 0)), "PNG"))
    answer = client.post(address("picture_upload"), {"file": empty})

    assert answer.status_code == 422
    assert "nothing to be seen" in answer.json()["problems"][0]
    assert not Picture.objects.exists()
