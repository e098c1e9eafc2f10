"""The feed of a podcast: RSS with the words of Apple (itunes) and of Podcasting 2.0 (podcast).

https://podcasting2.org/docs/podcast-namespace
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid5

from django.utils.feedgenerator import Enclosure, Rss201rev2Feed
from django.utils.xmlutils import SimplerXMLGenerator

# Fixed by the namespace: a series has the same id wherever its feed moves.
GUIDS = UUID("ead4c236-bf58-58c6-a2c6-a6b28d128cb6")
CHAPTERS = "application/json+chapters"


@dataclass(frozen=True)
class Transcript:
    url: str
    language: str


@dataclass(frozen=True, kw_only=True)
class FeedEpisode:
    title: str
    url: str
    guid: str
    summary: str
    at: datetime
    sound: str
    size: int  # bytes
    media_type: str
    seconds: int | None
    season: int | None
    number: int | None
    chapters: str  # address, or nothing
    transcripts: Sequence[Transcript]


@dataclass(frozen=True, kw_only=True)
class FeedSeries:
    title: str
    url: str
    feed: str
    summary: str
    language: str
    author: str
    contact: str
    category: str
    explicit: bool
    complete: bool
    cover: str


def podcast_guid(feed: str) -> UUID:
    """The id of a series by its first feed's address, without protocol and last slashes."""
    return uuid5(GUIDS, feed.partition("://")[2].rstrip("/"))


def podcast_xml(series: FeedSeries, episodes: Sequence[FeedEpisode]) -> str:
    feed = PodcastRss(
        title=series.title,
        link=series.url,
        description=series.summary,
        language=series.language,
        feed_url=series.feed,
        author_name=series.author,
        series=series,
    )
    for episode in episodes:
        feed.add_item(
            title=episode.title,
            link=episode.url,
            description=episode.summary,
            unique_id=episode.guid,
            unique_id_is_permalink=False,
            pubdate=episode.at,
            enclosures=[Enclosure(episode.sound, str(episode.size), episode.media_type)],
            episode=episode,
        )
    return feed.writeString("utf-8")


class PodcastRss(Rss201rev2Feed):
    def rss_attributes(self) -> dict:
        return super().rss_attributes() | {
            "xmlns:itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
            "xmlns:podcast": "https://podcastindex.org/namespace/1.0",
        }

    def add_root_elements(self, handler: SimplerXMLGenerator) -> None:
        super().add_root_elements(handler)
        series: FeedSeries = self.feed["series"]
        handler.addQuickElement("itunes:author", series.author)
        handler.addQuickElement("itunes:summary", series.summary)
        handler.addQuickElement("itunes:image", "", {"href": series.cover})
        handler.addQuickElement("itunes:category", "", {"text": series.category})
        handler.addQuickElement("itunes:explicit", yes(series.explicit))
        handler.addQuickElement("itunes:type", "episodic")
        if series.complete:
            handler.addQuickElement("itunes:complete", "Yes")
        handler.startElement("itunes:owner", {})  # type: ignore[arg-type]  # a plain dict will do
        handler.addQuickElement("itunes:name", series.author)
        handler.addQuickElement("itunes:email", series.contact)
        handler.endElement("itunes:owner")
        handler.addQuickElement("podcast:guid", str(podcast_guid(series.feed)))
        handler.addQuickElement("podcast:locked", "yes", {"owner": series.contact})
        handler.addQuickElement("podcast:medium", "podcast")

    def add_item_elements(self, handler: SimplerXMLGenerator, item: dict) -> None:
        super().add_item_elements(handler, item)
        episode: FeedEpisode = item["episode"]
        handler.addQuickElement("itunes:title", episode.title)
        handler.addQuickElement("itunes:summary", episode.summary)
        handler.addQuickElement("itunes:episodeType", "full")
        for name, number in (
            ("itunes:duration", episode.seconds),
            ("itunes:season", episode.season),
            ("itunes:episode", episode.number),
            ("podcast:season", episode.season),
            ("podcast:episode", episode.number),
        ):
            if number:
                handler.addQuickElement(name, str(number))
        if episode.chapters:
            attributes = {"url": episode.chapters, "type": CHAPTERS}
            handler.addQuickElement("podcast:chapters", "", attributes)
        for each in episode.transcripts:
            attributes = {"url": each.url, "type": "text/vtt", "language": each.language}
            handler.addQuickElement("podcast:transcript", "", attributes)


def yes(value: bool) -> str:
    return "true" if value else "false"
