"""Podcasts: pages, the feed as players read it, sound in parts, chapters and transcripts."""

import io
import json
import wave
import xml.etree.ElementTree as ET
from datetime import date, datetime
from uuid import UUID

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile

from nebe.newsroom.models import Episode, Podcast, Recording
from nebe.newsroom.podcast_feed import podcast_guid
from nebe.newsroom.ranges import part_of
from nebe.newsroom.recordings import facts_of, mp3_seconds
from nebe.newsroom.starter.media import tune
from nebe.newsroom.vtt import clock_seconds, cues_of, vtt_valid

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
ITUNES = "{http://www.itunes.com/dtds/podcast-1.0.dtd}"
PODCAST = "{https://podcastindex.org/namespace/1.0}"
FEED = "/{}/podcasts/first-steps.xml"
# MPEG 1, layer III, 128 kbit/s, 44.1 kHz: 417 bytes, 1152 samples.
FRAME = b"\xff\xfb\x90\x00" + bytes(413)
VTT = "WEBVTT\n\n1\n00:01.000 --> 00:04.000 align:start\n<v Jana>Good <i>day</i>\n\n"


def channel(client, language="en"):
    response = client.get(FEED.format(language))
    assert response["Content-Type"].startswith("application/rss+xml")
    assert response["Cache-Control"] == "no-cache"
    found = ET.fromstring(response.content).find("channel")
    assert found is not None
    return found


def local(url):
    return "/" + url.split("/", 3)[3]


def episode(slug="deposit", language="en"):
    return Episode.objects.get(slug=slug, locale__language_code=language)


def test_it_works(client, pages):
    page = client.get("/cs/podcasts/first-steps/").text
    assert "Majitel bytu chce kauci" in page
    assert page.index("Dopis z úřadu") < page.index("Majitel bytu")
    assert '/cs/podcasts/first-steps.xml"' in page
    page = client.get("/cs/podcasts/first-steps/deposit/").text
    assert "<audio controls" in page
    assert "#t=4" in page
    assert "<strong>Moderátorka:</strong> Vítejte u Prvních kroků." in page
    assert 'hreflang="uk"' in page
    assert '"@type": "PodcastEpisode"' in page
    assert '"duration": "PT0H0M12S"' in page


def test_the_feed_keeps_the_rules_of_the_namespace(client, pages):
    found = channel(client)
    guid = UUID(found.findtext(f"{PODCAST}guid"))
    assert guid.version == 5
    locked = found.find(f"{PODCAST}locked")
    assert (locked.text, locked.get("owner")) == ("yes", "podcast@example.org")
    assert found.findtext(f"{PODCAST}medium") == "podcast"
    items = found.findall("item")
    assert [item.findtext("title") for item in items] == [
        "A letter from the office",
        "The landlord wants a deposit",
    ]
    for item in items:
        chapters = item.find(f"{PODCAST}chapters")
        assert chapters.get("type") == "application/json+chapters"
        assert chapters.get("url").startswith("http")
        transcripts = item.findall(f"{PODCAST}transcript")
        assert {each.get("language") for each in transcripts} == {"en", "cs", "uk"}
        assert {each.get("type") for each in transcripts} == {"text/vtt"}
        assert int(item.findtext(f"{PODCAST}episode")) in (1, 2)
        assert item.find("guid").get("isPermaLink") == "false"
    assert len({item.findtext("guid") for item in items}) == 2


def test_the_feed_keeps_the_rules_of_apple(client, pages):
    found = channel(client, "uk")
    assert found.findtext("language") == "uk"
    assert found.findtext(f"{ITUNES}explicit") == "false"
    assert found.find(f"{ITUNES}category").get("text") == "Education"
    assert found.find(f"{ITUNES}owner").findtext(f"{ITUNES}email") == "podcast@example.org"
    cover = client.get(local(found.find(f"{ITUNES}image").get("href")))
    assert cover.content[:8] == b"\x89PNG\r\n\x1a\n"
    assert cover["Cache-Control"] == "public, no-cache"
    assert cover["ETag"]
    assert int.from_bytes(cover.content[16:20], "big") == 1400
    for item in found.findall("item"):
        enclosure = item.find("enclosure")
        sound = client.get(local(enclosure.get("url")))
        assert len(b"".join(sound.streaming_content)) == int(enclosure.get("length"))
        assert sound["Content-Type"] == enclosure.get("type") == "audio/wav"
        assert int(item.findtext(f"{ITUNES}duration")) in (12, 13)
        datetime.strptime(item.findtext("pubDate"), "%a, %d %b %Y %H:%M:%S %z")


