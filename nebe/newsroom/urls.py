"""Below the language. The last pattern takes every path that nothing above it took."""

from django.urls import path, re_path

from .campaigns import views as campaigns
from .views import feeds, guides, infoline, media, pictures, podcasts, public, videos  # noqa: F401 (register what they show)

urlpatterns = [
    path("news/feed.xml", feeds.items_feed, name="news_feed"),
    path("feeds/<slug:kind>.xml", feeds.items_feed, name="items_feed"),
    path("all-about/<slug:source>/<str:value>/", public.articles_about, name="articles_about"),
    path("pictures/<int:pk>/<int:width>.webp", public.picture, name="picture"),
    path("podcasts/<slug:slug>.xml", podcasts.podcast_feed, name="podcast_feed"),
    path("podcasts/<slug:slug>.png", pictures.podcast_cover, name="podcast_cover"),
    path("previews/<int:pk>.png", pictures.preview, name="preview"),
    path("banners/<slug:slug>/<slug:size>.<slug:form>", campaigns.banner, name="banner"),
    path("captions/<int:pk>.vtt", videos.captions, name="captions"),
    path("chapters/<int:pk>.json", podcasts.chapters, name="chapters"),
    path("transcripts/<int:pk>.vtt", podcasts.transcript, name="transcript"),
    path("recordings/<uuid:pk>.<slug:ending>", media.recording, name="recording"),
    # Wagtail makes the addresses of pages from this name. Machinery (`-/`) has no language.
    re_path(r"^(?!-/)((?:[\w\-]+/)*)$", public.page, name="wagtail_serve"),
]
