"""Things of a newsroom in whose every field stands a word of its own."""

from functools import partial

from django.core.files.base import ContentFile
from django.db.models import CharField, TextField
from django.utils import timezone

from articles.addresses import of_pictures
from articles.comments.models import Comment
from articles.models import FormerName, OldAddress, Picture, Quote, Story
from articles.pictures.receiving import receive
from articles.pictures.receiving_sounds import receive as receive_sound
from tests.factories import (
    AuthorFactory,
    CommentFactory,
    CorrectionFactory,
    GalleryFactory,
    QuoteFactory,
    TopicFactory,
    picture_file,
)


def story(paper, state, *, by=None, at=None, **fields):
    """A story with all that can hang on it."""
    word = partial(paper.markers, state)
    public_author, public_topic = paper.stories[0].authors.get(), paper.stories[0].topics.first()
    by = by or paper.people["editor"]
    made = Story(
        section=paper.section, slug=word("slug"), sponsor=word("sponsor"),
        prominence=Story.Prominence.TOP, **fields,
    )  # fmt: skip
    made.write(by=by, note=word("version note"), **text(paper, state))
    for position, name in enumerate((author(paper, word), public_author)):
        made.bylines.create(author=name, position=position)
    made.topics.set([topic(paper, word), public_topic])
    if at:
        made.publish(by=by, at=at, note=word("record note"))
    CorrectionFactory(story=made, text=word("correction"), wrong=word("correction wrong"))
    said = quote(paper, word, runs_on=timezone.localdate())
    Quote.objects.filter(pk=said.pk).update(story=made)
    # Views of a story that becomes part of another go with it, so these must not be public.
    kept = Comment.Status.WAITING if state == "merged" else Comment.Status.APPROVED
    comment(paper, state, made, status=kept)
    public_topic.start_here.add(made)
    paper.gallery.stories.add(made)
    path = f"/{word('old address')}/"
    OldAddress.objects.create(story=made, path=path)
    paper.old_addresses.append((state, path))
    made.reads.create(hour=timezone.now().replace(minute=0, second=0, microsecond=0), count=99)
    return made


def text(paper, state):
    """The fields of a version, with pictures, a gallery and a quote inside."""
    word = partial(paper.markers, state)
    inside = [
        embed("picture", picture(paper, word, "picture inside")),
        embed("gallery", gallery(paper, word)),
        embed("quote", quote(paper, word, runs_on=None)),
        _audio(sound(paper, word), word),
    ]
    box = f'<aside data-box="facts"><p>{word("box")}</p></aside>'
    return {
        "headline": word("headline"),
        "kicker": word("kicker"),
        "standfirst": word("standfirst"),
        "dateline": word("dateline"),
        "body": f"<p>{word('body')} by the bridge.</p>{box}{''.join(inside)}",
        "lead_picture": picture(paper, word, "picture lead"),
        "lead_caption": word("picture lead_caption"),
    }


def author(paper, word):
    made = AuthorFactory(
        name=word("author name"), slug=word("author slug"), role=word("author role"),
        location=word("author location"), bio=word("author bio"),
        languages=word("author languages"), areas=word("author areas"),
        contact=f"{word('author contact')}@example.org",
        pgp_fingerprint=word("author fingerprint"),
        portrait=picture(paper, word, "picture portrait"),
    )  # fmt: skip
    FormerName.objects.create(author=made, slug=word("author former name"))
    paper.authors.append(made)
    return made


def topic(paper, word):
    made = TopicFactory(
        name=word("topic name"), slug=word("topic slug"),
        description=word("topic description"), key_facts=word("topic facts"),
    )  # fmt: skip
    FormerName.objects.create(topic=made, slug=word("topic former name"))
    paper.topics.append(made)
    return made


def picture(paper, word, what):
    made = picture_with_words(word, what, words_of_pictures())
    state, _ = paper.markers.meaning[made.alt]
    paper.pictures.append((state, made))
    paper.markers.watch(made.key, state, "picture address")
    for path, to in (
        (f"/uploads/view-{made.pk}.jpg", of_pictures.file_of(made)),
        (f"/uploads/view-{made.pk}/", of_pictures.page_of(made)),
    ):
        OldAddress.objects.create(path=path, leads_to=to)
    return made


def picture_with_words(word, what, names, **others):
    """A picture in whose fields of these names, and in the name of its file, stand words."""
    file = picture_file(colour="navy")
    file.name = f"{word(f'{what} file')}.jpeg"
    made = receive(file, **{name: word(f"{what} {name}") for name in names}, **others)
    signed = {"made_by": word(f"{what} credentials")}
    Picture.objects.filter(pk=made.pk).update(content_credentials=signed)
    return Picture.objects.get(pk=made.pk)  # with what the worker has added


def sound(paper, word):
    made = receive_sound(ContentFile(b"OggS sound", name=f"{word('sound file')}.ogg"))
    state, _ = paper.markers.meaning[made.original_name.removesuffix(".ogg")]
    paper.sounds.append((state, made))
    paper.markers.watch(made.key, state, "sound address")
    return made


def _audio(sound, word):
    attributes = f'data-title="{word("sound title")}" data-transcript="{word("sound transcript")}"'
    return f'<story-media data-kind="audio" data-sound="{sound.pk}" {attributes}></story-media>'


def words_of_pictures():
    """The names of the fields that are filled in beside a picture."""
    fields = (f for f in Picture._meta.concrete_fields if f.editable and not f.choices)
    return [field.name for field in fields if isinstance(field, CharField | TextField)]


def gallery(paper, word):
    made = GalleryFactory(
        title=word("gallery title"),
        standfirst=word("gallery standfirst"),
        slug=word("gallery slug"),
        pictures=[picture(paper, word, "picture in gallery")],
    )
    made.placements.update(caption=word("gallery caption"))
    made.choose_cover()
    paper.galleries.append(made)
    return made


def quote(paper, word, **fields):
    made = QuoteFactory(
        **{name: word(f"quote {name}") for name in ("text", "speaker", "role", "source")}, **fields
    )
    paper.quotes.append(made)
    return made


def comment(paper, state, under, *, status, parent=None):
    word = partial(paper.markers, state)
    made = CommentFactory(
        story=under, status=status, author=paper.people["reader"], text=word("comment text"),
        name=word("comment name"), email=f"{word('comment email')}@example.org", parent=parent,
    )  # fmt: skip
    made.reports.create(reason="other", words=word("comment report"))
    paper.comments.append(made)
    return made


def embed(kind, row):
    return f'<story-embed data-kind="{kind}" data-id="{row.pk}"></story-embed>'
