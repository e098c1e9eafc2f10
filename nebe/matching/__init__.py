"""Needs and offers of help brought together: exact, certified, explained.

    from nebe.matching import Needs, Offers, RuleBook, Rules, solve

    plan = solve(needs, offers, RuleBook())
    plan.certificate().is_optimal

A library by itself: numpy and numba, nothing of the web. Importing it compiles nothing; the first
`solve` on a machine compiles once, into numba's cache. `docs/matching.md` begins with the why.
"""

from .candidates import Candidates, find_candidates
from .certificate import Certificate, certify
from .columns import MISSING, Needs, Offers, Periods
from .errors import InputRefused, Problem
from .explain import NeedReasons, PairReasons, explain_need, explain_pair
from .graph import Graph, from_pairs
from .plan import Plan, solve, solve_candidates
from .rules import (
    AtLeast,
    DaysTogether,
    Includes,
    Near,
    Overlaps,
    RuleBook,
    Rules,
    Same,
    Similar,
    WithinReach,
    Worth,
)
from .runners import Here, Ray, Threads, solve_apart

__all__ = [
    "MISSING",
    "AtLeast",
    "Candidates",
    "Certificate",
    "DaysTogether",
    "Graph",
    "Here",
    "Includes",
    "InputRefused",
    "Near",
    "NeedReasons",
    "Needs",
    "Offers",
    "Overlaps",
    "PairReasons",
    "Periods",
    "Plan",
    "Problem",
    "Ray",
    "RuleBook",
    "Rules",
    "Same",
    "Similar",
    "Threads",
    "WithinReach",
    "Worth",
    "certify",
    "explain_need",
    "explain_pair",
    "find_candidates",
    "from_pairs",
    "solve",
    "solve_apart",
    "solve_candidates",
]
