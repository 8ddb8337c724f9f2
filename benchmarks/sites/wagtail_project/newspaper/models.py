"""A front page, sections, and articles with an author, a picture, topics and related articles.

Written as somebody would who knows Wagtail: nothing asks the database once for each row.
"""

from django.db import models
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey
from taggit.models import TaggedItemBase
from wagtail import blocks
from wagtail.fields import StreamField
from wagtail.images.blocks import ImageChooserBlock
from wagtail.models import Page
from wagtail.search import index

ON_THE_FRONT = 20
RELATED = 4


class Author(models.Model):
    name = models.CharField(max_length=120)

    def __str__(self):
        return self.name


class Topic(TaggedItemBase):
    content_object = ParentalKey(
        "newspaper.Article", related_name="tagged_items", on_delete=models.CASCADE
    )


class Front(Page):
    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        return {**context, "articles": listed()[:ON_THE_FRONT]}


class SectionPage(Page):
    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        return {**context, "articles": listed().child_of(self)[:ON_THE_FRONT]}


class Article(Page):
    date = models.DateTimeField(db_index=True)
    summary = models.TextField(blank=True)
    author = models.ForeignKey(Author, null=True, on_delete=models.SET_NULL, related_name="+")
    picture = models.ForeignKey(
        "wagtailimages.Image", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    body = StreamField(
        [
            ("paragraphs", blocks.RichTextBlock()),
            ("quote", blocks.BlockQuoteBlock()),
            ("picture", ImageChooserBlock()),
        ]
    )
    tags = ClusterTaggableManager(through=Topic, blank=True)
    search_fields = [
        *Page.search_fields,
        index.SearchField("summary"),
        index.SearchField("body"),
        index.FilterField("date"),
    ]

    def get_context(self, request, *args, **kwargs):
        context = super().get_context(request, *args, **kwargs)
        return {**context, "related": listed().sibling_of(self, inclusive=False)[:RELATED]}


def listed():
    return (
        Article.objects.live()
        .select_related("author", "picture")
        .prefetch_related("picture__renditions")
        .defer("body")
        .order_by("-date", "-pk")
    )


def sections_of_the_masthead(request):
    return {"sections": SectionPage.objects.live().order_by("path")}
