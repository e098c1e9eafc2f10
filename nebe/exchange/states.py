"""Which move of a match may follow which, and who may make it: the one place that says so.

`docs/matches.md` shows it as a diagram, drawn from here.
"""

from collections.abc import Collection

from .models import Match, MatchStep

Status, By = Match.Status, MatchStep.By
Moves = dict[str, frozenset[str]]

ANYONE = frozenset(By)
BOTH = frozenset({By.SEEKER, By.HELPER})
EITHER = BOTH | {By.STAFF}
SEEKER, HELPER, STAFF = frozenset({By.SEEKER}), frozenset({By.HELPER}), frozenset({By.STAFF})

# From anywhere that is not an end.
ENDINGS: Moves = {
    Status.WITHDRAWN: frozenset({By.SEEKER, By.STAFF}),
    Status.CLOSED: ANYONE,
    Status.EXPIRED: frozenset({By.SYSTEM}),
}
MOVES: dict[str, Moves] = {
    Status.UNCONFIRMED: {Status.ASKED: SEEKER, **ENDINGS},
    Status.PROPOSED: {Status.TAKEN_ON: STAFF, Status.OFFERED: STAFF, **ENDINGS},
    Status.TAKEN_ON: {Status.PROPOSED: STAFF, Status.OFFERED: STAFF, **ENDINGS},
    Status.OFFERED: {Status.SHARED: BOTH, Status.DECLINED: HELPER, **ENDINGS},
    Status.ASKED: {Status.ANSWERED: HELPER, Status.DECLINED: HELPER, **ENDINGS},
    Status.ANSWERED: {Status.SHARED: BOTH, Status.DECLINED: HELPER, **ENDINGS},
    Status.SHARED: {
        Status.ARRANGED: EITHER,
        Status.FULFILLED: EITHER,
        Status.FAILED: EITHER,
        **ENDINGS,
    },
    Status.ARRANGED: {Status.FULFILLED: EITHER, Status.FAILED: EITHER, **ENDINGS},
    Status.FULFILLED: {Status.CLOSED: EITHER, Status.WITHDRAWN: SEEKER},
    Status.FAILED: {},
    Status.DECLINED: {},
    Status.WITHDRAWN: {},
    Status.EXPIRED: {},
    Status.CLOSED: {},
}
# Moves of coordinators that tell nobody, so that they can be undone: (from, to).
UNDOABLE = {
    (Status.PROPOSED, Status.TAKEN_ON),
    (Status.TAKEN_ON, Status.PROPOSED),
    (Status.PROPOSED, Status.CLOSED),
    (Status.TAKEN_ON, Status.CLOSED),
    (Status.SHARED, Status.ARRANGED),
}


def may_move(frm: str, to: str, by: str) -> bool:
    return by in MOVES[frm].get(to, frozenset())


def ways_to(to: str, by: str, among: Collection[str] = tuple(MOVES)) -> list[str]:
    """The states from which `by` may move a match to `to`."""
    return [frm for frm in among if may_move(frm, to, by)]


def next_of(frm: str, by: str) -> list[str]:
    """Where `by` may move a match on from here."""
    return [to for to in MOVES[frm] if may_move(frm, to, by)]
