from allauth.account.decorators import reauthentication_required
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse

from accounts import rate_limits, roles
from articles import colleagues, rights
from articles.admin.base import ReadOnlyAdmin
from articles.admin.pages import Page, form_data
from articles.models import Colleague, Invitation
from newsroom.methods import OF_A_FORM, require_methods, require_POST, require_safe

from . import rows, table
from .form import InvitationForm, RoleForm

form_page = require_methods(*OF_A_FORM)
ONE_LETTER_TOO_MANY = "Three letters went to this address within an hour. Try again later."


def guarded(page):
    """Only for those who look after colleagues."""

    def view(desk, request, **parameters):
        if not desk.has_view_permission(request):
            raise PermissionDenied
        return page(desk, request, **parameters)

    return view


@reauthentication_required
def ensure_by_its_owner(request):
    """Whoever asks has given the password, or the second step, once more a moment ago; others are
    led there and back, and what they sent waits. Rights must not be given at a screen that was left
    unlocked. Asked once it is clear that they may."""


@guarded
def invite(desk, request):
    ensure_by_its_owner(request)
    form = InvitationForm(form_data(request), by=request.user)
    if form.is_bound and form.is_valid():
        asked = form.cleaned_data
        try:
            if not rate_limits.may_send_a_letter(request, asked["email"]):
                raise colleagues.Refused(ONE_LETTER_TOO_MANY)
            colleagues.invite(asked["email"], asked["role"], asked["sections"], by=request.user)
        except colleagues.Refused as refusal:
            form.add_error("email", str(refusal))
        else:
            return desk.back(request, f"A letter with a link to say yes goes to {asked['email']}.")
    return desk.answer(
        request, "invite", title="Invite somebody", form=form, is_wrong=bool(form.errors)
    )


@guarded
def change(desk, request, pk):
    person = desk.changeable(request, pk)
    ensure_by_its_owner(request)
    held = roles.roles_of(person)
    initial = {"role": held[-1] if held else None, "sections": person.edited_sections.all()}
    form = RoleForm(form_data(request), by=request.user, initial=initial)
    if form.is_bound and form.is_valid():
        asked = form.cleaned_data
        colleagues.give_role(person, asked["role"], asked["sections"], by=request.user)
        return desk.back(request, f"{person}: {asked['role']}. If that is new, they log in again.")
    context = {"person": person, "held": held, "form": form, "is_wrong": bool(form.errors)}
    return desk.answer(request, "change", person, title=f"The role of {person}", **context)


@guarded
def remove(desk, request, pk):
    person = desk.changeable(request, pk)
    ensure_by_its_owner(request)
    if request.method == "POST":
        colleagues.remove(person, by=request.user)
        return desk.back(request, f"{person} works here no more, and is logged out everywhere.")
    return desk.answer(request, "remove", person, title=f"Remove {person}", person=person)


@guarded
def send_again(desk, request, pk):
    invitation = get_object_or_404(Invitation, pk=pk)
    _ensure_mine(request, invitation)
    ensure_by_its_owner(request)
    try:
        if not rate_limits.may_send_a_letter(request, invitation.email):
            raise colleagues.Refused(ONE_LETTER_TOO_MANY)
        colleagues.send_again(invitation, by=request.user)
    except colleagues.Refused as refusal:
        return desk.back(request, str(refusal), messages.ERROR)
    return desk.back(
        request, f"Another letter goes to {invitation.email}; the first opens nothing."
    )


@guarded
def withdraw(desk, request, pk):
    invitation = get_object_or_404(Invitation, pk=pk)
    try:
        colleagues.withdraw(invitation, by=request.user)
    except colleagues.Refused as refusal:
        return desk.back(request, str(refusal), messages.ERROR)
    return desk.back(request, f"The letter to {invitation.email} opens nothing any more.")


def _ensure_mine(request, invitation):
    # Before a letter is counted.
    if not roles.may_give(request.user, invitation.role):
        raise PermissionDenied


@guarded
def what_roles_may(desk, request):
    context = {"roles": roles.FOR_WHOM.items(), "rows": table.rows()}
    return desk.answer(request, "roles", title="What each role may do", **context)


@admin.register(Colleague)
class ColleagueAdmin(ReadOnlyAdmin):
    """Who works here, in which role; whom one has asked to. None of Django's pages."""

    pages = [
        Page("add/", "add", invite, form_page),
        Page("roles/", "roles", what_roles_may, require_safe),
        Page("<id:pk>/change/", "change", change, form_page),
        Page("<id:pk>/remove/", "remove", remove, form_page),
        Page("invitations/<id:pk>/again/", "again", send_again, require_POST),
        Page("invitations/<id:pk>/withdraw/", "withdraw", withdraw, require_POST),
    ]

    def has_view_permission(self, request, obj=None):
        return rights.looks_after_colleagues(request.user)

    def has_module_permission(self, request):
        return self.has_view_permission(request)

    def get_urls(self):
        listed = Page("", "changelist", guarded(ColleagueAdmin.listed), require_safe)
        return [page.url(self) for page in (listed, *self.pages)]

    def listed(self, request):
        return self.answer(
            request,
            "list",
            title="Colleagues",
            rows=rows.colleagues_for(request.user),
            invitations=rows.invitations_for(request.user),
        )

    def changeable(self, request, pk):
        """The colleague; 404 for who is none, 403 for one who is not theirs to change."""
        person = Colleague.objects.filter(pk=pk).first()
        if person is None:
            raise Http404
        if not colleagues.may_change(request.user, person):
            raise PermissionDenied
        return person

    def back(self, request, sentence, level=messages.SUCCESS):
        self.message_user(request, sentence, level)
        return HttpResponseRedirect(reverse("admin:articles_colleague_changelist"))
