"""Below the language. The last pattern takes every path that nothing above it took."""

from django.urls import path, re_path

from .campaigns import views as campaigns
from .views import (  # noqa: F401 (some only register what they show)
    areas,
    careers,
    events,
    feedback,
    feeds,
    guides,
    infoline,
    laws,
    leaflets,
    media,
    organisations,
    pictures,
    podcasts,
    points,
    press,
    public,
    publications,
    returning,
    tenders,
    videos,
)

urlpatterns = [
    path("news/feed.xml", feeds.items_feed, name="news_feed"),
    path("feeds/<slug:kind>.xml", feeds.items_feed, name="items_feed"),
    path("all-about/<slug:source>/<str:value>/", public.articles_about, name="articles_about"),
    path("was-it-useful/thanks/", feedback.thanks, name="feedback_thanks"),
    re_path(r"^was-it-useful/((?:[\w\-]+/)+)$", feedback.feedback, name="feedback"),
    path("feeds/event.ics", events.events_calendar, name="events_calendar"),
    path("calendar/<uuid:key>.ics", events.event_calendar, name="event_calendar"),
    path("cite/<uuid:key>.<slug:form>", publications.cite, name="cite"),
    path("files/<int:pk>/<str:name>", publications.download, name="download"),
    path("ask-an-expert/sent/", press.asked, name="expert_asked"),
    path("ask-an-expert/<uuid:key>/", press.ask, name="expert_ask"),
    path("follow/sent/", laws.follow_sent, name="law_follow_sent"),
    path("follow/<uuid:key>/", laws.follow, name="law_follow"),
    path("pictures/<int:pk>/<int:width>.webp", public.picture, name="picture"),
    path("podcasts/<slug:slug>.xml", podcasts.podcast_feed, name="podcast_feed"),
    path("podcasts/<slug:slug>.png", pictures.podcast_cover, name="podcast_cover"),
    path("previews/<int:pk>.png", pictures.preview, name="preview"),
    path("banners/<slug:slug>/<slug:size>.<slug:form>", campaigns.banner, name="banner"),
    path("captions/<int:pk>.vtt", videos.captions, name="captions"),
    path("chapters/<int:pk>.json", podcasts.chapters, name="chapters"),
    path("transcripts/<int:pk>.vtt", podcasts.transcript, name="transcript"),
    path("recordings/<uuid:pk>.<slug:ending>", media.recording, name="recording"),
    path("apply/sent/", careers.applied, name="applied"),
    path("apply/<uuid:key>/", careers.apply, name="apply"),
    path("ask-about/sent/", tenders.asked, name="asked"),
    path("ask-about/<uuid:key>/", tenders.ask, name="ask_about"),
    path("leaflets/<path:path>.pdf", leaflets.leaflet, name="leaflet"),
    # Wagtail makes the addresses of pages from this name. Machinery (`-/`) has no language.
    re_path(r"^(?!-/)((?:[\w\-]+/)*)$", public.page, name="wagtail_serve"),
]
