"""The processing register (Article 30 GDPR), made from the purposes and the registry."""

from collections import defaultdict
from dataclasses import dataclass

from .purposes import Purpose, purposes
from .registry import PersonalData, personal_data


@dataclass(frozen=True)
class Line:
    """One purpose with the kinds of record that serve it."""

    purpose: Purpose
    kinds: list[PersonalData]


def register_lines() -> list[Line]:
    by_purpose = defaultdict(list)
    for kind in personal_data:
        by_purpose[kind.purpose].append(kind)
    return [Line(purpose, by_purpose[purpose.key]) for purpose in purposes]
