"""A paper in five steps: what a new one needs until its first story is out, ticked as it is done.

Whether a step is done is asked of the paper itself, so none can be wrong; only what somebody
leaves out is kept (`Paper.steps_left_out`).
"""

from dataclasses import dataclass

from babel import Locale
from django import forms
from django.conf import settings
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.functional import cached_property

from articles import rights
from articles.context import paper_for
from articles.models import Colleague, Imported, Invitation, Paper, Section, Story
from newsroom import zones
from newsroom.form_fields import CharField
from newsroom.slugs import slugify

from .pages import Page

ALL = "all"  # in Paper.steps_left_out: whoever wants no steps at all
OPTIONAL = ("colleagues", "move-in")
MOST_SECTIONS = 30  # in one form
TITLES = {
    "name": "Give it a name",
    "sections": "Choose the sections",
    "colleagues": "Ask your colleagues in",
    "story": "Write the first story",
    "move-in": "Bring the old paper with you",
}


class NameForm(forms.Form):
    name = CharField(
        label="Name of the paper",
        max_length=Paper._meta.get_field("name").max_length,
        error_messages={"required": "Write a name."},
    )

    def clean_name(self):
        return " ".join(self.cleaned_data["name"].split())

    def save(self, paper):
        paper.name = self.cleaned_data["name"]
        paper.save(update_fields=["name"])


class SectionsForm(forms.Form):
    sections = CharField(
        label="Sections",
        max_length=4000,
        widget=forms.Textarea({"rows": 5}),
        help_text="One on each line, in the order in which they shall stand.",
        error_messages={"required": "Write at least one section."},
    )

    def clean_sections(self):
        """The sections, not saved yet; refuses all of them with a sentence for each wrong one."""
        lines = (" ".join(line.split()) for line in self.cleaned_data["sections"].splitlines())
        names = list(dict.fromkeys(filter(None, lines)))
        if len(names) > MOST_SECTIONS:
            raise ValidationError(f"{MOST_SECTIONS} sections are the most for one time.")
        first = Section.objects.count()
        rows = [
            Section(name=name, slug=slugify(name), position=first + number)
            for number, name in enumerate(names, 1)
        ]
        trouble, slugs = [], set()
        for row in rows:
            try:
                row.full_clean()
            except ValidationError as error:
                trouble.append(f"“{row.name}”: {' '.join(error.messages)}")
            else:
                if row.slug in slugs:
                    trouble.append(f"“{row.name}”: another line has the same address.")
                slugs.add(row.slug)
        if trouble:
            raise ValidationError(trouble)
        return rows

    def save(self, paper):
        with transaction.atomic():
            for row in self.cleaned_data["sections"]:
                row.save()


FORMS = {"name": NameForm, "sections": SectionsForm}
# Which right a form needs beside that to change the paper, by which the page is opened.
RIGHTS = {"sections": "articles.add_section"}


@dataclass
class Step:
    """One of the five: whether it is `done` or `left_out`, and what it leads to."""

    name: str
    done: bool
    words: str
    address: str = ""
    form: forms.Form | None = None
    left_out: bool = False

    @property
    def title(self):
        return TITLES[self.name]

    @property
    def may_be_left_out(self):
        return self.name in OPTIONAL and not self.done and not self.left_out

    @property
    def is_over(self):
        return self.done or self.left_out


