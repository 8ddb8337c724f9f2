"""The paper's addresses. Fixed ones stand before open ones."""

from django.urls import path

from . import views
from .distribution import feeds, robots, sitemaps
from .style_guide.page import style_guide

app_name = "articles"
urlpatterns = [
    path("", views.front, name="front"),
    path("latest.rss", feeds.latest_stories, name="latest-feed"),
    path("sitemap.xml", sitemaps.index, name="sitemap"),
    path("sitemap-<word:name>.xml", sitemaps.part, name="sitemap-part"),
    path("favicon.ico", views.favicon, name="favicon"),
    path("icon.svg", views.icon, name="icon"),
    path("apple-touch-icon.png", views.touch_icon, name="touch-icon"),
    # What older phones ask for without being told.
    path("apple-touch-icon-precomposed.png", views.touch_icon, name="touch-icon-precomposed"),
    path("icon-<int:pixels>.png", views.icon_of_size, name="icon-of-size"),
    path("card-<str:key>.png", views.paper_card, name="paper-card"),
    path("manifest.webmanifest", views.manifest, name="manifest"),
    path("robots.txt", robots.robots, name="robots"),
    path("search/", views.search, name="search"),
    path("style/", style_guide, name="style"),
    path("corrections/", views.corrections, name="corrections"),
    path("corrections/updates/", views.updates, name="updates"),
    path("corrections/latest.rss", feeds.latest_corrections, name="corrections-feed"),
    path("about/<word:slug>/", views.policy, name="policy"),
    path("reading/", views.read, name="reading"),
    path("theme/<str:key>.css", views.theme, name="theme"),
    path("topics/<word:slug>/", views.topic, name="topic"),
    path("topics/<word:slug>/latest.rss", feeds.latest_on_topic, name="topic-feed"),
    path("authors/<word:slug>/", views.author, name="author"),
    path("authors/<word:slug>/latest.rss", feeds.latest_by_author, name="author-feed"),
    path("shared/<str:secret>/", views.shared, name="shared"),
    path("galleries/", views.galleries, name="galleries"),
    path("galleries/<id:pk>/<word:slug>/", views.gallery, name="gallery"),
    path(
        "galleries/<id:pk>/<word:slug>/<id:picture>/",
        views.gallery_picture,
        name="gallery-picture",
    ),
    path("quotes/", views.quotes, name="quotes"),
    path("quotes/<id:pk>/", views.quote, name="quote"),
    path("quotes/by/<word:slug>/", views.speaker, name="speaker"),
    path("archive/", views.archive, name="archive"),
    path("archive/<int:year>/", views.archive_year, name="archive-year"),
    path("archive/<int:year>/<int:month>/", views.archive_month, name="archive-month"),
    path("archive/<int:year>/<int:month>/<int:day>/", views.archive_day, name="archive-day"),
    path("media/audio/<word:key>.<word:suffix>", views.sound, name="sound"),
    path("media/<word:key>/<str:name>", views.rendition, name="rendition"),
    path("read/<id:pk>.gif", views.read_mark, name="read"),
    path("text/", views.text_front, name="text-front"),
    path("text/<section:slug>/", views.text_section, name="text-section"),
    path("text/<section:section>/<id:pk>/<word:slug>/", views.text_story, name="text-story"),
    path("<section:slug>/", views.section, name="section"),
    path("<section:slug>/latest.rss", feeds.latest_in_section, name="section-feed"),
    path("<section:section>/<id:pk>/v/<id:number>/", views.story_version, name="story-version"),
    path(
        "<section:section>/<id:pk>/v/<id:number>/changes/",
        views.story_version_changes,
        name="story-version-changes",
    ),
    path("<section:section>/<id:pk>/<word:slug>/", views.story, name="story"),
]
