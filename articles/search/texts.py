"""The texts of stories and galleries that search looks through, as plain text."""

from django.db.models import prefetch_related_objects

from articles import body
from articles.models.embed import Embed


def joined(*words):
    return " ".join(filter(None, map(str, words)))


def version_text(version):
    """Standfirst, body and its notes; no query."""
    return joined(version.standfirst, body.plain_text(version.body, with_notes=True))


def figures_texts(versions):
    """What stands under and in the figures of each version's page, by the version's primary key.

    Captions, the words of quotes, and of galleries title and standfirst; of what readers may see
    now. A quote from another story counts there alone: no signal tells when that story ends. Two
    queries at most, for all versions.
    """
    prefetch_related_objects([v for v in versions if v.lead_picture_id], "lead_picture")
    texts = {version.pk: [_lead_caption(version)] for version in versions}
    with_embeds = {v.pk: v for v in versions if body.embeds(v.body)}
    if with_embeds:
        embeds = Embed.objects.with_items().filter(version__in=with_embeds, is_shown=True)
        for embed in embeds.order_by("pk"):
            texts[embed.version_id].append(_words_of(embed, with_embeds[embed.version_id]))
    return {pk: joined(*words) for pk, words in texts.items()}


def gallery_text(gallery):
    """Standfirst and the captions that readers see."""
    placements = gallery.placements.all()
    if "placements" not in getattr(gallery, "_prefetched_objects_cache", ()):
        placements = placements.select_related("picture")
    captions = [each.shown_caption for each in placements if not each.picture.is_withdrawn]
    return joined(gallery.standfirst, *captions)


def _lead_caption(version):
    picture = version.shown_picture
    return (version.lead_caption or picture.caption) if picture else ""


def _words_of(embed, version):
    if embed.picture:
        return embed.picture.caption
    if embed.sound:
        return ""  # what is said in it stands in the text
    if embed.gallery:
        return joined(embed.gallery.title, embed.gallery.standfirst)
    if embed.quote.story_id not in (None, version.story_id):
        return ""
    return joined(embed.quote.text, embed.quote.speaker, embed.quote.role)
