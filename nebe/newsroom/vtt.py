"""WebVTT, as far as transcripts and captions need it: cues with a time, a speaker and a text."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from html import unescape

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

TIME = r"(?:(\d{1,3}):)?([0-5]\d):([0-5]\d)\.(\d{3})"
TIMES = re.compile(rf"^{TIME}\s+-->\s+{TIME}(?:\s.*)?$")
VOICE = re.compile(r"^<v(?:\.\S+)?\s+([^>]+)>")
TAG = re.compile(r"<[^>]*>")


@dataclass(frozen=True)
class Cue:
    start: float  # seconds
    end: float
    speaker: str
    text: str

    @property
    def at(self) -> str:
        return clock(self.start)


def cues_of(text: str) -> list[Cue]:
    """The cues in order. Raises ValueError with the number of the line that is none."""
    lines = text.replace("\r\n", "\n").lstrip("\ufeff").split("\n")
    if not lines[0].startswith("WEBVTT"):
        raise ValueError(1)
    cues: list[Cue] = []
    number = 1
    while number < len(lines):
        block = number
        while number < len(lines) and lines[number].strip():
            number += 1
        if number > block and not lines[block].startswith(("NOTE", "STYLE", "REGION")):
            cues.append(cue_of(lines[block:number], block + 1))
        number += 1
    return cues


def cue_of(block: list[str], number: int) -> Cue:
    skipped = 0 if "-->" in block[0] else 1
    found = TIMES.match(block[skipped].strip()) if len(block) > skipped else None
    if not found:
        raise ValueError(number + skipped)
    start, end = seconds(found.groups()[:4]), seconds(found.groups()[4:])
    if end <= start:
        raise ValueError(number + skipped)
    words = " ".join(block[skipped + 1 :])
    voice = VOICE.match(words)
    return Cue(start, end, voice[1].strip() if voice else "", unescape(TAG.sub("", words)).strip())


def seconds(parts: Iterable[str | None]) -> float:
    hours, minutes, whole, thousandths = (int(part or 0) for part in parts)
    return hours * 3600 + minutes * 60 + whole + thousandths / 1000


def clock(moment: float) -> str:
    """`1:02:03`, `2:03`."""
    minutes, rest = divmod(int(moment), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def vtt_valid(text: str) -> None:
    try:
        cues_of(text)
    except ValueError as error:
        raise ValidationError(
            _("Line %(number)s is no WebVTT. A cue looks like this: 00:01.000 --> 00:04.000"),
            params={"number": error.args[0]},
        ) from error


def clock_seconds(text: str) -> int:
    """Seconds of `2:03` or `1:02:03`. Raises ValueError."""
    total = 0
    parts = text.split(":")
    if not 2 <= len(parts) <= 3:
        raise ValueError(text)
    for part in parts:
        total = total * 60 + int(part)
    return total
