"""The one place that says which move may follow which, and its picture in the docs."""

from pathlib import Path

import pytest

from nebe.exchange.diagram import page
from nebe.exchange.models import Match, MatchStep
from nebe.exchange.states import ENDINGS, MOVES, UNDOABLE, may_move, next_of, ways_to

ROOT = Path(__file__).parents[3]
Status, By = Match.Status, MatchStep.By


def test_it_works():
    assert may_move(Status.PROPOSED, Status.TAKEN_ON, By.STAFF)
    assert not may_move(Status.PROPOSED, Status.TAKEN_ON, By.HELPER)
    assert ways_to(Status.FAILED, By.SEEKER) == [Status.SHARED, Status.ARRANGED]
    assert next_of(Status.OFFERED, By.HELPER) == [Status.SHARED, Status.DECLINED, Status.CLOSED]


def test_every_state_is_reached_and_every_end_is_one():
    reached = {to for moves in MOVES.values() for to in moves}
    assert reached | {Status.UNCONFIRMED} == set(Status)
    assert {status for status, moves in MOVES.items() if not moves} == set(Match.ENDED)


@pytest.mark.parametrize("status", Match.AGREED)
def test_nobody_comes_to_share_contacts_without_both(status):
    """The only way into the states that show contacts is the yes of a side."""
    ways = {frm: moves[status] for frm, moves in MOVES.items() if status in moves}
    outside = {frm: by for frm, by in ways.items() if frm not in Match.AGREED}
    assert all(by == {By.SEEKER, By.HELPER} for by in outside.values())
    assert bool(outside) == (status == Status.SHARED)


def test_what_is_undone_told_nobody():
    for frm, to in UNDOABLE:
        assert By.STAFF in MOVES[frm][to]
        assert {frm, to} <= {*Match.INTERNAL, Status.CLOSED, Status.SHARED, Status.ARRANGED}
        assert frm in Match.INTERNAL or (frm, to) == (Status.SHARED, Status.ARRANGED)


def test_the_page_in_the_docs_is_up_to_date():
    """`nebe match_states > docs/matches.md` makes it anew."""
    drawn = page()
    assert (ROOT / "docs/matches.md").read_text() == drawn
    for frm, moves in MOVES.items():
        for to, by in moves.items():
            if ENDINGS.get(to) != by:
                assert f"    {frm} --> {to}: " in drawn
