"""Services of machine translation, each behind one method. None is used unless it is set up."""

from dataclasses import dataclass
from typing import Protocol

import httpx
from django.conf import settings

TIMEOUT = httpx.Timeout(30, connect=5)  # seconds
# Answers that another try may change.
PASSING = {408, 409, 425, 429, 500, 502, 503, 504}


class TranslationRefused(Exception):
    """The service will not translate this, however often it is asked."""


class TranslationLater(Exception):
    """The service is not there or busy: try again later."""


class Translator(Protocol):
    def translate(self, text: str, *, source: str, target: str) -> str:
        """`text` in another language; raises `TranslationRefused` or `TranslationLater`."""


@dataclass(frozen=True)
class Lindat:
    """LINDAT Translation of Charles University (UFAL), version 2 of its interface."""

    url: str = "https://lindat.mff.cuni.cz/services/translation/api/v2"
    key: str = ""

    def translate(self, text: str, *, source: str, target: str) -> str:
        answer = post(
            f"{self.url}/languages/",
            params={"src": source, "tgt": target},
            data={"input_text": text},
            headers={"Accept": "text/plain"},
        )
        return answer.text.strip()


@dataclass(frozen=True)
class LibreTranslate:
    """LibreTranslate, usually the installation's own."""

    url: str = "http://127.0.0.1:5000"
    key: str = ""

    def translate(self, text: str, *, source: str, target: str) -> str:
        question = {"q": text, "source": source, "target": target, "format": "text"}
        if self.key:
            question["api_key"] = self.key
        try:
            return post(f"{self.url}/translate", json=question).json()["translatedText"].strip()
        except (ValueError, KeyError, AttributeError, TypeError) as error:
            raise TranslationLater("the answer is no translation") from error


TRANSLATORS: dict[str, type] = {"lindat": Lindat, "libretranslate": LibreTranslate}


def translator() -> Translator | None:
    """The service of this installation (`NEBE_TRANSLATOR`); None where there is none."""
    if not settings.TRANSLATOR:
        return None
    given = {"url": settings.TRANSLATOR_URL.rstrip("/"), "key": settings.TRANSLATOR_KEY}
    return TRANSLATORS[settings.TRANSLATOR](**{k: value for k, value in given.items() if value})


def post(url: str, **request) -> httpx.Response:
    """The service's answer. Errors carry the status alone, never the text."""
    try:
        answer = httpx.post(url, timeout=TIMEOUT, follow_redirects=False, **request)
    except httpx.HTTPError as error:
        raise TranslationLater(type(error).__name__) from None
    if answer.status_code in PASSING:
        raise TranslationLater(f"status {answer.status_code}")
    if answer.status_code != httpx.codes.OK:
        raise TranslationRefused(f"status {answer.status_code}")
    if not answer.text.strip():
        raise TranslationLater("an empty answer")
    return answer