class FirstSteps:
    """The steps of this paper, for one person who may change it."""

    def __init__(self, request, wrong=None):
        self.user, self.paper = request.user, paper_for(request)
        self.wrong = wrong or {}  # forms that were refused, by name
        self.left_out = self.paper.steps_left_out.split()

    @cached_property
    def has_story(self):
        return Story.objects.published().exists()

    @property
    def are_wanted(self):
        """Whether they stand on the desk's first page."""
        may = self.user.has_perm("articles.change_paper")
        return may and ALL not in self.left_out and not self.has_story

    @cached_property
    def all(self):
        steps = [self._name(), self._sections(), self._colleagues(), self._story(), self._move_in()]
        for step in steps:
            step.left_out = step.name in self.left_out and not step.done
        return steps

    @property
    def count(self):
        """How many are done or left out."""
        return sum(step.is_over for step in self.all)

    @cached_property
    def next(self):
        """The name of the first that is not."""
        return next((step.name for step in self.all if not step.is_over), "")

    @property
    def sections(self):
        return self.paper.sections

    def _form(self, name):
        if name in RIGHTS and not self.user.has_perm(RIGHTS[name]):
            return None
        return self.wrong.get(name) or FORMS[name](auto_id="step-%s")

    def _name(self):
        # Somebody who runs the site may have named it in its settings.
        done = bool(self.paper.name) or settings.SITE_IS_NAMED
        language = Locale.parse(settings.LANGUAGE_CODE, sep="-").get_display_name("en")
        words = f"{self.paper.shown_name}, in {language}, on the clocks of {zones.name()}"
        address = reverse("admin:articles_paper_changelist")
        return Step("name", done, words, address, None if done else self._form("name"))

    def _sections(self):
        names = [section.name for section in self.sections]
        words = ", ".join(names) or "The parts of the paper: City, Sport, Opinion. You can change "
        words += "" if names else "them at any time, and their old addresses lead on."
        address = reverse("admin:articles_section_changelist")
        return Step(
            "sections", bool(names), words, address, None if names else self._form("sections")
        )

    def _colleagues(self):
        others = Colleague.objects.exclude(pk=self.user.pk).count()
        invited = Invitation.objects.pending().count()
        may = rights.looks_after_colleagues(self.user)
        name = "changelist" if others or invited else "add"
        if others:
            words = f"{others + 1} people may enter the desk."
        elif invited:
            words = "A letter is on its way to whoever was invited."
        elif may:
            words = "They get a letter with a way in. Without colleagues the paper works as well."
        else:
            words = "Whoever looks after the site invites them."
        address = reverse(f"admin:articles_colleague_{name}") if may else ""
        return Step("colleagues", bool(others or invited), words, address)

    def _story(self):
        words = "It is before readers." if self.has_story else (
            "Fifty words will do. You choose when it is read."
        )  # fmt: skip
        if not self.sections:
            words += " It needs a section."
        may = self.user.has_perm("articles.add_story")
        return Step(
            "story", self.has_story, words, reverse("admin:articles_story_add") if may else ""
        )

    def _move_in(self):
        done = Imported.objects.exists()
        words = "Stories came along." if done else "Stories, pictures and addresses."
        address = ""
        if done:
            address = reverse("admin:articles_imported_changelist")
        elif self.user.is_superuser:
            address = reverse("admin:articles_movein_changelist")
        return Step("move-in", done, words, address)


def first_steps(desk, request):
    """The page of the steps. Each button keeps its own step at once."""
    if not desk.has_change_permission(request):
        raise PermissionDenied
    wrong = {}
    if request.method == "POST":
        wrong = _taken(request, paper_for(request))
        if not wrong:
            return HttpResponseRedirect(_after(request))
    steps = FirstSteps(request, wrong)
    title = "First steps" if steps.count < len(TITLES) else "First steps, all taken"
    return desk.answer(request, "first_steps", title=title, is_wrong=bool(wrong), steps=steps)


def _taken(request, paper):
    """Do what the pressed button says; gives the form that was refused, by its name."""
    pressed = request.POST.get("step", "")
    if pressed in FORMS:
        if pressed in RIGHTS and not request.user.has_perm(RIGHTS[pressed]):
            raise PermissionDenied
        form = FORMS[pressed](request.POST, auto_id="step-%s")
        if not form.is_valid():
            return {pressed: form}
        form.save(paper)
    elif pressed == "again":
        _leave_out(paper, [])
    elif pressed in (*OPTIONAL, ALL):
        _leave_out(paper, dict.fromkeys([*paper.steps_left_out.split(), pressed]))
    return {}


def _leave_out(paper, names):
    """Keep which steps nobody wants to take; of none all are shown again."""
    paper.steps_left_out = " ".join(names)
    paper.save(update_fields=["steps_left_out"])


def _after(request):
    is_closed = request.POST.get("step") == ALL
    return reverse("admin:index") if is_closed else reverse("admin:articles_paper_first_steps")


PAGE = Page("first-steps/", "first_steps", first_steps)
