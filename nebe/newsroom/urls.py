"""Below the language. The last pattern takes every path that nothing above it took."""

from django.urls import path, re_path

from .views import feeds, guides, infoline, public, search  # noqa: F401 (register what they show)

urlpatterns = [
    path("news/feed.xml", feeds.items_feed, name="news_feed"),
    path("feeds/<slug:kind>.xml", feeds.items_feed, name="items_feed"),
    path("all-about/<slug:source>/<str:value>/", public.articles_about, name="articles_about"),
    path("search/suggest/", search.suggest, name="search_suggest"),
    path("pictures/<int:pk>/<int:width>.webp", public.picture, name="picture"),
    # Wagtail makes the addresses of pages from this name. Machinery (`-/`) has no language.
    re_path(r"^(?!-/)((?:[\w\-]+/)*)$", public.page, name="wagtail_serve"),
]
