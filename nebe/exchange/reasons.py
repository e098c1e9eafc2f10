"""Why an offer and a need are suggested to each other, and why others are not: short phrases in
the reader's language.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta

import numpy as np
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from nebe.core.ui.templatetags.ui import listed
from nebe.matching import AtLeast, DaysTogether, WithinReach
from nebe.matching.rules import Soft
from nebe.matching.suggest import Scores

from .languages import names

# By `date.weekday()`: most languages bend the word after "from".
FREE_FROM = (
    gettext_lazy("free from Monday"),
    gettext_lazy("free from Tuesday"),
    gettext_lazy("free from Wednesday"),
    gettext_lazy("free from Thursday"),
    gettext_lazy("free from Friday"),
    gettext_lazy("free from Saturday"),
    gettext_lazy("free from Sunday"),
)
STEPS = (5, 10, 20, 30, 50)  # kilometres further


@dataclass(frozen=True)
class Answered:
    """What an offer says to a question of its kind of help, and whether that is what is asked."""

    label: str
    texts: list[str]
    holds: bool
    is_way: bool = False  # how far the helper goes


@dataclass(frozen=True)
class Pair:
    """A need and an offer that fit. `km`: None for help at a distance. `languages`: codes that
    both speak. `free_from`, `free_until`: first and last day of the offer.
    `left`, `missing`: places; `left` is None where only people are counted.
    """

    km: float | None
    languages: list[str]
    free_from: date
    free_until: date
    needed_until: date
    left: int | None = None
    missing: int = 1
    fits: bool = False  # what the need says and what the offer says
    is_vetted: bool = False
    vetted_until: date | None = None
    answers: list[Answered] = field(default_factory=list)


@dataclass(frozen=True)
class Reasons:
    good: list[str] = field(default_factory=list)
    bad: list[str] = field(default_factory=list)


def reasons_of(pair: Pair, today: date) -> Reasons:
    good, bad = [_where(pair.km)], []
    if pair.fits:
        good.append(_("what was written fits"))
    if pair.languages:
        spoken = listed(names(pair.languages))
        good.append(_("speaks %(languages)s") % {"languages": spoken})
    else:
        bad.append(_("no language in common"))
    good.append(_free(pair.free_from, today))
    if pair.free_until < pair.needed_until:
        bad.append(_("free only until %(day)s") % {"day": date_format(pair.free_until)})
    if pair.left is not None:
        (good if pair.left >= pair.missing else bad).append(_room(pair.left, pair.missing))
    if pair.vetted_until:
        good.append(_("vetted until %(day)s") % {"day": date_format(pair.vetted_until)})
    elif pair.is_vetted:
        good.append(_("vetted"))
    for answer in pair.answers:
        (good if answer.holds else bad).append(_said(answer))
    return Reasons(good, bad)


def _said(answer: Answered) -> str:
    said = listed(answer.texts) if answer.texts else "–"
    if not answer.is_way:
        return f"{answer.label} {said}"
    words = _("goes where you go (%(far)s)") if answer.holds else _("does not go so far (%(far)s)")
    return words % {"far": said}


def _where(km: float | None) -> str:
    if km is None:
        return _("at a distance")
    return _("%(km)s km away") % {"km": round(km)} if km >= 1 else _("in the same place")


def _free(since: date, today: date) -> str:
    if since <= today:
        return _("free now")
    if since - today < timedelta(days=7):
        return str(FREE_FROM[since.weekday()])
    return _("free from %(day)s") % {"day": date_format(since)}


def _room(left: int, missing: int) -> str:
    if left < missing:
        return _("has %(left)d of %(missing)d") % {"left": left, "missing": missing}
    over = left - missing
    if over == 0:
        return _("as many places as needed")
    return ngettext(
        "%(count)d place more than needed", "%(count)d places more than needed", over
    ) % {"count": over}


@dataclass(frozen=True)
class Looked:
    """Offers that were looked at for one need, one pair each. `reach_km` (n): of both together;
    `remote` bool (n): by help at a distance; `free_until` (n): last days as ordinals; `labels`:
    feature → the question that it answers; `ways`: features that say how far the helper goes.
    """

    pairs: Scores
    reach_km: np.ndarray
    remote: np.ndarray
    free_until: np.ndarray
    labels: dict[str, str] = field(default_factory=dict)
    ways: frozenset[str] = frozenset()


def missed_of(looked: Looked) -> str:
    """How many are near, and which rule removes how many of them: "12 offers within 30 km: …"."""
    pairs = looked.pairs
    reached = pairs.removed_by != _number(pairs, WithinReach)
    if not reached.any():
        return _("No offer of this kind reaches this place.")
    parts = []
    for number, (rule, count) in enumerate(zip(pairs.rules, pairs.removed, strict=False)):
        if count and not isinstance(rule, WithinReach):
            until = looked.free_until[pairs.removed_by == number]
            parts.append(_removed(rule, count, until, looked))
    if not parts:
        return ""
    if fitting := int((pairs.removed_by < 0).sum()):
        parts.insert(0, ngettext("%(count)d fits", "%(count)d fit", fitting) % {"count": fitting})
    count, here = int(reached.sum()), reached & ~looked.remote
    km = _rounded(int(pairs.metres[here].max(initial=0)) / 1000)
    values = {"count": count, "km": km, "why": listed(parts)}
    return _around(count, int(here.sum())) % values


def _around(count: int, here: int) -> str:
    """`here` of the `count` offers help at a place."""
    if here == count:
        return ngettext(
            "%(count)d offer within %(km)d km: %(why)s",
            "%(count)d offers within %(km)d km: %(why)s",
            count,
        )
    if here:
        return ngettext(
            "%(count)d offer within %(km)d km or at a distance: %(why)s",
            "%(count)d offers within %(km)d km or at a distance: %(why)s",
            count,
        )
    return ngettext(
        "%(count)d offer at a distance: %(why)s", "%(count)d offers at a distance: %(why)s", count
    )


def _rounded(km: float) -> int:
    """Up to the next kilometre, from ten on to the next five."""
    step = 1 if km <= 10 else 5
    return max(1, int(-(-km // step) * step))


def _removed(rule: Soft, count: int, until: np.ndarray, looked: Looked) -> str:
    if isinstance(rule, DaysTogether) and count == 1 and until[0] > 0:
        day = date_format(date.fromordinal(int(until[0])))
        return _("1 free only until %(day)s") % {"day": day}
    feature = getattr(rule, "feature", "")
    if feature in looked.ways:
        return ngettext("%(count)d does not go so far", "%(count)d do not go so far", count) % {
            "count": count
        }
    label = looked.labels.get(feature, "")
    return _removed_words(rule, count) % {"count": count, "question": label}


def _removed_words(rule: Soft, count: int) -> str:
    if isinstance(rule, DaysTogether):
        return ngettext("%(count)d not free then", "%(count)d not free then", count)
    if rule == AtLeast("units"):
        return ngettext("%(count)d too small", "%(count)d too small", count)
    if rule == AtLeast("clearance"):
        return ngettext("%(count)d not vetted yet", "%(count)d not vetted yet", count)
    return ngettext(
        "%(count)d not right for “%(question)s”", "%(count)d not right for “%(question)s”", count
    )


def relaxation_of(looked: Looked) -> str:
    """The one thing that would bring most if it were not asked: "5 more offers"."""
    relaxation = looked.pairs.relaxation
    if relaxation is None:
        return ""
    rule, rows = looked.pairs.rules[relaxation.rule], relaxation.rows
    if isinstance(rule, WithinReach):
        return _further(looked, rows)
    if getattr(rule, "feature", "") in looked.ways:  # nobody moves the place
        return ""
    label = looked.labels.get(getattr(rule, "feature", ""), "")
    return _relaxed(rule, rows.size) % {"count": rows.size, "question": label}


def _further(looked: Looked, rows: np.ndarray) -> str:
    """The shortest longer way that brings five, or all where there are fewer."""
    placed = rows[looked.pairs.metres[rows] >= 0]
    gaps = np.sort(looked.pairs.metres[placed] / 1000 - looked.reach_km[placed])
    if not gaps.size:
        return ""
    enough = gaps[min(5, gaps.size) - 1]
    km = next((step for step in STEPS if step >= enough), STEPS[-1])
    count = int((gaps <= km).sum())
    return ngettext(
        "If it may be %(km)d km further: %(count)d more offer.",
        "If it may be %(km)d km further: %(count)d more offers.",
        count,
    ) % {"km": km, "count": count}


def _relaxed(rule: Soft, count: int) -> str:
    if isinstance(rule, DaysTogether):
        return ngettext(
            "If it may be on other days: %(count)d more offer.",
            "If it may be on other days: %(count)d more offers.",
            count,
        )
    if rule == AtLeast("units"):
        return ngettext(
            "If fewer places will do: %(count)d more offer.",
            "If fewer places will do: %(count)d more offers.",
            count,
        )
    if rule == AtLeast("clearance"):
        return ngettext(
            "Once somebody has vetted it: %(count)d more offer.",
            "Once somebody has vetted them: %(count)d more offers.",
            count,
        )
    return ngettext(
        "If “%(question)s” may be left open: %(count)d more offer.",
        "If “%(question)s” may be left open: %(count)d more offers.",
        count,
    )


def _number(pairs: Scores, kind: type) -> int:
    """The number of the hard rule of a kind; one that no pair has where there is none."""
    hard = pairs.rules[: len(pairs.holds)]
    return next((n for n, rule in enumerate(hard) if isinstance(rule, kind)), len(hard))
