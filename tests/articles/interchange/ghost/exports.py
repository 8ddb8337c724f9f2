"""Ghost exports written for the tests. Say what differs."""

import json
import zipfile

SITE = "https://lantern.example"
# As Ghost makes them: 24 hexadecimal digits.
ANA, FERRY, WALK, INSIDE = (f"{number:024x}" for number in (10, 20, 21, 22))


def export(*posts, **tables):
    """The JSON of an export with one author, the tags Ferry, Walks and #inside, and these posts."""
    data = {
        "posts": [post for post, *_ in posts],
        "posts_meta": [meta for _, meta, *_ in posts if meta],
        "users": [{"id": ANA, "name": "Ana Petrov", "slug": "ana", "email": "ana@old.example"}],
        "tags": [
            {"id": FERRY, "name": "Ferry", "slug": "ferry", "visibility": "public"},
            {"id": WALK, "name": "Walks", "slug": "walks", "visibility": "public"},
            {"id": INSIDE, "name": "#inside", "slug": "hash-inside", "visibility": "internal"},
        ],
        "posts_tags": [
            {"post_id": post["id"], "tag_id": tag, "sort_order": order}
            for post, _, tags in posts
            for order, tag in enumerate(tags)
        ],
        "posts_authors": [
            {"post_id": post["id"], "author_id": ANA, "sort_order": 0} for post, *_ in posts
        ],
        "settings": [{"key": "locale", "value": "en"}],
    } | tables
    return {"db": [{"meta": {"version": "5.80.0"}, "data": data}]}


def post(number=1, *, meta=None, tags=(FERRY,), **differs):
    """A published post, for `export`."""
    key = f"{number:024x}"
    fields = {
        "id": key,
        "uuid": f"uuid-{number}",
        "title": f"Story {number}",
        "slug": f"story-{number}",
        "lexical": lexical(paragraph("The ferry left at six.")),
        "mobiledoc": None,
        "html": None,
        "type": "post",
        "status": "published",
        "visibility": "public",
        "published_at": "2021-03-15T21:38:08.000Z",
        "created_at": "2021-03-10T08:00:00.000Z",
        "custom_excerpt": None,
        "featured": 0,
        "feature_image": None,
        "canonical_url": None,
    } | differs
    return fields, meta and {"id": "m", "post_id": key} | meta, tags


def lexical(*nodes):
    return json.dumps({"root": {"type": "root", "children": list(nodes)}})


def words(text, bits=0):
    return {"type": "extended-text", "text": text, "format": bits}


def paragraph(*parts):
    parts = [words(part) if isinstance(part, str) else part for part in parts]
    return {"type": "paragraph", "children": parts}


def write(path, data, files=None):
    """An export as a file; as a zip with these {name: bytes} if there are any."""
    text = data if isinstance(data, str) else json.dumps(data)
    if files is None:
        path.write_text(text, encoding="utf-8")
        return path
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("lantern.ghost.2026.json", text)
        for name, content in files.items():
            archive.writestr(name, content)
    return path


IMAGE = "__GHOST_URL__/content/images/2021/03/bridge.jpg"
# Every card of the editor, with what readers find of it.
CARDS = [
    (
        {"type": "image", "src": IMAGE, "alt": "A bridge", "caption": "The <b>old</b> bridge"},
        "The <strong>old</strong> bridge",
    ),
    (
        {"type": "gallery", "caption": "At low tide", "images": [
            {"src": IMAGE, "alt": "A bridge"},
            {"src": IMAGE.replace("bridge", "pier"), "alt": "A pier"}]},
        "At low tide",
    ),
    (
        {"type": "bookmark", "url": "https://tides.example/", "metadata": {"title": "Tide tables"}},
        '<a href="https://tides.example/">Tide tables</a>',
    ),
    (
        {"type": "embed", "embedType": "video", "url": "https://www.youtube.com/watch?v=dQw4w9WgXcQ",
         "html": "<iframe src='https://www.youtube.com/embed/dQw4w9WgXcQ'></iframe>"},
        "dQw4w9WgXcQ",
    ),
    (
        {"type": "audio", "src": "__GHOST_URL__/content/media/horn.mp3", "title": "The horn"},
        f'<a href="{SITE}/content/media/horn.mp3">The horn</a>',
    ),
    (
        {"type": "video", "src": "__GHOST_URL__/content/media/tide.mp4", "fileName": "tide.mp4"},
        f'<a href="{SITE}/content/media/tide.mp4">tide.mp4</a>',
    ),
    (
        {"type": "file", "src": "__GHOST_URL__/content/files/plan.pdf", "fileTitle": "The plan"},
        f'<a href="{SITE}/content/files/plan.pdf">The plan</a>',
    ),
    (
        {"type": "toggle", "heading": "What it costs", "content": "<p>Nine pounds.</p>"},
        "<h2>What it costs</h2><p>Nine pounds.</p>",
    ),
    (
        {"type": "callout", "calloutEmoji": "⚓", "calloutText": "Boats <b>leave</b> early."},
        "<blockquote><p>⚓ Boats <strong>leave</strong> early.</p></blockquote>",
    ),
    (
        {"type": "button", "buttonUrl": "https://tickets.example/", "buttonText": "Buy a ticket"},
        '<a href="https://tickets.example/">Buy a ticket</a>',
    ),
    (
        {"type": "header", "header": "By sea", "subheader": "And back"},
        "<h2>By sea</h2><p>And back</p>",
    ),
    (
        {"type": "product", "productTitle": "A lamp", "productDescription": "<p>Of brass.</p>"},
        "<h2>A lamp</h2><p>Of brass.</p>",
    ),
    ({"type": "codeblock", "code": "if tide < 3:"}, "if tide &lt; 3:"),
    (
        {"type": "html", "html": "<p>By <i>hand</i></p><script>alert(1)</script>"},
        "<p>By <em>hand</em></p>",
    ),
    (
        {"type": "markdown", "markdown": "## Times\n\n- six\n- **seven**\n\n[tides](https://t.ex/)"},
        '<h2>Times</h2><ul><li>six</li><li><strong>seven</strong></li></ul>',
    ),
    ({"type": "horizontalrule"}, "<hr>"),
    ({"type": "call-to-action", "textValue": "<p>Join us.</p>"}, "<p>Join us.</p>"),
    ({"type": "aside", "children": [words("A word aside")]}, "A word aside"),
    (
        {"type": "extended-quote", "children": [words("A quotation")]},
        "<blockquote><p>A quotation</p>",
    ),
    (
        {"type": "extended-heading", "tag": "h2", "children": [words("A heading")]},
        "<h2>A heading</h2>",
    ),
    (
        {"type": "list", "tag": "ol", "children": [
            {"type": "listitem", "children": [words("one")]}]},
        "<ol><li>one</li></ol>",
    ),
]  # fmt: skip
# Which are not for readers.
HIDDEN_CARDS = [
    {"type": "email", "html": "<p>Only by letter</p>"},
    {"type": "email-cta", "html": "<p>Only by letter</p>"},
    {"type": "signup", "header": "Only by letter"},
    {"type": "paywall"},
]
