"""Small invented tables of every kind, drawn from a seed."""

import numpy as np

from nebe.matching import (
    AtLeast,
    DaysTogether,
    Includes,
    Near,
    Needs,
    Offers,
    Overlaps,
    Periods,
    RuleBook,
    Rules,
    Same,
    Similar,
    WithinReach,
    Worth,
)

CATEGORIES = ["housing", "tutoring", "transport"]


def table(kind, rng: np.random.Generator, size: int, *, most: int = 1, spread: float = 1.0):
    """A table with everything in it: places (some none), remote help, features, periods, texts."""
    nowhere = rng.random(size) < 0.1
    middle = rng.uniform(-1, 1, (2, size)) * spread
    return kind.of(
        id=rng.permutation(10 * size)[:size],
        category=rng.choice(CATEGORIES, size),
        latitude=np.where(nowhere, np.nan, np.clip(50 + middle[0], -90, 90)),
        longitude=np.where(nowhere, np.nan, np.clip(15 + middle[1], -180, 180)),
        reach_km=rng.choice([0, 2, 8, 20, 60, 200], size),
        remote=rng.random(size) < 0.2,
        units=rng.integers(0, most + 1, size) if most > 1 else 1,
        features={
            "languages": rng.integers(0, 8, size),
            "size": rng.integers(1, 5, size),
            "kind": rng.choice([np.iinfo(np.int64).min, 1, 2], size),
            "urgency": rng.integers(0, 3, size),
            "waiting": rng.integers(0, 100, size),
        },
        periods=Periods.of(
            [(int(a), int(a + d)) for a, d in rng.integers(1, 30, (rng.integers(0, 3), 2))]
            for _ in range(size)
        ),
        vectors=rng.normal(size=(size, 8)),
    )


def tables(seed: int, needs: int = 40, offers: int = 30, **options):
    rng = np.random.default_rng(seed)
    return table(Needs, rng, needs, **options), table(Offers, rng, offers, **options)


BOOK = RuleBook(
    categories={
        "housing": Rules(
            must=(WithinReach(), AtLeast("size"), DaysTogether(3)),
            prefer=((Near(50), 300), (Overlaps("languages"), 200)),
        ),
        "tutoring": Rules(
            must=(Overlaps("languages"), WithinReach()),
            prefer=((Similar(), 400), (Near(20), 100)),
            base=100,
            kept=70,
        ),
        "transport": Rules(
            must=(Same("kind"), Includes("languages")), prefer=((Near(100), 500),), base=-100
        ),
    },
    worth=Worth(tiers=(300, 100, 0), a_day=1),
)
