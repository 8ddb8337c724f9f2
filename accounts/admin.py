"""Accounts, readers' too, for administrators only.

Roles are given elsewhere: a form of Django's asks neither who may give them nor who is left.
"""

from django.contrib import admin, messages
from django.utils import timezone

from accounts import tasks
from accounts.models import User
from accounts.roles import roles_of
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


@admin.register(User)
class PersonAdmin(SuperusersOnly):
    """Who has an account. Who works here, and as what, is the page of colleagues' to say."""

    list_display = ["email", "name", "role", "is_active", "was_here"]
    list_filter = ["is_staff", "is_active"]
    search_fields = ["email", "name"]
    ordering = ["email"]
    fields = ["email", "name", "role", "is_active", "was_here"]
    readonly_fields = ["role", "was_here"]
    actions = ["send_password_letter"]

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("groups")

    def changelist_view(self, request, extra_context=None):
        return super().changelist_view(request, {"title": "Accounts"} | (extra_context or {}))

    @admin.display(description="role")
    def role(self, person):
        works_here = person.is_active and (person.is_staff or person.is_superuser)
        return " and ".join(roles_of(person)) if works_here else "Reader"

    @admin.display(description="last logged in", ordering="last_login")
    def was_here(self, person):
        return in_short(person.last_login) if person.last_login else "Never"

    def has_add_permission(self, request):
        """Readers open their own, colleagues are invited."""
        return False

    def get_readonly_fields(self, request, obj=None):
        """A colleague is removed before their account is closed."""
        works_here = obj is not None and (obj.is_staff or obj.is_superuser)
        return [*super().get_readonly_fields(request, obj), *(["is_active"] if works_here else [])]

    def has_delete_permission(self, request, obj=None):
        works_here = obj is not None and (obj.is_staff or obj.is_superuser)
        return not works_here and super().has_delete_permission(request, obj)

    def lookup_allowed(self, lookup, value, request):
        """A filter on the password would give away its hash, letter by letter."""
        return not lookup.startswith("password") and super().lookup_allowed(lookup, value, request)

    def save_model(self, request, person, form, change):
        """What the desk types counts as confirmed."""
        person.email = person.email.lower()
        super().save_model(request, person, form, change)
        person.confirm_address()
        if "email" in form.changed_data:
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
