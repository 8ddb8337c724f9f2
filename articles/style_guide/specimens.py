"""Which states of each component the style guide shows."""

import re
from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings
from django.template.loader import get_template

from articles.models import Picture

from . import forms, groups, samples

FOLDER = "components/"
_COMMENTS = re.compile(r"(\{#.*?#\}\s*)*")
# These stand around every page, so around the guide itself.
AROUND_THE_PAGE = frozenset({"footer", "masthead", "reading_controls", "section_bar"})


@dataclass
class Specimen:
    """A component in one state: `state` in words, `context` as a page would give it.

    An `inert` one is only to be looked at: a second navigation of the same name would
    confuse people who find their way by landmarks.
    """

    state: str
    context: dict
    language: str = ""
    inert: bool = False
    html: str = ""


@dataclass
class Component:
    """A template in templates/components/ with the comment on top, which says what it takes."""

    name: str
    signature: str
    specimens: list = field(default_factory=list)

    @property
    def stands_around_the_page(self):
        return self.name in AROUND_THE_PAGE


def names():
    """Every component there is, by the files."""
    folders = [Path(folder) for folder in settings.TEMPLATES[0]["DIRS"]]
    return sorted(path.stem for folder in folders for path in folder.glob(f"{FOLDER}*.html"))


def components():
    """All components, each with its specimens as HTML."""
    shown = specimens()
    return [_component(name, shown.get(name, [])) for name in names()]


def _component(name, shown):
    template = get_template(f"{FOLDER}{name}.html")
    signature = _COMMENTS.match(template.template.source)[0]
    for specimen in shown:
        specimen.html = template.render(specimen.context)
    return Component(name, " ".join(re.findall(r"\{# (.*?) #\}", signature)), shown)


def arabic(state, **context):
    return Specimen(state, context, language="ar")


def plain(state, **context):
    return Specimen(state, context)


def inert(state, **context):
    return Specimen(state, context, inert=True)


