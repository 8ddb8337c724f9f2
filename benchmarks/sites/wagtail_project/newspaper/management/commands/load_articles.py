"""Articles from a file of lines of JSON, in bulk: what benchmarks.peers writes of our stories."""

import json
import uuid
from collections import Counter
from datetime import datetime
from itertools import batched, cycle
from pathlib import Path

from django.contrib.contenttypes.models import ContentType
from django.core.files.images import ImageFile
from django.core.management.base import BaseCommand
from django.db import connection
from django.utils.text import slugify
from newspaper.models import Article, Author, Front, SectionPage, Topic
from taggit.models import Tag
from wagtail.images import get_image_model
from wagtail.models import Locale, Page, Site

BLOCKS = 4  # that the paragraphs of an article stand in
INSERT = (
    "INSERT INTO newspaper_article (page_ptr_id, date, summary, author_id, picture_id, body)"
    " VALUES (%s, %s, %s, %s, %s, %s)"
)


class Command(BaseCommand):
    def add_arguments(self, parser):
        parser.add_argument("stories", type=Path)
        parser.add_argument("pictures", type=Path, help="a folder of JPEG files")

    def handle(self, *, stories, pictures, **options):
        lines = [json.loads(line) for line in stories.read_text().splitlines()]
        self.front = self.make_front()
        self.sections = {
            name: self.front.add_child(instance=SectionPage(title=name, slug=slugify(name)))
            for name in sorted({line["section"] for line in lines})
        }
        self.authors = by_name(Author, {line["author"] for line in lines})
        self.tags = by_name(Tag, {tag for line in lines for tag in line["topics"]})
        files = sorted(pictures.glob("*.jpg"))
        self.pictures = cycle([picture_from(file) for file in files])
        self.children = Counter()
        for some in batched(lines, 1000):
            self.add(some)
        for name, section in self.sections.items():
            Page.objects.filter(pk=section.pk).update(numchild=self.children[name])
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")

    def make_front(self):
        Page.objects.filter(depth=2).delete()
        front = Page.objects.get(depth=1).add_child(instance=Front(title="Peer", slug="peer"))
        Site.objects.create(hostname="127.0.0.1", root_page=front, is_default_site=True)
        return front

    def add(self, lines):
        # Django inserts no model with a parent table in bulk.
        pages = Page.objects.bulk_create([self.page(line) for line in lines])
        rows = [self.row(page, line) for page, line in zip(pages, lines, strict=True)]
        with connection.cursor() as cursor:
            cursor.executemany(INSERT, rows)
        Topic.objects.bulk_create(
            Topic(content_object_id=page.pk, tag_id=self.tags[tag])
            for page, line in zip(pages, lines, strict=True)
            for tag in line["topics"]
        )

    def page(self, line):
        section, at = self.sections[line["section"]], datetime.fromisoformat(line["date"])
        self.children[line["section"]] += 1
        number = self.children[line["section"]]
        slug = f"{slugify(line['headline'])[:200]}-{number}"
        return Page(
            path=Page._get_path(section.path, section.depth + 1, number),
            depth=section.depth + 1,
            title=line["headline"],
            draft_title=line["headline"],
            slug=slug,
            url_path=f"{section.url_path}{slug}/",
            content_type=ContentType.objects.get_for_model(Article),
            live=True,
            first_published_at=at,
            last_published_at=at,
            locale=Locale.objects.first(),
            translation_key=uuid.uuid4(),
            search_description=line["summary"],
        )

    def row(self, page, line):
        texts, picture = line["paragraphs"], next(self.pictures)
        size = max(1, -(-len(texts) // BLOCKS))
        blocks = [block("paragraphs", "".join(some)) for some in batched(texts, size)]
        between = [block("quote", line["summary"]), block("picture", next(self.pictures))]
        body = [*blocks[:2], *between, *blocks[2:]]
        author = self.authors[line["author"]]
        return page.pk, line["date"], line["summary"], author, picture, json.dumps(body)


def block(kind, value):
    return {"type": kind, "value": value, "id": str(uuid.uuid4())}


def by_name(model, names):
    for name in names:
        values = {"slug": slugify(name)} if model is Tag else {}
        model.objects.create(name=name, **values)
    return dict(model.objects.values_list("name", "pk"))


def picture_from(file):
    with file.open("rb") as opened:
        picture = get_image_model().objects.create(
            title=file.stem, file=ImageFile(opened, name=file.name)
        )
    return picture.pk
