"""The buttons of the two sides of a match: when each is there, what it says, what it does."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nebe.core.errors import NotPossible
from nebe.core.people.actors import Actor

from ..forms.match_says import ArrangeForm, FailForm, FeedbackForm
from ..models import Match, Message
from ..selectors.matches import has_said
from ..services import blocks, joinings, match_course, matches
from ..services.needs import ask_confirm, need_withdraw

Side, Status = Message.Side, Match.Status
SEEKER, HELPER = frozenset({Side.SEEKER}), frozenset({Side.HELPER})
BOTH = SEEKER | HELPER
AGREED = frozenset({Status.SHARED, Status.ARRANGED})
WAITING = frozenset({Status.OFFERED, Status.ASKED, Status.ANSWERED})
DONE = gettext_lazy("Done.")
Words = Callable[[Match], Any]


def words(text) -> Words:
    return lambda match: text


NOTHING = words("")


@dataclass(frozen=True)
class Step:
    """`act(match, side, actor, **what was filled in)`; `statuses` in which the button is there."""

    sides: frozenset[str]
    statuses: frozenset[str]
    label: Words
    act: Callable[..., Any]
    hint: Words = NOTHING
    form: type[forms.Form] | None = None
    asks_again: bool = True
    is_onward: bool = False  # leads on, rather than ends it
    is_beside: bool = False  # its link stands elsewhere on the page
    thanks: Any = DONE


def _no_label(otherwise) -> Words:
    """To what a coordinator offered, the answer is a plain no."""
    return lambda match: _("No, thank you") if match.status == Status.OFFERED else otherwise


def _decline_hint(match: Match) -> str:
    if match.need.seeks:
        return _("We tell the person kindly and look for somebody else.")
    return _("We tell the person kindly and show other offers.")


def _withdraw(match: Match, side: str, actor: Actor) -> None:
    """What a coordinator looks for stays open: only this offer is not wanted."""
    if match.need.seeks:
        matches.match_withdraw(match=match, actor=actor)
    else:
        need_withdraw(need=match.need, actor=actor)


def _withdraw_hint(match: Match) -> str:
    if match.need.seeks:
        return _("The helper is told. We go on looking for you.")
    return str(ENDS)


def _close(match: Match, side: str, actor: Actor) -> None:
    if match.status not in Match.AGREED:
        raise NotPossible
    matches.match_close(match=match, side=side, actor=actor)


def _feedback(match: Match, side: str, actor: Actor, **said) -> None:
    match_course.feedback_give(match=match, side=side, actor=actor, **said)


ENDS = gettext_lazy(
    "The other side is told. Nobody can write any more, and nobody sees your contact here any more."
)
STEPS: dict[str, Step] = {
    "confirm": Step(
        SEEKER,
        frozenset({Status.UNCONFIRMED}),
        NOTHING,
        lambda match, side, actor: ask_confirm(match=match, actor=actor),
        asks_again=False,
    ),
    "arrange": Step(
        BOTH,
        frozenset({Status.SHARED}),
        words(gettext_lazy("We have arranged it")),
        lambda match, side, actor, text: match_course.match_arrange(
            match=match, by=side, text=text, actor=actor
        ),
        form=ArrangeForm,
        is_onward=True,
    ),
    "fulfil": Step(
        BOTH,
        AGREED,
        words(gettext_lazy("The help was given")),
        lambda match, side, actor: match_course.match_fulfil(match=match, by=side, actor=actor),
        hint=words(gettext_lazy("We then ask you both how it went.")),
        is_onward=True,
    ),
    "feedback": Step(
        BOTH,
        frozenset(match_course.TOLD),
        words(gettext_lazy("Say how it went")),
        _feedback,
        form=FeedbackForm,
        is_onward=True,
        thanks=gettext_lazy("Thank you. This helps us to help others."),
    ),
    "fail": Step(
        BOTH,
        AGREED,
        words(gettext_lazy("It did not work out")),
        lambda match, side, actor, **why: match_course.match_fail(
            match=match, by=side, actor=actor, **why
        ),
        hint=words(ENDS),
        form=FailForm,
    ),
    "decline": Step(
        HELPER,
        WAITING,
        _no_label(gettext_lazy("I cannot help")),
        lambda match, side, actor: matches.match_decline(match=match, actor=actor),
        hint=_decline_hint,
    ),
    "withdraw": Step(
        SEEKER,
        WAITING | AGREED | {Status.UNCONFIRMED},
        _no_label(gettext_lazy("Take my request back")),
        _withdraw,
        hint=_withdraw_hint,
    ),
    "close": Step(
        BOTH,
        AGREED | {Status.FULFILLED},
        words(gettext_lazy("End this and hide my contact")),
        _close,
        hint=words(ENDS),
    ),
}


BLOCKABLE = frozenset(Status) - {Status.UNCONFIRMED, *Match.INTERNAL}
STEPS |= {
    "block": Step(
        BOTH,
        BLOCKABLE,
        words(gettext_lazy("Block this person")),
        lambda match, side, actor: blocks.block_set(match=match, side=side, actor=actor),
        hint=words(
            gettext_lazy(
                "Everything between you two ends now, and we never bring you together again. "
                "They read only that it has ended. You can take this back on your page."
            )
        ),
        is_beside=True,
    ),
    "help": Step(
        BOTH,
        frozenset(Match.TALKING),
        words(gettext_lazy("Ask a coordinator to read along and help")),
        lambda match, side, actor: joinings.joining_ask(match=match, side=side, actor=actor),
        hint=words(
            gettext_lazy(
                "A coordinator of the organisation that looks after this may then read all "
                "messages here and write to you both. The other side sees that, too."
            )
        ),
        is_beside=True,
    ),
    "help-end": Step(
        BOTH,
        frozenset(Match.TALKING),
        words(gettext_lazy("The coordinator is no longer needed")),
        lambda match, side, actor: joinings.joining_end(match=match, side=side, actor=actor),
        hint=words(gettext_lazy("The coordinator can then no longer read the messages.")),
        is_beside=True,
    ),
}


def verbs_of(match: Match, side: str) -> list[str]:
    """The buttons that are there for this side now."""
    return [
        verb
        for verb, step in STEPS.items()
        if side in step.sides and match.status in step.statuses and _fits(verb, match, side)
    ]


def _fits(verb: str, match: Match, side: str) -> bool:
    """One way to end it is enough: whoever asked this helper takes the request back."""
    if verb == "feedback":
        return not has_said(match, side)
    if side == Side.SEEKER and match.status in AGREED:
        return verb != ("withdraw" if match.need.seeks else "close")
    return True
