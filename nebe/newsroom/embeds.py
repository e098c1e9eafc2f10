"""Players of other sites: which address shows a film in a frame, and who then sees the reader."""

import re
from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit

YOUTUBE = {"youtube.com", "www.youtube.com", "m.youtube.com", "youtu.be"}
VIMEO = {"vimeo.com", "www.vimeo.com"}
NAME = re.compile(r"[\w-]{3,64}")
PEERTUBE = re.compile(r"/(?:w|videos/watch)/([\w-]{3,64})/?")


@dataclass(frozen=True)
class Embed:
    """`source` is what the policy of the page must allow; `host` who sees the reader."""

    address: str
    source: str
    host: str


def embed_of(link: str) -> Embed | None:
    """None where the film can only be opened at its own site."""
    parts = urlsplit(link)
    host = (parts.hostname or "").lower()
    if parts.scheme != "https" or parts.port or not re.fullmatch(r"[a-z0-9.-]+", host):
        return None
    name = parts.path.strip("/")
    if host in YOUTUBE:
        code = name if host == "youtu.be" else parse_qs(parts.query).get("v", [""])[0]
        return embed("www.youtube-nocookie.com", "/embed/", code)
    if host in VIMEO:
        return embed("player.vimeo.com", "/video/", name, "?dnt=1")
    if found := PEERTUBE.fullmatch(parts.path):
        return embed(host, "/videos/embed/", found[1])
    return None


def embed(host: str, path: str, code: str, query: str = "") -> Embed | None:
    if not NAME.fullmatch(code):
        return None
    return Embed(f"https://{host}{path}{code}{query}", f"https://{host}", host)