def test_read_back_it_is_what_was_published(client, pages):
    feedparser = pytest.importorskip("feedparser")
    response = client.get(FEED.format("cs"))
    headers = {"content-type": response["Content-Type"]}
    parsed = feedparser.parse(response.content, response_headers=headers)
    assert not parsed.bozo
    series = Podcast.objects.get(slug="first-steps", locale__language_code="cs")
    assert (parsed.feed.title, parsed.feed.subtitle) == (series.title, series.summary)
    assert (parsed.feed.language, parsed.feed.podcast_locked["owner"]) == ("cs", series.contact)
    assert len(parsed.entries) == 2
    for entry in parsed.entries:
        page = Episode.objects.get(title=entry.title)
        assert entry.id == str(page.guid)
        assert entry.summary == page.summary
        assert date(*entry.published_parsed[:3]) == page.date
        assert int(entry.itunes_episode) == page.number
        (enclosure,) = entry.enclosures
        assert enclosure.href.endswith(f"{page.recording_id}.wav")
        assert int(enclosure.length) == page.recording.size
    again = client.get(FEED.format("cs"), headers={"If-None-Match": response["ETag"]})
    assert again.status_code == 304


@pytest.mark.parametrize(
    ("feed", "guid"),
    [
        ("https://mp3s.nashownotes.com/pc20rss.xml", "917393e3-1b1e-5cef-ace4-edaa54e1f810"),
        ("https://podnews.net/rss/", "9b024349-ccf0-5f69-a609-6b82873eab3c"),
    ],
)
def test_the_id_of_a_series_is_that_of_the_standard(feed, guid):
    assert str(podcast_guid(feed)) == guid


def test_an_episode_keeps_its_id_in_every_language(pages):
    assert episode().guid == episode(language="cs").guid


def test_chapters_are_the_json_of_the_standard(client, pages):
    response = client.get(f"/cs/chapters/{episode(language='cs').pk}.json")
    assert response["Content-Type"] == "application/json+chapters"
    found = json.loads(response.content)
    assert found["version"] == "1.2.0"
    assert [each["startTime"] for each in found["chapters"]] == [0, 4, 8]
    assert found["chapters"][1]["title"] == "Kolik smí chtít?"


def test_transcripts_are_vtt_in_their_language(client, pages):
    response = client.get(f"/en/transcripts/{episode(language='uk').pk}.vtt")
    assert response["Content-Language"] == "uk"
    assert cues_of(response.content.decode())[0].speaker == "Ведуча"


def test_what_is_taken_down_plays_no_more(client, pages):
    sound = f"/en/recordings/{episode().recording_id}.wav"
    pks = [episode(language=code).pk for code in ("en", "cs", "uk")]
    assert client.get(sound).status_code == 200
    for code in ("en", "cs", "uk"):
        episode(language=code).unpublish()
    assert client.get(sound).status_code == 404
    assert client.get(f"/en/chapters/{pks[0]}.json").status_code == 404
    assert client.get(f"/en/transcripts/{pks[0]}.vtt").status_code == 404
    assert len(channel(client).findall("item")) == 1


def test_a_series_without_episodes_says_so(client, pages):
    Episode.objects.all().delete()
    assert "still to come" in client.get("/en/podcasts/first-steps/").text
    assert channel(client).findall("item") == []
    assert client.get("/en/podcasts/none.xml").status_code == 404


def test_episodes_are_found_by_a_word_of_their_transcript(client, pages):
    assert "first-steps/deposit" in client.get("/en/search/", {"q": "receipt"}).text


def test_a_series_takes_few_queries(client, pages, django_assert_max_num_queries):
    with django_assert_max_num_queries(20):
        client.get("/en/podcasts/first-steps/")
    with django_assert_max_num_queries(20):
        client.get(FEED.format("en"))
    assert Podcast.objects.live().count() == 6


