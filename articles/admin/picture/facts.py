"""What the desk says of a picture: where it is used, what file it is, what looks like it."""

from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.html import format_html, format_html_join

from articles.pictures import duplicates
from newsroom.moments import in_words

from . import findings
from .where_used import uses_of

LIKE_SHOWN = 12


def used_in(picture, person):
    """Where it is used, as a list of links; bounded, and only what this person may see."""
    uses = uses_of([picture], person)[picture.pk]
    if not uses:
        return "Nowhere yet."
    return format_html(
        "<ul>{}</ul>",
        format_html_join("", '<li>{}: <a href="{}">{}</a></li>', (
            (use.kind, use.address, use.name) for use in uses
        )),
    )  # fmt: skip


def file_facts(picture):
    """The file as it came: its name, its size, when and by whom it was brought."""
    facts = [("Name", picture.original_name or "Not known")]
    facts.append(("Size", f"{picture.width} × {picture.height} pixels, {_weight(picture)}"))
    who = f" by {picture.created_by}" if picture.created_by else ""
    facts.append(("Added", f"{in_words(picture.created_at)}{who}"))
    if found := findings.in_words(picture):
        facts.append(("To know", " ".join(found)))
    return _listed(facts)


def _weight(picture):
    try:
        return filesizeformat(picture.original.size)
    except (FileNotFoundError, ValueError):
        return "but the original is lost"
    except OSError:
        return "but the original cannot be reached just now"


def same_and_like(picture):
    """Pictures of the same file, and those that look like it, as links."""
    same = duplicates.same_as(picture.digest).exclude(pk=picture.pk) if picture.digest else []
    same = list(same[:LIKE_SHOWN])
    like = [each for each in duplicates.like(picture) if each not in same][:LIKE_SHOWN]
    lines = [("The same file", each) for each in same] + [("Looks like it", each) for each in like]
    if not lines:
        return "No other picture is like this one."
    return format_html(
        '<ul class="desk-like">{}</ul>',
        format_html_join("", '<li>{}: <a href="{}">{}</a></li>', (
            (likeness, reverse("admin:articles_picture_change", args=[each.pk]), each)
            for likeness, each in lines
        )),
    )  # fmt: skip


def _listed(facts):
    return format_html('<dl class="desk-file">{}</dl>', format_html_join(
        "", "<div><dt>{}</dt><dd>{}</dd></div>", facts
    ))  # fmt: skip
