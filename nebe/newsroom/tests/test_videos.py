"""Films: captions and words for everyone, and nobody else sees the reader before a press."""

from html import unescape

import pytest
from django.core.exceptions import ValidationError

from nebe.newsroom.embeds import embed_of
from nebe.newsroom.models import Video
from nebe.newsroom.models.gated import NotYet
from nebe.newsroom.vtt import cues_of

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
OWN, OTHER = "/en/videos/in-four-seconds/", "/en/videos/a-day-in-brno/"


def video(slug="in-four-seconds", language="en"):
    return Video.objects.get(slug=slug, locale__language_code=language)


def test_it_works(client, pages):
    page = client.get("/uk/videos/in-four-seconds/").text
    assert "<video controls" in page
    assert 'srclang="uk"' in page
    assert "Повільно сходить сонце" in page
    assert '"@type": "VideoObject"' in page
    assert "in-four-seconds" in client.get("/cs/videos/").text
    assert "in-four-seconds" in client.get("/cs/feeds/video.xml").text


@pytest.mark.parametrize("slug", ["in-four-seconds", "a-day-in-brno"])
def test_every_word_stands_on_the_page_once(client, pages, slug):
    for page in Video.objects.filter(slug=slug).select_related("locale"):
        code = page.locale.language_code
        main = unescape(client.get(f"/{code}/videos/{slug}/").text.partition("<main")[2])
        for line in page.transcript.splitlines():
            assert main.count(line) == 1, (code, line)


def test_captions_are_a_file_in_the_language_of_the_page(client, pages):
    response = client.get(f"/en/captions/{video(language='cs').pk}.vtt")
    assert response["Content-Language"] == "cs"
    assert len(cues_of(response.content.decode())) == 2
    assert client.get(f"/en/captions/{video('a-day-in-brno').pk}.vtt").status_code == 404
    page = video()
    page.unpublish()
    assert client.get(f"/en/captions/{page.pk}.vtt").status_code == 404


def test_the_film_plays_in_parts(client, pages):
    address = f"/en/recordings/{video().recording_id}.webm"
    part = client.get(address, headers={"Range": "bytes=0-3"})
    assert b"".join(part.streaming_content) == b"\x1a\x45\xdf\xa3"
    assert part["Content-Type"] == "video/webm"


def test_nothing_is_loaded_from_another_site_before_a_press(client, pages):
    response = client.get(OTHER)
    assert "<iframe" not in response.text
    assert "video.example.org sees your address" in response.text
    assert "video.example.org" not in response["Content-Security-Policy"]


def test_after_a_press_this_answer_alone_may(client, pages):
    response = client.get(OTHER, {"play": "1"})
    assert 'src="https://video.example.org/videos/embed/a-day-in-brno"' in response.text
    assert 'referrerpolicy="no-referrer"' in response.text
    assert "frame-src https://video.example.org" in response["Content-Security-Policy"]
    assert "frame-src" not in client.get(OWN, {"play": "1"})["Content-Security-Policy"]


def test_a_site_without_a_player_is_only_linked(client, pages):
    page = video("a-day-in-brno")
    page.link = "https://films.example.org/12"
    page.save_revision().publish()
    text = client.get(OTHER, {"play": "1"}).text
    assert "<iframe" not in text
    assert 'href="https://films.example.org/12" rel="noreferrer"' in text


def test_without_captions_and_transcript_it_is_not_published(pages):
    page = video()
    page.captions = ""
    page.transcript = " "
    with pytest.raises(NotYet, match=r"needs captions.*needs a transcript"):
        page.save_revision().publish()
    other = video("a-day-in-brno")
    other.transcript = ""
    with pytest.raises(NotYet, match="transcript"):
        other.save_revision().publish()


@pytest.mark.parametrize("link", ["", "https://video.example.org/w/x"])
def test_one_film_and_not_two(pages, link):
    page = video()
    page.link = link
    if not link:
        page.recording = None
    with pytest.raises(ValidationError, match="not both"):
        page.full_clean()


@pytest.mark.parametrize(
    ("link", "address"),
    [
        ("https://www.youtube.com/watch?v=abc_-12345", "https://www.youtube-nocookie.com/embed/abc_-12345"),
        ("https://youtu.be/abc_-12345?t=3", "https://www.youtube-nocookie.com/embed/abc_-12345"),
        ("https://vimeo.com/123456", "https://player.vimeo.com/video/123456?dnt=1"),
        ("https://tube.example.org/w/9xYz", "https://tube.example.org/videos/embed/9xYz"),
    ],
)  # fmt: skip
def test_players_that_are_known(link, address):
    found = embed_of(link)
    assert found
    assert found.address == address
    assert found.address.startswith(found.source + "/")


@pytest.mark.parametrize(
    "link",
    [
        "http://youtu.be/abc",
        "https://www.youtube.com/watch?v=%22%3E",
        "https://evil.example;frame-src *;/w/abc",
        "https://a.example:8000/w/abc",
        "javascript:alert(1)",
        "https://example.org/",
    ],
)
def test_what_is_no_player_is_none(link):
    assert embed_of(link) is None