# Parts of a file


@pytest.mark.parametrize(
    ("header", "part"),
    [
        ("bytes=0-9", (0, 9)),
        ("bytes=90-", (90, 99)),
        ("bytes=-10", (90, 99)),
        ("bytes=90-500", (90, 99)),
        ("bytes=-500", (0, 99)),
        ("", None),
        ("bytes=-", None),
        ("bytes=0-1,5-6", None),
        ("lines=1-2", None),
    ],
)
def test_a_range_is_read(header, part):
    assert part_of(header, 100) == part


@pytest.mark.parametrize("header", ["bytes=100-", "bytes=9-5", "bytes=-0"])
def test_a_range_beyond_the_file_is_an_error(header):
    with pytest.raises(ValueError, match="bytes"):
        part_of(header, 100)


def test_players_get_parts(client, pages):
    recording = episode().recording
    address = f"/en/recordings/{recording.pk}.wav"
    with recording.file.open("rb") as file:
        whole = file.read()
    part = client.get(address, headers={"Range": "bytes=100-199"})
    assert part.status_code == 206
    assert part["Content-Range"] == f"bytes 100-199/{len(whole)}"
    assert b"".join(part.streaming_content) == whole[100:200]
    assert client.get(address)["Accept-Ranges"] == "bytes"
    assert client.get(address, headers={"Range": "bytes=99999999-"}).status_code == 416
    other = client.get(address, headers={"Range": "bytes=0-1", "If-Range": '"other"'})
    assert other.status_code == 200
    assert client.get(f"/en/recordings/{recording.pk}.mp3").status_code == 404


# Files


def test_how_long_a_sound_plays():
    assert facts_of(ContentFile(tune(3), "a.wav")).seconds == 3
    assert facts_of(ContentFile(FRAME * 77, "a.mp3")).seconds == 2
    assert mp3_seconds(b"ID3\x04\x00\x00\x00\x00\x00\x02xx" + FRAME * 77) == 2


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("a.exe", b"MZ", "We take MP3"),
        ("a.mp3", b"<html>", "not what its name says"),
        ("a.wav", b"RIFF\x00\x00\x00\x00AVI ", "not what its name says"),
        ("a.webm", b"\x1a\x45", "not what its name says"),
    ],
)
def test_other_files_are_refused(name, content, words):
    with pytest.raises(ValidationError, match=words):
        facts_of(ContentFile(content, name))


def test_a_broken_sound_has_no_length():
    out = io.BytesIO()
    with wave.open(out, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(1)
        sound.setframerate(4000)
    assert facts_of(ContentFile(out.getvalue()[:20], "a.wav")).seconds is None


def test_an_editor_uploads_a_sound(cast, client_for):
    editor = client_for(cast.ema)
    address = "/cms/snippets/nebe_newsroom/recording/add/"
    assert editor.get(address).status_code == 200
    bad = editor.post(address, {"title": "x", "file": ContentFile(b"<html>", "x.mp3")})
    assert "not what its name says" in bad.text
    editor.post(address, {"title": "Talk", "file": ContentFile(tune(2), "Jana Novotna.wav")})
    recording = Recording.objects.get(title="Talk")
    assert (recording.seconds, recording.media_type) == (2, "audio/wav")
    assert "Jana" not in recording.file.name


# WebVTT


def test_cues_are_read():
    (cue,) = cues_of(VTT)
    assert (cue.start, cue.end, cue.speaker, cue.text) == (1, 4, "Jana", "Good day")
    assert cues_of("WEBVTT\n\nNOTE nothing\n\n01:00:00.000 --> 01:00:01.500\nx")[0].start == 3600


@pytest.mark.parametrize(
    "bad",
    ["", "hello", "WEBVTT\n\n00:01 --> 00:02\nx", "WEBVTT\n\n00:02.000 --> 00:01.000\nx"],
)
def test_what_is_no_vtt_is_refused(bad):
    with pytest.raises(ValidationError, match="is no WebVTT"):
        vtt_valid(bad)


def test_times_are_read():
    assert [clock_seconds(each) for each in ("2:03", "1:02:03")] == [123, 3723]
    with pytest.raises(ValueError, match="7"):
        clock_seconds("7")
