"""Tokens beside the words that say where, as what and in which languages an offer is found.

Each begins `x:`; no word does, for words hold no colon. A search with words can so be answered by
the full-text index alone.
"""

BLOCK = 1 << 13  # offers numbered in one block are about as old


def place_mark(public: bool, area: int | str = "", category: str = "") -> str:
    return f"{'p' if public else 's'}:{area}:{category}"


def language_mark(code: str) -> str:
    return f"l:{code}"


def block_mark(block: int) -> str:
    return f"b:{block}"
