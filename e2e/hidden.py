"""What a browser was answered, looked through for what its person may not see yet."""

import base64
import json
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path


def said(hidden: Iterable[str], bodies: Iterable[str]) -> set[str]:
    """Which of the e-mails, phones and words are in any of the texts, however spaced."""
    texts = ["".join(body.split()) for body in bodies]
    return {one for one in hidden if any("".join(one.split()) in text for text in texts)}


def answered(har: Path, at: datetime | None = None) -> tuple[list[str], list[str]]:
    """The text of every answer that a browser got before `at`, and after it; all without."""
    before, after = [], []
    for entry in json.loads(har.read_text())["log"]["entries"]:
        content = entry["response"]["content"]
        text = content.get("text", "")
        if content.get("encoding") == "base64":
            text = base64.b64decode(text).decode(errors="replace")
        asked_at = datetime.fromisoformat(entry["startedDateTime"])
        (before if at is None or asked_at < at else after).append(text)
    return before, after
