"""Podcasts: the pages, the feed that players read, chapters and transcripts as files."""

from datetime import datetime, time

from django.http import Http404, HttpResponse, JsonResponse
from django.utils.timezone import make_aware
from django.utils.translation import get_language
from django.views.decorators.http import conditional_page, require_safe
from wagtail.models import Page

from nebe.core.mail.addresses import absolute
from nebe.core.people.access import public

from ..indexing import page_path
from ..languages import best
from ..models import Episode, Podcast
from ..podcast_feed import CHAPTERS, FeedEpisode, FeedSeries, Transcript, podcast_xml
from ..selectors import items_list
from ..templatetags.newsroom import recording_path
from ..vtt import clock
from .shows import shows


@shows(Podcast)
def podcast_shows(request, page) -> dict:
    episodes = episodes_of(page)
    return {
        "episodes": [
            (each, each.recording.seconds and clock(each.recording.seconds)) for each in episodes
        ],
        "feed": absolute("podcast_feed", page_path(page).rstrip("/").rpartition("/")[2]),
    }


@shows(Episode)
def episode_shows(request, page) -> dict:
    languages = {
        each.locale.language_code: each.pk for each in versions_of(page) if each.transcript
    }
    return {
        "series": page.get_parent(),
        "marks": [(at, clock(at), title) for at, title in page.marks()],
        "length": page.recording.seconds and clock(page.recording.seconds),
        "transcripts": sorted(languages.items()),
    }


def versions_of(page: Episode) -> list[Episode]:
    """The public pages of one episode in all languages."""
    pages = Episode.objects.live().public().filter(translation_key=page.translation_key)
    return list(pages.select_related("locale"))


def episodes_of(series: Podcast) -> list[Episode]:
    """Each once, in the series' language where it is translated, newest first."""
    key = series.translation_key
    above = Podcast.objects.live().public().filter(translation_key=key)
    found: dict = {}
    for parent in above:
        pages = Episode.objects.live().public().child_of(parent)
        for page in pages.select_related("locale", "recording"):
            found.setdefault(page.translation_key, {})[page.locale.language_code] = page
    chosen = [pages[best(pages, get_language()) or ""] for pages in found.values()]
    return sorted(chosen, key=lambda page: (page.date, page.number or 0), reverse=True)


def series_of(slug: str) -> Podcast:
    """In the reader's language, else the nearest; 404 where there is none."""
    pages = Podcast.objects.live().public().filter(slug=slug).select_related("locale")
    by_language = {page.locale.language_code: page for page in pages}
    code = best(by_language, get_language())
    if code is None:
        raise Http404
    return by_language[code]


@public
@require_safe
@conditional_page
def podcast_feed(request, slug):
    """Caches ask again each time: an episode may have been taken down."""
    series = series_of(slug)
    episodes = episodes_of(series)
    text = podcast_xml(feed_series(series), feed_episodes(episodes))
    response = HttpResponse(text, content_type="application/rss+xml; charset=utf-8")
    response["Cache-Control"] = "no-cache"
    return response


def feed_series(series: Podcast) -> FeedSeries:
    return FeedSeries(
        title=series.title,
        url=absolute("wagtail_serve", page_path(series)),
        feed=absolute("podcast_feed", series.slug),
        summary=series.summary,
        language=get_language(),
        author=series.author,
        contact=series.contact,
        category=series.category,
        explicit=series.explicit,
        complete=series.is_complete,
        cover=absolute("podcast_cover", series.slug),
    )


def feed_episodes(episodes: list[Episode]) -> list[FeedEpisode]:
    keys = [each.translation_key for each in episodes]
    pages = Episode.objects.live().public().filter(translation_key__in=keys).exclude(transcript="")
    transcripts: dict = {}
    for page in pages.select_related("locale").order_by("locale__language_code"):
        address = absolute("transcript", page.pk)
        transcripts.setdefault(page.translation_key, []).append(
            Transcript(address, page.locale.language_code)
        )
    paths = {
        item.key: item.path for item in items_list(language=get_language()).filter(key__in=keys)
    }
    return [
        FeedEpisode(
            title=each.title,
            url=absolute("wagtail_serve", paths.get(each.translation_key, page_path(each))),
            guid=str(each.guid),
            summary=each.summary,
            at=make_aware(datetime.combine(each.date, time(8))),
            sound=absolute("recording", *recording_path(each.recording)),
            size=each.recording.size,
            media_type=each.recording.media_type,
            seconds=each.recording.seconds,
            season=each.season,
            number=each.number,
            chapters=absolute("chapters", each.pk) if each.chapters else "",
            transcripts=transcripts.get(each.translation_key, []),
        )
        for each in episodes
    ]


def episode_or_404(pk: int) -> Episode:
    page = Page.objects.live().public().filter(pk=pk).first()
    episode = page and page.specific
    if not isinstance(episode, Episode):
        raise Http404
    return episode


@public
@require_safe
def chapters(request, pk):
    """Podcasting 2.0's JSON; players load it from their own pages, hence `*`."""
    marks = episode_or_404(pk).marks()
    if not marks:
        raise Http404
    found = {
        "version": "1.2.0",
        "chapters": [{"startTime": at, "title": title} for at, title in marks],
    }
    response = JsonResponse(found, content_type=CHAPTERS)
    response["Access-Control-Allow-Origin"] = "*"
    response["Cache-Control"] = "no-cache"
    return response


@public
@require_safe
def transcript(request, pk):
    episode = episode_or_404(pk)
    if not episode.transcript:
        raise Http404
    response = HttpResponse(episode.transcript, content_type="text/vtt; charset=utf-8")
    response["Content-Language"] = episode.locale.language_code
    response["Access-Control-Allow-Origin"] = "*"
    response["Cache-Control"] = "no-cache"
    return response
