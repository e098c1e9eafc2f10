"""Computes each language's mean sentence vector: `.venv/bin/python scripts/language_means.py`.

Of the texts that come with the kinds of help: names, descriptions, questions, the same in every
language. Nothing of `benchmarks/needs_and_offers.tsv`, which tests the vectors, is among them.
After a change set `vectors.MODEL` to a new name.
"""

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[1]))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "nebe.config.settings")


def texts_of(category: dict, language: str) -> Iterator[str]:
    yield category["name"][language]
    yield category["description"][language]
    for question in category["questions"]:
        yield question["label"][language]
        if "help" in question:
            yield question["help"][language]


def main() -> None:
    import django

    django.setup()
    from django.conf import settings

    from nebe.core.texts import vectors
    from nebe.exchange.categories import categories_read

    means = {}
    for language, _name in settings.LANGUAGES:
        texts = [text for one in categories_read().values() for text in texts_of(one, language)]
        means[language] = vectors.embed(texts).mean(axis=0).astype(np.float32)
        print(f"{language}: {len(texts)} texts")
    np.savez(vectors.MEANS, **means)


if __name__ == "__main__":
    main()
