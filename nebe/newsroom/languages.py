"""Which of a page's languages a reader gets."""

from collections.abc import Iterable

from nebe.core.texts.translated import fallbacks


def best(codes: Iterable[str], language: str) -> str | None:
    """The first of the reader's languages that is among `codes`, else any, else None."""
    have = list(codes)
    return next((code for code in (*fallbacks(language), *have) if code in have), None)
