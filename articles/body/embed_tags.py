"""Embeds: `<story-embed data-kind="picture" data-id="12" data-size="wide">` in a story's body.

They stand on the top level of a body and name a picture, gallery or quote by its primary key.
"""

import re

from django.apps import apps

from . import media

KINDS = ("picture", "gallery", "quote")
SIZES = ("column", "wide", "full", "side")
EMBED = re.compile(r"<story-embed\b([^>]*)></story-embed>")


def embeds(source):
    """The embeds of a clean body as a list of (kind, id), each once; sounds of ours behind all."""
    found = (parse(match) for match in EMBED.finditer(source))
    rows = dict.fromkeys((e["kind"], e["id"]) for e in found if e)
    sounds = (("sound", medium.sound) for medium in media.among(source) if medium.sound)
    return list(rows | dict.fromkeys(sounds))


def existing_embeds(source):
    """Those of `embeds(source)` whose row exists; an id may have been typed or pasted.

    In the order of KINDS, sounds behind. One query for each kind that occurs.
    """
    wanted = embeds(source)
    existing = []
    for kind in (*KINDS, "sound"):
        ids = [pk for k, pk in wanted if k == kind]
        if ids:
            rows = apps.get_model("articles", kind).objects.filter(pk__in=ids)
            existing += [(kind, pk) for pk in rows.values_list("pk", flat=True)]
    return existing


def parse(match):
    """The attributes of an EMBED match as a dict (kind, id, size, label); None if invalid."""
    attributes = dict(re.findall(r'data-(\w+)="([^"]*)"', match[1]))
    kind, pk = attributes.get("kind"), attributes.get("id", "")
    if kind not in KINDS or not re.fullmatch(r"[1-9][0-9]{0,17}", pk):
        return None
    size = attributes.get("size")
    return {
        "kind": kind,
        "id": int(pk),
        "size": size if size in SIZES else "column",
        "label": attributes.get("label", "")[:200],
    }


def serialize(embed):
    """The tag of what `parse` returned; "" for None."""
    if embed is None:
        return ""
    attributes = " ".join(
        f'data-{name}="{embed[name]}"' for name in ("kind", "id", "size", "label")
    )
    return f"<story-embed {attributes}></story-embed>"
