"""The pages by which a WordPress site listed its posts, and their feeds."""

from newsroom.slugs import slugify

FEEDS = ("feed", "feed/rss", "feed/rss2", "feed/atom", "feed/rdf")
OF_THE_PAPER = (*FEEDS, "rss", "rss2", "atom", "rdf", "feed.xml", "rss.xml", "atom.xml")
# What WordPress calls the number of an item that is no post, in a query.
NUMBERED = {"page": "page_id", "attachment": "attachment_id"}
PAPER = ("paper", "")


def of(site):
    """{path below the site's address: (what it listed, its slug, whether it is a feed)}.

    As WordPress makes them: categories below one another, each author's name as a slug.
    """
    paths = {f"/{name}/": (*PAPER, True) for name in OF_THE_PAPER}
    paths |= {f"/?feed={kind}": (*PAPER, True) for kind in ("rss", "rss2", "atom", "rdf")}
    for slug in site.categories:
        for path in {f"/category/{slug}/", f"/category/{_below_one_another(site, slug)}/"}:
            paths |= _list(path, ("category", slug))
    for slug in site.tags:
        paths |= _list(f"/tag/{slug}/", ("post_tag", slug))
        paths[f"/?tag={slug}"] = ("post_tag", slug, False)
    for login in site.authors:
        for name in {login, slugify(login), login.lower().replace(" ", "-")} - {""}:
            paths |= _list(f"/author/{name}/", ("author", login))
    for (taxonomy, slug), number in site.numbers.items():
        name = "cat" if taxonomy == "category" else "author"
        paths[f"/?{name}={number}"] = (taxonomy, slug, False)
    return paths


def _list(path, listed):
    return {path: (*listed, False)} | {f"{path}{feed}/": (*listed, True) for feed in FEEDS[:1]}


def _below_one_another(site, slug):
    """The category's slug behind those of its ancestors: "news/city"."""
    slugs = []
    while slug in site.categories and slug not in slugs:
        slugs.insert(0, slug)
        slug = site.categories[slug][1]
    return "/".join(slugs)
