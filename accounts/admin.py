"""People, for superusers only: editors never hold the right to give rights."""

from django import forms
from django.contrib import admin, messages
from django.utils import timezone

from accounts import tasks
from accounts.models import User
from newsroom import mail, wording
from newsroom.moments import in_short


class SuperusersOnly(admin.ModelAdmin):
    """Nobody else sees it, whatever their groups say."""

    def has_module_permission(self, request):
        return request.user.is_active and request.user.is_superuser

    def has_view_permission(self, request, obj=None):
        return self.has_module_permission(request)

    def has_add_permission(self, request):
        return self.has_module_permission(request)

    def has_change_permission(self, request, obj=None):
        return self.has_module_permission(request)

    def has_delete_permission(self, request, obj=None):
        return self.has_module_permission(request)


class ByRole(admin.RelatedFieldListFilter):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.title = "role"


@admin.register(User)
class PersonAdmin(SuperusersOnly):
    """Who has an account, who may enter the desk, and in which role."""

    list_display = ["email", "name", "is_staff", "is_active", "may_do_everything", "was_here"]
    list_filter = ["is_staff", "is_active", ("groups", ByRole)]
    search_fields = ["email", "name"]
    ordering = ["email"]
    fields = ["email", "name", "is_staff", "groups", "is_active", "may_do_everything", "was_here"]
    # Superusers are made at the command line, where nobody can be tricked into a click.
    readonly_fields = ["may_do_everything", "was_here"]
    actions = ["send_password_letter"]

    @admin.display(description="may do everything", boolean=True, ordering="is_superuser")
    def may_do_everything(self, person):
        return person.is_superuser

    @admin.display(description="last logged in", ordering="last_login")
    def was_here(self, person):
        return in_short(person.last_login) if person.last_login else "Never"

    def formfield_for_manytomany(self, field, request, **kwargs):
        if field.name == "groups":
            kwargs |= {"label": "Roles", "help_text": "What this person may do at the desk."}
            kwargs["widget"] = forms.CheckboxSelectMultiple
        return super().formfield_for_manytomany(field, request, **kwargs)

    def get_readonly_fields(self, request, obj=None):
        """Nobody locks themselves out."""
        own = ["is_staff", "is_active"] if obj is not None and obj.pk == request.user.pk else []
        return [*super().get_readonly_fields(request, obj), *own]

    def has_delete_permission(self, request, obj=None):
        own = obj is not None and obj.pk == request.user.pk
        return not own and super().has_delete_permission(request, obj)

    def lookup_allowed(self, lookup, value, request):
        """A filter on the password would give away its hash, letter by letter."""
        return not lookup.startswith("password") and super().lookup_allowed(lookup, value, request)

    def save_model(self, request, person, form, change):
        """What the desk types counts as confirmed. New people get a letter to begin with."""
        person.email = person.email.lower()
        if not change:
            person.set_unusable_password()
        super().save_model(request, person, form, change)
        person.confirm_address()
        if not change:
            self._send_password_letter(request, User.objects.filter(pk=person.pk))
        elif "email" in form.changed_data:
            self._tell_the_old_address(form.initial["email"], person)

    @admin.action(description="Send a letter to choose a new password")
    def send_password_letter(self, request, people):
        self._send_password_letter(request, people)

    def _send_password_letter(self, request, people):
        for person in people.filter(is_active=True):
            tasks.send_password_letter.enqueue(person.email)
            message = f"{person.email} gets a letter with a link to choose a password."
            self.message_user(request, message, messages.SUCCESS)

    def _tell_the_old_address(self, address, person):
        when = wording.written(timezone.now(), "moment")
        mail.post("address_changed", address, when=when, from_email=address, to_email=person.email)
