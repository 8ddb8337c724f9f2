from django import forms
from django.contrib import admin
from django.contrib.auth import get_user_model
from django.db.models import Q

from articles import rights
from articles.models import Section

from .base import DeskAdmin, WithSlug


class SectionForm(WithSlug, forms.ModelForm):
    editors = forms.ModelMultipleChoiceField(
        get_user_model().objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Whoever is named here publishes in this section, and in others where they are "
        "named too, and nowhere else. Editors who are named in no section publish in all of them.",
        error_messages={
            "invalid_choice": "Choose people of the desk who may publish.",
            "invalid_pk_value": "Choose people of the desk who may publish.",
        },
    )

    class Meta:
        model = Section
        fields = (
            *("name", "slug", "description", "front_layout", "in_bar", "position"),
            "editors",
        )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "editors" in self.fields:
            named = self.instance.editors.values("pk") if self.instance.pk else ()
            self.fields["editors"].queryset = who_may_edit(named)


def who_may_edit(named=()):
    """People of the desk who may publish, and those who are named already."""
    may_publish = Q()
    for given in ("groups__permissions", "user_permissions"):
        may_publish |= Q(
            **{
                f"{given}__codename": "publish_story",
                f"{given}__content_type__app_label": "articles",
            }
        )
    users = get_user_model().objects
    able = users.filter(may_publish | Q(is_superuser=True), is_active=True, is_staff=True)
    return users.filter(Q(pk__in=able.values("pk")) | Q(pk__in=named)).order_by("name", "email")


@admin.register(Section)
class SectionAdmin(DeskAdmin):
    """The parts of the paper, in the order of the section bar and of the front page."""

    form = SectionForm
    list_display = ["name", "front_layout", "in_bar", "position"]
    list_editable = ["front_layout", "in_bar", "position"]
    search_fields = ["name"]

    def may_name_editors(self, user):
        """A chief editor who is kept to no section: nobody widens their own rights."""
        if user.is_superuser:
            return True
        return user.has_perm("articles.delete_story") and not rights.sections_of(user)

    def get_readonly_fields(self, request, obj=None):
        kept = [] if self.may_name_editors(request.user) else ["editors_in_words"]
        return [*super().get_readonly_fields(request, obj), *kept]

    def get_fields(self, request, obj=None):
        editors = "editors" if self.may_name_editors(request.user) else "editors_in_words"
        return [*SectionForm.Meta.fields[:-1], editors]

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change, **kwargs)
        if not self.may_name_editors(request.user):
            form.base_fields.pop("editors", None)
        return form

    @admin.display(description="Editors")
    def editors_in_words(self, section):
        names = [str(person) for person in section.editors.order_by("name")] if section.pk else []
        return ", ".join(names) or "All: nobody is named for this section."

    def has_delete_permission(self, request, obj=None):
        """With a section its list of editors goes: whoever stands in one does not delete it."""
        may = super().has_delete_permission(request, obj)
        return may and (request.user.is_superuser or not rights.sections_of(request.user))
