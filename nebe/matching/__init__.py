"""Needs and offers of help brought together: exact, certified, explained.

    from nebe.matching import Needs, Offers, RuleBook, Rules, solve

    plan = solve(needs, offers, RuleBook())
    plan.certificate().is_optimal

A library by itself: numpy and numba, nothing of the web. Importing it compiles nothing; the first
`solve` on a machine compiles once, into numba's cache. `docs/matching.md` begins with the why.
"""

from .arrivals import Future, Placement, answer_within, place_on_arrival
from .candidates import Candidates, find_candidates
from .categories import CategoryPlan, TablePlan, plans_by_category, solve_by_category
from .certificate import Certificate, certify
from .columns import MISSING, Needs, Offers, Periods
from .errors import InputRefused, Problem
from .explain import NeedReasons, PairReasons, explain_need, explain_pair
from .fairness import Fair, MostServed, Shares, in_rounds, nobody_worse
from .graph import Graph, from_pairs
from .households import Housing, house
from .live import Change, Live
from .nash import Nash, most_nash
from .plan import Plan, solve, solve_candidates
from .policies import Outcome, compare
from .regions import Regional, assign_by_region
from .relabel import Relabelled, relabel
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
    "CategoryPlan",
    "Certificate",
    "Change",
    "DaysTogether",
    "Fair",
    "Future",
    "Graph",
    "Here",
    "Housing",
    "Includes",
    "InputRefused",
    "Live",
    "MostServed",
    "Nash",
    "Near",
    "NeedReasons",
    "Needs",
    "Offers",
    "Outcome",
    "Overlaps",
    "PairReasons",
    "Periods",
    "Placement",
    "Plan",
    "Problem",
    "Ray",
    "Regional",
    "Relabelled",
    "RuleBook",
    "Rules",
    "Same",
    "Shares",
    "Similar",
    "TablePlan",
    "Threads",
    "WithinReach",
    "Worth",
    "answer_within",
    "assign_by_region",
    "certify",
    "compare",
    "explain_need",
    "explain_pair",
    "find_candidates",
    "from_pairs",
    "house",
    "in_rounds",
    "most_nash",
    "nobody_worse",
    "place_on_arrival",
    "plans_by_category",
    "relabel",
    "solve",
    "solve_apart",
    "solve_by_category",
    "solve_candidates",
]