def specimens():
    """By component. Whoever makes a component adds it here; a test asks."""
    long_name = "Konstantina-Maria Papadopoulou-Featherstonehaugh"
    longest = samples.LONG_HEADLINE
    card = {"heading": "h3", "standfirst": True, "picture": True}
    links = {"reply": "Reply", "report": "Report"}
    return {
        "breaking_line": [
            plain("with a story", breaking={"text": "The bridge is closed.", "address": "/"}),
            inert("only words", breaking={"text": longest[:140], "address": ""}),
        ],
        "comment": [
            plain(
                "first of a thread", comment=samples.comment(), address="", is_open=True, **links
            ),
            plain(
                "a reply, closed",
                comment=samples.comment(answers_whom="Harriet Bloom", text="Eleven minutes late."),
                **links,
            ),
            arabic(
                "words of another script, and one that never ends",
                comment=samples.comment(name="ليلى", text=f"شكرًا للعبّارة. {'ha' * 90}"),
                **links,
            ),
        ],
        "comment_field": [
            plain("empty", field=forms.empty("one")["comment"]),
            plain("with an error", field=forms.refused("wrong")["name"]),
        ],
        "correction": [
            plain("material", correction=samples.correction(), link=True),
            plain("an editor’s note", correction=samples.correction(kind="note")),
            plain("an update", correction=samples.correction(kind="update")),
            plain(
                "what was wrong, with the way to the difference", difference=True,
                correction=samples.correction(wrong=samples.WRONG, before_number=1, after_number=2),
            ),
            plain(
                "in a list of changes", in_list=True, difference=True,
                correction=samples.correction(wrong=samples.WRONG, before_number=1, after_number=2),
            ),
            arabic("Arabic", correction=samples.correction(wrong="زورق واحد.", text="زورقان.")),
        ],
        "credit": [
            plain("behind a caption", picture=samples.picture()),
            plain("of a picture by AI", picture=samples.picture(source=Picture.Source.MADE)),
            plain(
                "by AI, without a credit",
                picture=samples.picture(credit="", source=Picture.Source.MADE),
            ),
            arabic("Arabic", picture=samples.picture(credit="ليلى حداد")),
        ],
        "difference": [
            plain("edited", difference=samples.difference(samples.EDITED)),
            plain("nothing changed", difference=samples.difference({})),
        ],
        "embedded_frame": [
            plain("a video", **samples.frame("https://vimeo.com/22439234", "The last ferry")),
            plain("a track", **samples.frame("https://soundcloud.com/forss/flickermood", longest)),
        ],
        "embedded_sound": [
            plain("with a transcript", **samples.sound(transcript="One gull.\n\nTwo gulls.")),
            plain("without", **samples.sound()),
        ],
        "embedded_gallery": [plain("plain", gallery=samples.gallery(cover=samples.picture()))],
        "embedded_picture": [
            plain("as wide as the text", picture=samples.picture(), size="column"),
            plain("without words", picture=samples.picture(caption="", credit=""), size="column"),
            plain(
                "made by AI in part", size="column",
                picture=samples.picture(source=Picture.Source.PARTLY_MADE),
            ),
        ],
        "embedded_quote": [
            plain("pull quote", quote=samples.quote()),
            plain("key quote", quote=samples.quote(), size="wide"),
            plain("only a name", quote=samples.quote(role="", text="No.")),
        ],
        "error_summary": [plain("five mistakes", form=forms.refused())],
        "form_fields": [
            plain("empty", form=forms.empty()),
            plain("filled in", form=forms.filled_in()),
            plain("with errors", form=forms.refused()),
        ],
        "gallery_card": [
            plain("plain", gallery=samples.gallery()),
            plain("long title", gallery=samples.gallery(title=longest)),
            plain("without a cover", gallery=samples.gallery(cover=None)),
        ],
        "given_back": [
            plain("a view and a name", typed=samples.typed(), contact=None),
        ],
        "made_by_ai": [
            plain("wholly", picture=samples.picture(source=Picture.Source.MADE)),
            plain("in part", picture=samples.picture(source=Picture.Source.PARTLY_MADE)),
        ],
        "no_longer_shown": [plain("in an old version")],
        "pagination": [
            plain("first page", page=samples.page(1)),
            inert("in the middle", page=samples.page(5, of=400)),
            inert("last of two", page=samples.page(2, of=40)),
        ],
        "portrait": [
            plain("on a card", author=samples.author()),
            plain("nobody has taken one", author=samples.author(portrait=None)),
            plain("of a page", author=samples.author(), large=True),
            plain("of a page, without", author=samples.author(portrait=None), large=True),
            plain("Arabic", author=samples.author("ليلى حداد", portrait=None)),
            plain("the paper itself", author=None),
        ],
        "quote_item": [
            plain("plain", quote=samples.quote()),
            plain(
                "with everything",
                quote=samples.quote(source="at the council’s hearing", story=samples.story()),
            ),
            arabic("Arabic", quote=samples.quote(text=samples.ARABIC["standfirst"])),
        ],
        "retraction": [
            plain(
                "with its reason", at=samples.AT,
                correction=samples.correction(kind="retraction", text=samples.RETRACTED),
            ),
            arabic("without a reason, Arabic", at=samples.AT),
        ],
        "share": [
            plain(
                "plain", title=samples.HEADLINE, address="/city/1/ferry/",
                site_url=settings.SITE_URL,
            )
        ],
        "speaker": [
            plain("with a page of their own", quote=samples.quote()),
            plain("without", quote=samples.quote(speaker_slug="", role="")),
        ],
        "story_kicker": [
            plain("plain", story=samples.story()),
            plain("the section, for want of a word", story=samples.story(kicker="")),
            plain("live", story=samples.story(live=True)),
            plain("paid for", story=samples.story(sponsor="Harbour Savings Bank")),
            plain("retracted", story=samples.story(retracted_at=samples.AT)),
            plain("opinion", story=samples.story(kind="opinion"), anonymous=True),
        ],
        "story_card": [
            plain("plain", story=samples.story(), **card),
            plain("no picture", story=samples.story(pictured=False), **card),
            plain("only words", story=samples.story(), heading="h3"),
            plain("small", story=samples.story(), size="small", **card),
            plain("large", story=samples.story(), size="large", **card),
            plain("very long headline", story=samples.story(headline=longest), **card),
            plain(
                "opinion, with a portrait", portrait=True,
                story=samples.story(kind="opinion", authors=["Ana Petrov"]), **card,
            ),
            plain(
                "opinion of two, one with a long name",
                story=samples.story(kind="opinion", authors=["Ana Petrov", long_name]), **card,
            ),
            arabic("Arabic", story=samples.arabic_story(), **card),
            plain("opening, with words beside", story=samples.story(), size="opening", **card),
            plain("feature", story=samples.story(), size="feature", **card),
            plain("lead", story=samples.story(), size="lead", **card),
            plain(
                "lead, very long headline",
                story=samples.story(headline=longest), size="lead", **card,
            ),
        ],
        "story_columns": [
            plain(f"opinions: {count}", stories=groups.opinions(count), portrait=True)
            for count in (1, 2, 3, 4)
        ],
        "story_group": [plain(state, **context) for state, context in groups.groups()],
        "story_item": [
            plain("plain", story=samples.story(), heading="h3"),
            plain("no picture", story=samples.story(pictured=False), heading="h3"),
            plain("no standfirst", story=samples.story(standfirst=""), heading="h3"),
            plain(
                "very long headline", story=samples.story(headline=longest),
                heading="h3",
            ),
            arabic("Arabic", story=samples.arabic_story(), heading="h3"),
        ],
        "typed_field": [
            plain("a line", field=samples.typed()[0], number=8),
            arabic("Arabic", field=samples.typed("وصلت العبّارة\nمتأخرة.")[1], number=9),
        ],
    }  # fmt: skip
