"""Sound and film files: which we take, and how long they play.

What a file is follows from its first bytes, never from its name alone.
"""

import struct
import wave
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

MAX_BYTES = 500_000_000
FORMATS = {
    "mp3": "audio/mpeg",
    "wav": "audio/wav",
    "m4a": "audio/mp4",
    "ogg": "audio/ogg",
    "mp4": "video/mp4",
    "webm": "video/webm",
}
# Kilobits per second and samples per second of MPEG 1 and 2, layer III.
BITRATES = {
    1: (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
    2: (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
}
SAMPLES = {3: (44100, 48000, 32000), 2: (22050, 24000, 16000), 0: (11025, 12000, 8000)}
FRAME = {1: 1152, 2: 576}  # samples in one frame


@dataclass(frozen=True)
class Facts:
    ending: str
    seconds: int | None  # None where the file does not say it


def facts_of(file: Any) -> Facts:
    """Looks at an open file; raises ValidationError with what to do."""
    ending = file.name.rpartition(".")[2].lower()
    if ending not in FORMATS:
        raise ValidationError(_("We take MP3, M4A, OGG, WAV, MP4 and WebM."))
    if file.size > MAX_BYTES:
        raise ValidationError(_("The file is larger than 500 MB. Make it smaller first."))
    file.seek(0)
    if not begins_as(ending, file.read(16)):
        raise ValidationError(_("This file is not what its name says. Export it again."))
    seconds = seconds_of(ending, file)
    file.seek(0)
    return Facts(ending, seconds)


def begins_as(ending: str, head: bytes) -> bool:
    if ending == "mp3":
        return head[:3] == b"ID3" or (len(head) > 1 and head[0] == 0xFF and head[1] & 0xE0 == 0xE0)
    if ending in ("m4a", "mp4"):
        return head[4:8] == b"ftyp"
    if ending == "wav":
        return head[:4] == b"RIFF" and head[8:12] == b"WAVE"
    return head[:4] == (b"OggS" if ending == "ogg" else b"\x1a\x45\xdf\xa3")


def seconds_of(ending: str, file: Any) -> int | None:
    file.seek(0)
    try:
        if ending == "wav":
            with wave.open(file) as sound:
                return rounded(sound.getnframes() / sound.getframerate())
        if ending == "mp3":
            return mp3_seconds(file.read())
        if ending in ("m4a", "mp4"):
            return mp4_seconds(file.read())
    except (wave.Error, EOFError, struct.error, ZeroDivisionError, IndexError):
        return None
    return None


def rounded(seconds: float) -> int:
    return max(1, round(seconds))


def mp3_seconds(data: bytes) -> int | None:
    """Counts every frame, so that it is right for a changing bit rate too."""
    at = 0
    if data[:3] == b"ID3":
        at = 10 + sum((byte & 0x7F) << shift for byte, shift in zip(data[6:10], (21, 14, 7, 0)))  # noqa: B905
    seconds = 0.0
    while at + 4 <= len(data):
        head = int.from_bytes(data[at : at + 4], "big")
        version, rate, sample = (head >> 19) & 3, (head >> 12) & 15, (head >> 10) & 3
        is_frame = head >> 21 == 0x7FF and (head >> 17) & 3 == 1 and version != 1
        if not is_frame or rate in (0, 15) or sample == 3:
            break
        family = 1 if version == 3 else 2
        hertz = SAMPLES[version][sample]
        length = FRAME[family] // 8 * BITRATES[family][rate] * 1000 // hertz
        at += length + ((head >> 9) & 1)
        seconds += FRAME[family] / hertz
    return rounded(seconds) if seconds else None


def mp4_seconds(data: bytes) -> int | None:
    at = data.find(b"mvhd")
    if at < 0:
        return None
    if data[at + 4] == 1:
        scale, length = struct.unpack(">IQ", data[at + 24 : at + 36])
    else:
        scale, length = struct.unpack(">II", data[at + 16 : at + 24])
    return rounded(length / scale)
