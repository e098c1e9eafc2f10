"""The states of a match as a page of the documentation, drawn from `states.py`."""

from collections.abc import Iterable

from django.utils.translation import override

from .models import Match, MatchStep
from .states import ENDINGS, MOVES, UNDOABLE

HEAD = """# Matches: from proposal to proof

Made by `nebe match_states`; do not edit. Which move may follow which, and who may make it, is
written in `nebe/exchange/states.py` and nowhere else. Each move is kept with its date, who made it
and why. A match begins as *unconfirmed* where somebody asks one helper, or as *proposed* where Nebe
or a coordinator brings the two together; proposals are known to coordinators only.

```mermaid
stateDiagram-v2
"""
MIDDLE = """```

Until it is fulfilled or has ended, a match may also end as:

| state | by |
|---|---|
"""
UNDO = """
Undone for ten minutes by the coordinator who made the move, for nobody was told:

"""
UNITS = """
Units of the offer (beds, seats, pieces, or people helped) are taken when both sides have agreed,
each by one conditional UPDATE, and given back when what was agreed comes to nothing. To agree is to
share one's contact: each side sees the other's only while both agree and the match stands.
"""
TALK = """
## The conversation

Both write from *offered* or *asked* until the match has ended; neither sees the other's address.
Contacts that are found in a text are held back until both agree.

- **Files**: pictures (JPEG, PNG, WebP, HEIC) and PDF, four with a message, forty in all, 10 MB
  each. They cannot be searched for contacts, so they wait until both agreed, or a coordinator
  reads along. Each is drawn anew: a picture as WebP of at most 1600 pixels a side, of a PDF at
  most twenty pages as pictures ([ADR
  20](adr/0020-a-pdf-is-drawn-anew-by-a-process-of-its-own.md)). They are sealed like the words,
  go with the match, are in the sender's copy of their data, and no cache keeps them.
- **Translate** is there where the installation has a service of its own
  (`NEBE_TRANSLATOR_OWN`), below messages that are not in the reader's language as far as their
  letters tell. What is held back is not sent, the result is kept nowhere, and it counts in the
  month's budget.
- **A coordinator** reads along only when one side asks, and then one of the organisation that
  handles the need, or the offer where one helper was asked. Both sides see that somebody was
  asked, who joined and since when, and which words are theirs. They leave by themselves, when
  the side that asked says so, when the match ends, or when another organisation takes the need
  on.
- **Report** and **Block this person** stand below each message of the other side
  ([safeguarding](safeguarding.md#reports-and-blocks)).
"""
BEGINNINGS = (Match.Status.UNCONFIRMED, Match.Status.PROPOSED)


def page() -> str:
    """The whole page, in English."""
    with override("en"):
        names = {status.value: str(status.label) for status in Match.Status}
        ways = [f"    {frm} --> {to}: {by}" for frm, to, by in _arrows()]
        return "".join(
            (
                HEAD,
                _lines(f"    {status}: {name}" for status, name in names.items()),
                _lines(f"    [*] --> {status.value}" for status in BEGINNINGS),
                _lines(ways),
                MIDDLE,
                _lines(f"| {names[to]} | {_who(by)} |" for to, by in ENDINGS.items()),
                UNDO,
                _lines(sorted(f"- {names[frm]} → {names[to]}" for frm, to in UNDOABLE)),
                UNITS,
                TALK,
            )
        )


def _arrows() -> list[tuple[str, str, str]]:
    """Each way on with who may go it, but not the endings that almost every state has."""
    return [
        (str(frm), str(to), _who(by))
        for frm, moves in MOVES.items()
        for to, by in moves.items()
        if ENDINGS.get(to) != by
    ]


def _who(by: Iterable[str]) -> str:
    return ", ".join(str(one.label) for one in MatchStep.By if one in by)


def _lines(lines: Iterable[str]) -> str:
    return "".join(f"{line}\n" for line in lines)
