"""Below the language. The last pattern takes every path that nothing above it took."""

from django.urls import path, re_path

from .views import (  # noqa: F401 (some register what they show)
    areas,
    feeds,
    guides,
    infoline,
    leaflets,
    organisations,
    points,
    public,
    returning,
)

urlpatterns = [
    path("news/feed.xml", feeds.items_feed, name="news_feed"),
    path("feeds/<slug:kind>.xml", feeds.items_feed, name="items_feed"),
    path("all-about/<slug:source>/<str:value>/", public.articles_about, name="articles_about"),
    path("pictures/<int:pk>/<int:width>.webp", public.picture, name="picture"),
    path("leaflets/<path:path>.pdf", leaflets.leaflet, name="leaflet"),
    # Wagtail makes the addresses of pages from this name. Machinery (`-/`) has no language.
    re_path(r"^(?!-/)((?:[\w\-]+/)*)$", public.page, name="wagtail_serve"),
]
