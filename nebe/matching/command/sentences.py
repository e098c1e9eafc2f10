"""Reasons as plain English sentences. `nebe.matching.explain` has them as data."""

from __future__ import annotations

from nebe.matching import (
    AtLeast,
    DaysTogether,
    Includes,
    Near,
    NeedReasons,
    Overlaps,
    PairReasons,
    Same,
    WithinReach,
)

from ..rules import Soft


def preference(rule: Soft) -> str:
    """What earned points."""
    match rule:
        case Near():
            return "being near"
        case WithinReach():
            return "being within reach"
        case DaysTogether(days=days):
            return f"sharing {_count(days, 'day')}"
        case Same(feature=name):
            return f"the same {_plain(name)}"
        case Overlaps(feature=name):
            return f"sharing one of the {_plain(name)}"
        case Includes(feature=name):
            return f"having all {_plain(name)}"
        case AtLeast(feature=name):
            return f"enough {_plain(name)}"
    return "alike texts"


def failure(rule: Soft, count: int) -> str:
    """What ruled so many offers out."""
    are, have, fall, lie = (
        ("is", "has", "falls", "lies") if count == 1 else ("are", "have", "fall", "lie")
    )
    match rule:
        case WithinReach():
            return f"{count:,} {lie} out of reach"
        case DaysTogether(days=days):
            return f"{count:,} {are} not free on {_count(days, 'shared day')}"
        case Same(feature=name):
            return f"{count:,} {have} another {_plain(name)}"
        case Overlaps(feature=name):
            return f"{count:,} {have} none of the {_plain(name)}"
        case Includes(feature=name):
            return f"{count:,} {have} not all {_plain(name)}"
        case AtLeast(feature=name):
            return f"{count:,} {fall} short in {_plain(name)}"
    return f"{count:,} {have} another text"


def about_pair(need: object, offer: object, why: PairReasons) -> str:
    """Why this pair, and what would come next."""
    earned = [f"{points:,} for {preference(rule)}" for rule, points in why.points if points]
    if why.kept:
        earned.append(f"{why.kept:,} for having been proposed before")
    parts = _joined([f"{why.base:,} for helping this need at all", *earned])
    text = f"Need {need} is given offer {offer}: {why.score:,} points, {parts}."
    if why.price:
        text += f" The place is contested, at a price of {why.price:,} points."
    if why.next_offer is None:
        return text + " There is no other offer for this need at these prices."
    if why.margin == 0:
        return text + f" Offer {why.next_offer} would have been just as good."
    return text + f" The next best is offer {why.next_offer}, {why.margin:,} points behind."


def about_need(need: object, missing: int, wanted: int, why: NeedReasons) -> str:
    """Why this need was given less than it wants, and what would help."""
    left = "is left without" if missing == wanted else f"lacks {missing:,} of {wanted:,}"
    return " ".join([f"Need {need} {left}.", *_grounds(why), _relief(why)])


def _grounds(why: NeedReasons):
    if not why.considered:
        yield "Nobody offers this kind of help."
        return
    failed = [failure(rule, count) for rule, count in why.removed if count]
    if why.excluded:
        failed.append(f"{why.excluded:,} may not be proposed to it")
    offers = _count(why.considered, "offer")
    if failed:
        yield f"Of {offers} of this kind, {_joined(failed)}."
    if why.admissible:
        fit = _count(why.admissible, "offer")
        who = f"{fit} would fit and went" if failed else f"All {offers} fit and went"
        by = f" by at least {why.outbid_by:,} points" if why.outbid_by else ""
        yield f"{who} to others who gain more{by}."


def _relief(why: NeedReasons) -> str:
    if why.relaxation is None:
        alone = "Doing without any single rule would not help."
        return alone if why.considered else "More helpers are needed."
    rule, gain = why.relaxation
    change = {
        "WithinReach": "a longer way",
        "DaysTogether": "other days",
        "AtLeast": "asking for less in " + _plain(getattr(rule, "feature", "")),
        "Overlaps": "somebody to interpret" if rule == Overlaps("languages") else "",
    }.get(type(rule).__name__) or f"doing without the same {_plain(getattr(rule, 'feature', ''))}"
    return f"What would help most is {change}: {gain:,} points more over all."


def rule_code(rule: Soft) -> str:
    """For files: `overlaps:languages`."""
    name = "".join(f"_{c.lower()}" if c.isupper() else c for c in type(rule).__name__)
    feature = getattr(rule, "feature", None)
    return name.lstrip("_") + (f":{feature}" if feature else "")


def _plain(name: str) -> str:
    return name.replace("_", " ")


def _count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def _joined(parts: list[str]) -> str:
    return parts[0] if len(parts) == 1 else ", ".join(parts[:-1]) + " and " + parts[-1]
