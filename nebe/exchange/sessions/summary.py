"""How many are served, how near and who: the same figures for a plan and for what it is beside."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from statistics import median


@dataclass(frozen=True)
class Asked:
    """What is told of a need: no more than groups of people have in common."""

    urgency: int
    language: str
    region: str  # its code, "" without a place


def summed(
    asked: Mapping[str, Asked], served: Collection[str], km: Collection[float | None]
) -> dict:
    """`asked`: by the need's id; `served`: ids; `km`: of the pairs, None at a distance.

    Groups are lists of [name, served, asked], so that they keep their order as JSON.
    """
    near = [one for one in km if one is not None]
    return {
        "asked": len(asked),
        "served": len(served),
        "median_km": round(median(near), 1) if near else None,
        "at_a_distance": len(km) - len(near),
        **{group: _by(asked, served, group) for group in ("urgency", "language", "region")},
    }


def _by(asked: Mapping[str, Asked], served: Collection[str], group: str) -> list[list]:
    total = Counter(getattr(one, group) for one in asked.values())
    done = Counter(getattr(asked[pk], group) for pk in served)
    return [[name, done[name], count] for name, count in sorted(total.items())]
