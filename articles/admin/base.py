"""What every table on the desk has in common."""

from django import forms
from django.apps import apps
from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import BadRequest
from django.db.models import DateTimeField, Prefetch, prefetch_related_objects
from django.http import Http404
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils.text import capfirst

from articles import log
from articles.models import Story
from articles.search import index
from newsroom.slugs import slugify

from .day_and_hour import MomentField, MomentWidget

LONGEST_SEARCH = 200  # characters
MOST_WORDS = 10
SCRIPTS = ("admin/RelatedObjectLookups.js", "actions.js")
# What Django's own filters may ask of a column.
FILTER_LOOKUPS = ("", "__exact", "__id__exact", "__in", "__isnull", "__isempty", "__gte", "__lt")


class DeskAdmin(admin.ModelAdmin):
    """The stock admin, closed where it is too trusting of those who may log in."""

    list_per_page = 50
    list_max_show_all = 50
    # The count of all rows beside each search costs a scan of the table.
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    # The table's own pages, of articles.admin.pages.Page.
    pages = ()

    @property
    def media(self):
        """Django's scripts but for those that fill in a slug while one types: 50 KB, compressed.

        An empty slug is made when the form is saved.
        """
        shortened = "" if settings.DEBUG else ".min"
        names = (f"vendor/jquery/jquery{shortened}.js", "jquery.init.js", "core.js", *SCRIPTS)
        return forms.Media(js=[f"admin/js/{name}" for name in names])

    def get_urls(self):
        return [*(page.url(self) for page in self.pages), *super().get_urls()]

    def page_of(self, row, page="change", *args):
        """The address of a page about a row."""
        name = f"admin:{self.opts.app_label}_{self.opts.model_name}_{page}"
        return reverse(name, args=[row.pk, *args])

    def page_context(self, request, row=None, *, title):
        """What the template of every page of our own is given."""
        return self.admin_site.each_context(request) | {
            "title": title,
            "opts": self.opts,
            "original": row,
        }

    def answer(self, request, template, row=None, *, title, is_wrong=False, **context):
        """A page of our own from admin/articles/<table>/; 422 if what was sent is wrong."""
        context = self.page_context(request, row, title=title) | context
        address = f"admin/articles/{self.opts.model_name}/{template}.html"
        return render(request, address, context, status=422 if is_wrong else 200)

    def say_done(self, request, row, sentence):
        """Tell the person what was done."""
        self.message_user(request, sentence, messages.SUCCESS)

    def get_deleted_objects(self, objs, request):
        """What goes with a row, without what nobody has ever seen: entries of search, links."""
        nested, counts, *refusals = super().get_deleted_objects(objs, request)
        unseen = {
            model._meta.verbose_name_plural
            for model in apps.get_models(include_auto_created=True)
            if not self.admin_site.is_registered(model)
        }
        seen = {name: count for name, count in counts.items() if name not in unseen}
        return _with_a_page(nested, is_asked_for=True), seen, *refusals

    def lookup_allowed(self, lookup, value, request):
        """Only what the filters beside the list ask, so no `?slug__regex=` from anybody."""
        columns = [
            getattr(column, "parameter_name", column) for column in self.get_list_filter(request)
        ]
        return any(lookup == f"{column}{ending}" for column in columns for ending in FILTER_LOOKUPS)

    def get_search_results(self, request, queryset, search_term):
        return super().get_search_results(request, queryset, " ".join(search_words(search_term)))

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        """A moment is asked for with the paper's zone on its day, and never guessed."""
        if isinstance(db_field, DateTimeField):
            kwargs = {"form_class": MomentField, "widget": MomentWidget} | kwargs
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def changelist_view(self, request, extra_context=None):
        """A list is called what it lists, and not "Select … to change"."""
        context = {"title": capfirst(self.opts.verbose_name_plural)} | (extra_context or {})
        return super().changelist_view(request, context)

    def get_view_on_site_url(self, obj=None):
        """The address itself, not Django's way there, which is closed (`no_way_by_number`)."""
        if super().get_view_on_site_url(obj) is None:
            return None
        try:
            return obj.get_absolute_url()
        except NoReverseMatch:  # a form came back in which something of the address is missing
            return None

    def render_change_form(self, request, context, *args, **kwargs):
        if row := context.get("original"):
            _without_hidden_stories(row, request.user)
        return super().render_change_form(request, context, *args, **kwargs)

    def _changeform_view(self, request, *args, **kwargs):
        # Django's transaction around a press on Save: there the log gathers what belongs to it,
        # and what was changed in several tables is entered once into what is searched.
        with log.gathered(), index.deferred():
            return super()._changeform_view(request, *args, **kwargs)

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        if "_saveasnew" in request.POST:
            # Django would make a copy even where the desk offers none.
            raise BadRequest("The desk makes no copies.")
        response = super().changeform_view(request, object_id, form_url, extra_context)
        if (getattr(response, "context_data", None) or {}).get("errors"):
            response.status_code = 422
        return response


class ReadOnlyAdmin(DeskAdmin):
    """A table that the site itself writes: the desk reads it, and nobody changes it by hand."""

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


def _with_a_page(nested, *, is_asked_for=False):
    """Those that lead to a page of the desk, of the lines that Django writes of rows: behind each
    stands a list of what hangs on it."""
    kept = []
    is_kept = False
    for line in nested:
        if not isinstance(line, list):
            is_kept = is_asked_for or "<a " in line
            kept += [line] if is_kept else []
        elif inner := _with_a_page(line):
            kept += [inner] if is_kept else inner
    return kept


def _without_hidden_stories(row, user):
    """Who may only read a row finds the names of its stories: of those that they may see."""
    for field in row._meta.many_to_many:
        if field.related_model is Story:
            stories = Story.objects.visible_to(user).select_related("live", "latest")
            prefetch_related_objects([row], Prefetch(field.name, stories))


def search_words(text):
    """The words of a search, MOST_WORDS at most.

    Each is a condition of its own: a page of words would break the database, and a NUL PostgreSQL.
    """
    return text.replace("\x00", "")[:LONGEST_SEARCH].split()[:MOST_WORDS]


def no_way_by_number(request, rest):
    """Django would lead from a number to an address in the paper, and so tell everybody who may
    enter the desk what a hidden story is called."""
    raise Http404


class WithSlug:
    """For a form: an empty slug is made from the field that `slug_from` names."""

    slug_from = "name"

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "slug" in self.fields:
            self.fields["slug"].required = False
            self.fields[
                "slug"
            ].help_text = (
                "The end of the address. Made for you if left empty; one that you replace leads on."
            )

    def clean(self):
        cleaned = super().clean() or self.cleaned_data
        if "slug" in self.fields and "slug" not in self.errors and not cleaned.get("slug"):
            slug = slugify(cleaned.get(self.slug_from) or "")
            if slug:
                cleaned["slug"] = slug
            elif self.slug_from not in self.errors:
                self.add_error("slug", "Write the end of the address: letters, digits and hyphens.")
        return cleaned


def only_add(field):
    """Beside a chosen row, offer to add another: no pencil, eye and cross at each place."""
    for verb in ("change", "delete", "view"):
        setattr(field.widget, f"can_{verb}_related", False)
