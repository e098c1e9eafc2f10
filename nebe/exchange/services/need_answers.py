"""A helper answers a need in the public list: a proposal, which a coordinator must take on."""

from django.utils.translation import gettext_lazy as _

from nebe.core.errors import NotPossible
from nebe.core.people.actors import Actor
from nebe.core.people.models import Person

from ..limits import answer_limit_check
from ..models import Match, Need
from ..selectors.needs_public import kinds_answering
from .proposals import match_propose
from .quantities import HAS_UNITS, units_left


def need_answer(*, need: Need, person: Person, actor: Actor) -> Match:
    """Propose one of the person's live offers of this kind, seen by everyone or vetted, for `need`.

    Nobody is told before a coordinator has taken it on. Raises `NotPossible` or `TooMany`.
    """
    if need.person_id == person.pk:
        raise NotPossible(_("This is your own request."))
    kinds = kinds_answering(person).filter(HAS_UNITS, category=need.category_id)
    kind = kinds.select_related("offer").order_by("offer__number").first()
    if kind is None:
        raise NotPossible(
            _("You have no offer of this kind that everyone sees or that was checked.")
        )
    answer_limit_check(person=person)
    units = min(units_left(kind), need.missing)
    if units < need.missing and not need.category.divisible:
        raise NotPossible(_("Your offer has fewer places than are needed."))
    return match_propose(need=need, offer=kind.offer, units=units, actor=actor)
