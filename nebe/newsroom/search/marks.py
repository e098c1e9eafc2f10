"""Tokens beside the words: each holds a colon, no word does (so a search needs one index)."""

KIND, TOPIC, PLACE, YEAR, LANGUAGE = "k", "t", "p", "y", "l"
PLACES = ("region", "place")  # what an article is about that is a place


def in_title(token: str) -> str:
    return f"1:{token}"


def in_summary(token: str) -> str:
    """In the summary or above it."""
    return f"2:{token}"


def written(word: str) -> str:
    """A word of a title as it is written, for what is typed only to its half."""
    return f"w:{word}"
