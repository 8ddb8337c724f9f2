"""A gallery's form, as a browser would send it from the desk."""

from tests.articles.admin.desk import address, inline


def order(gallery):
    return list(gallery.placements.values_list("picture_id", flat=True))


def save(client, gallery, **changes):
    form = gallery_form(gallery) | changes
    response = client.post(address("gallery_change", gallery.pk), form, follow=True)
    gallery.refresh_from_db()
    return response


def gallery_form(gallery=None, **changes):
    placements = list(gallery.placements_for_page()) if gallery else []
    rows = [
        {"id": p.pk, "gallery": gallery.pk, "picture": p.picture_id, "alt": p.picture.alt,
         "credit": p.picture.credit, "caption": p.caption, "position": p.position}
        for p in placements
    ]  # fmt: skip
    form = {
        "title": gallery.title if gallery else "At sea",
        "slug": "",
        "standfirst": "",
        "credit": "",
    }
    return form | inline("placements", rows, initial=len(rows)) | changes
