"""Below the language. The last pattern takes every path that nothing above it took."""

from django.urls import path, re_path

from .views import (  # noqa: F401 (some only register what they show)
    careers,
    feeds,
    guides,
    infoline,
    public,
    tenders,
)

urlpatterns = [
    path("news/feed.xml", feeds.items_feed, name="news_feed"),
    path("feeds/<slug:kind>.xml", feeds.items_feed, name="items_feed"),
    path("all-about/<slug:source>/<str:value>/", public.articles_about, name="articles_about"),
    path("pictures/<int:pk>/<int:width>.webp", public.picture, name="picture"),
    path("apply/sent/", careers.applied, name="applied"),
    path("apply/<uuid:key>/", careers.apply, name="apply"),
    path("ask-about/sent/", tenders.asked, name="asked"),
    path("ask-about/<uuid:key>/", tenders.ask, name="ask_about"),
    # Wagtail makes the addresses of pages from this name. Machinery (`-/`) has no language.
    re_path(r"^(?!-/)((?:[\w\-]+/)*)$", public.page, name="wagtail_serve"),
]
