import io

import factory
from django.utils import timezone
from PIL import Image

from articles.models import (
    Author,
    Correction,
    Gallery,
    Picture,
    Policy,
    Quote,
    Section,
    Story,
    Topic,
)
from articles.pictures.receiving import receive
from articles.search import index
from tests import developed_once


class SectionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Section

    name = factory.Sequence(lambda n: f"Quarter {n}")
    slug = factory.Sequence(lambda n: f"quarter-{n}")


class TopicFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Topic

    name = factory.Sequence(lambda n: f"Bridges {n}")
    slug = factory.Sequence(lambda n: f"bridges-{n}")


class AuthorFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Author

    name = factory.Sequence(lambda n: f"Ana Petrov {n}")
    slug = factory.Sequence(lambda n: f"ana-petrov-{n}")


class StoryFactory(factory.django.DjangoModelFactory):
    """A draft that is ready. StoryFactory(published=True) is out, also with `at=` a moment,
    which may be in the future; StoryFactory(taken_down="why") is gone."""

    class Meta:
        model = Story
        skip_postgeneration_save = True

    section = factory.SubFactory(SectionFactory)

    @classmethod
    def _create(cls, model_class, *args, **fields):
        text = {
            "headline": "Bridge reopens after the flood",
            "standfirst": "Traffic returns eight months early.",
            "body": "<p>The bridge over the Alder opened on Monday.</p>",
        }
        version = (
            "headline",
            "kicker",
            "standfirst",
            "dateline",
            "body",
            "lead_picture",
            "lead_caption",
        )
        text |= {name: fields.pop(name) for name in version if name in fields}
        published, at = fields.pop("published", False), fields.pop("at", None)
        reason, by = fields.pop("taken_down", ""), fields.pop("by", None)
        authors, topics = fields.pop("authors", ()), fields.pop("topics", ())
        story = model_class(**fields)
        with index.deferred():  # of all this, its entries in the search indexes are made once
            story.write(by=by, **text)
            for position, author in enumerate(authors):
                story.bylines.create(author=author, position=position)
            story.topics.set(topics)
            if published or at or reason:
                story.publish(by=by, at=at)
            if reason:
                story.take_down(by=by, reason=reason)
        return story


class GalleryFactory(factory.django.DjangoModelFactory):
    """A gallery of two pictures; GalleryFactory(published=True) is public."""

    class Meta:
        model = Gallery

    title = factory.Sequence(lambda n: f"A night at the fish market {n}")

    @classmethod
    def _create(cls, model_class, *args, **fields):
        published, at = fields.pop("published", False), fields.pop("at", None)
        shown = fields.pop("pictures", None)
        gallery = model_class.objects.create(**fields)
        for position, picture in enumerate(shown or [PictureFactory(), PictureFactory()]):
            gallery.placements.create(picture=picture, position=position)
        if published or at:
            gallery.publish(by=None, at=at)
        return gallery


class QuoteFactory(factory.django.DjangoModelFactory):
    """Today's quote of the day."""

    class Meta:
        model = Quote

    text = factory.Sequence(lambda n: f"You can count the books, {n} times.")
    speaker = "Mirela Okafor"
    runs_on = factory.LazyFunction(timezone.localdate)


class PolicyFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Policy

    title = factory.Sequence(lambda n: f"Ethics {n}")
    slug = factory.Sequence(lambda n: f"ethics-{n}")
    body = "<p>We name our sources.</p>"


class CorrectionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Correction

    story = factory.SubFactory(StoryFactory, published=True)
    text = "The vote was 23 to 19, not 24 to 18."


def picture_file(width=60, height=40, colour="teal", kind="JPEG", **options):
    """An open picture file."""
    file = io.BytesIO()
    Image.new("RGB", (width, height), colour).save(file, kind, **options)
    file.seek(0)
    file.name = f"picture.{kind.lower()}"
    return file


def PictureFactory(**fields):  # noqa: N802 it stands among factories
    fields = {
        "alt": "A teal field",
        "caption": "The field on Monday.",
        "credit": "Jo Lindqvist",
    } | fields
    size = {name: fields.pop(name) for name in ("width", "height", "colour") if name in fields}
    file = picture_file(**size)
    developed_once.remember(file.getvalue())
    return receive(file, **fields)


def pictures_without_files(count, **fields):
    """So many rows at once, for tests of what pages ask and say: nobody looks at the pictures."""
    fields = {"width": 900, "height": 600, "widths": [480, 900], "alt": "A teal field"} | fields
    return Picture.objects.bulk_create(Picture(**fields) for _ in range(count))
