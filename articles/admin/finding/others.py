"""Finding galleries, topics, authors, sections and policies by their names."""

from django.contrib import admin
from django.db.models import F, Q
from django.urls import reverse

from articles.models import Author, Gallery, Policy, Section, Topic
from articles.search.full_text import HEADLINE, Matches

from .found import Found

# What each is called by; what stands in no list of readers is none of theirs to link to.
NAMES = {Topic: "name", Author: "name", Section: "name", Policy: "title"}


def with_words(request, typed, query, most):
    """Up to `most` of each kind, the newest galleries first; two queries of each at most."""
    galleries = seen(request, Gallery)
    if query and galleries is not None:
        matches = Matches(F("pk"), "gallery", query, HEADLINE)
        newest = galleries.filter(matches).order_by(F("published_at").desc(nulls_first=True), "-pk")
        for gallery in newest[:most]:
            yield found(request, gallery)
    for model, field in NAMES.items():
        rows = seen(request, model)
        if rows is None:
            continue
        has_all = Q()
        for word in typed:
            has_all &= Q(**{f"{field}__icontains": word})
        for row in rows.filter(has_all).order_by(field, "pk")[:most]:
            yield found(request, row)


def seen(request, model):
    """Those that whoever asks may see: at the desk, or what readers have; None if neither."""
    desk = admin.site.get_model_admin(model)
    if desk.has_view_permission(request):
        return desk.get_queryset(request)
    if not hasattr(model.objects, "published"):
        return model.objects.all()  # a section, a policy: always before readers
    return model.objects.published() if request.user.has_perm("articles.view_story") else None


def found(request, row):
    """A gallery, topic, author, section or policy as something Found."""
    desk = admin.site.get_model_admin(type(row))
    may_open = desk.has_view_permission(request)
    name = str(getattr(row, NAMES.get(type(row), "title")))
    state, warning = _state_of(desk, row)
    return Found(
        kind=row._meta.verbose_name.capitalize(),
        name=name,
        state=state,
        href=row.get_absolute_url(),
        text=name,
        at=reverse(f"admin:articles_{row._meta.model_name}_change", args=[row.pk])
        if may_open
        else "",
        warning=warning,
    )


def _state_of(desk, row):
    if isinstance(row, Author):
        return row.role, ""
    if not isinstance(row, Gallery):
        return "", ""
    return desk.state(row), "" if row.is_public else "Readers do not have this gallery yet."
