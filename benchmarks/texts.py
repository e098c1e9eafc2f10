"""How well needs find the offer that fits, across languages: `python -m benchmarks texts`.

`needs_and_offers.tsv` holds pairs written for this test. Half of them, by a hash, was never looked
at while anything was chosen. Every need is set against all offers of its half; an offer that ties
with the right one takes half a rank from it.
"""

import csv
import hashlib
import time
from collections import defaultdict
from pathlib import Path

import django
import numpy as np

PAIRS = Path(__file__).parent / "needs_and_offers.tsv"
SEED = "2026"
BOTH = 0.1  # what words weigh beside sentence vectors where both are added
LANGUAGES = ["uk", "ru", "cs", "pl", "en", "vi", "ar"]
SENTENCES = "sentence vectors, means taken away"
Pair = dict[str, str]


def pairs_read() -> tuple[list[Pair], list[Pair]]:
    """The half for tuning and the half held out."""
    with PAIRS.open(encoding="utf-8", newline="") as file:
        pairs = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    pairs.sort(key=lambda pair: hashlib.sha256((SEED + pair["need"]).encode()).hexdigest())
    half = len(pairs) // 2
    return pairs[:half], pairs[half:]


def by_words(pairs: list[Pair]) -> np.ndarray:
    """Likeness of each need to each offer by stems, names and synonyms, as without the extra."""
    from nebe.core.texts.normalise import tokens
    from nebe.exchange.search.likeness import need_words, rows

    phrases = phrases_read()
    needs = rows(need_words(pair["need"], phrases) for pair in pairs)
    offers = rows((set(tokens(pair["offer"])), {pair["kind"]: 1.0}) for pair in pairs)
    return needs @ offers.T


def phrases_read() -> dict[str, set[str]]:
    from nebe.exchange.categories import categories_read
    from nebe.exchange.models import Category
    from nebe.exchange.search.words import category_phrases

    phrases = defaultdict(set)
    for slug, data in categories_read().items():
        category = Category(slug=slug, name=data["name"], synonyms=data["synonyms"])
        for phrase in category_phrases(category):
            phrases[phrase].add(slug)
    return phrases


def by_vectors(pairs: list[Pair], *, centred: bool = True, guessed: bool = False) -> np.ndarray:
    """By sentence vectors; `guessed`: the needs' languages from their letters, as the page does."""
    from nebe.core.texts import vectors
    from nebe.core.texts.languages import language_guess

    needs = [pair["need"] for pair in pairs]
    offers = [pair["offer"] for pair in pairs]
    if not centred:
        return vectors.embed(needs) @ vectors.embed(offers).T
    languages = [
        language_guess(pair["need"], likely="en") if guessed else pair["need_language"]
        for pair in pairs
    ]
    return (
        vectors.encode(needs, languages)
        @ vectors.encode(offers, [pair["offer_language"] for pair in pairs]).T
    )


def ranks(likeness: np.ndarray, pairs: list[Pair], *, same_kind: bool) -> np.ndarray:
    """For each need the rank of its offer, 0 the first; `same_kind`: among those of its kind."""
    if same_kind:
        kinds = np.array([pair["kind"] for pair in pairs])
        likeness = np.where(kinds[:, None] == kinds[None, :], likeness, -np.inf)
    right = likeness.diagonal()[:, None]
    return (likeness > right).sum(1) + ((likeness == right).sum(1) - 1) / 2


def shares(found: np.ndarray) -> str:
    return f"{(found < 1).mean():.2f} / {(found < 3).mean():.2f}"


def methods(pairs: list[Pair]) -> dict[str, np.ndarray]:
    words, sentences = by_words(pairs), by_vectors(pairs)
    return {
        "stems, names and synonyms": words,
        "sentence vectors as they come": by_vectors(pairs, centred=False),
        SENTENCES: sentences,
        "the same, language guessed by letters": by_vectors(pairs, guessed=True),
        "vectors and words together": sentences + BOTH * words,
    }


def table(name: str, pairs: list[Pair]) -> dict[str, np.ndarray]:
    print(f"#### {name}: {len(pairs)} needs, {len(pairs)} offers\n")
    print("| right offer among the first 1 / 3 | all kinds | kind known |\n|---|---|---|")
    made = methods(pairs)
    for method, likeness in made.items():
        found = [shares(ranks(likeness, pairs, same_kind=known)) for known in (False, True)]
        print(f"| {method} | {found[0]} | {found[1]} |")
    print()
    return made


def by_languages(
    name: str, halves: list[tuple[list[Pair], np.ndarray]], *, same_kind: bool
) -> None:
    """Rows: the need's language; columns: the offer's; in each the shares and how many needs."""
    among = "kind known" if same_kind else "all kinds"
    print(f"#### Sentence vectors, {among}, by languages: {name}\n")
    found = defaultdict(list)
    for pairs, likeness in halves:
        for pair, rank in zip(pairs, ranks(likeness, pairs, same_kind=same_kind), strict=True):
            need, offer = pair["need_language"], pair["offer_language"]
            for part in ((need, offer), (need, "all"), ("all", offer), ("all", "all")):
                found[part].append(rank)
    names = [*LANGUAGES, "all"]
    print("| need \\ offer | " + " | ".join(names) + " |")
    print("|---" * (len(names) + 1) + "|")
    for need in names:
        cells = [f"{shares(np.array(found[need, to]))} ({len(found[need, to])})" for to in names]
        print(f"| {need} | " + " | ".join(cells) + " |")
    print()


def languages_recognised(pairs: list[Pair]) -> str:
    from nebe.core.texts.languages import language_guess, language_of

    sides = [(p[side], p[f"{side}_language"]) for p in pairs for side in ("need", "offer")]
    right = sum(language_of(text) == language for text, language in sides)
    guessed = sum(language_guess(text, likely="en") == language for text, language in sides)
    return (
        f"Language of {len(sides)} texts: {right / len(sides):.3f} recognised, "
        f"{guessed / len(sides):.3f} guessed by letters on an English page.\n"
    )


def times() -> None:
    """Milliseconds of the model in this process, one thread."""
    from nebe.core.texts import vectors

    def once(text: str) -> float:
        started = time.perf_counter()
        vectors.encode([text], ["cs"])
        return (time.perf_counter() - started) * 1000

    before = resident()
    print(f"Model loaded and first question: {once('kočárek'):.0f} ms, ", end="")
    print(f"{resident() - before:.0f} MB of memory\n")
    print("| text | characters | ms, min / median |\n|---|---|---|")
    sentence = "Hledáme pokoj pro dva dospělé a dítě na dva týdny, nejlépe blízko školy. "
    for name, text in [("a word", "kočárek"), ("a sentence", sentence), ("an offer", sentence * 5)]:
        taken = sorted(once(text) for _ in range(30))
        print(f"| {name} | {len(text)} | {taken[0]:.1f} / {taken[15]:.1f} |")
    print()


def resident() -> float:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * 4096 / 1e6


def main() -> None:
    django.setup()
    from nebe.core.texts import vectors

    if not vectors.is_on():
        raise SystemExit("The extra is not installed: make vectors")
    times()
    tuning, held_out = pairs_read()
    print(languages_recognised([*tuning, *held_out]))
    halves = [
        (pairs, table(name, pairs)[SENTENCES])
        for name, pairs in (("Held out", held_out), ("For tuning", tuning))
    ]
    for same_kind in (True, False):
        by_languages("held out", halves[:1], same_kind=same_kind)
        name = "both halves, each need among the offers of its own"
        by_languages(name, halves, same_kind=same_kind)


if __name__ == "__main__":
    main()
