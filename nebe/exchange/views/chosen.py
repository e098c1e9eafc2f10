"""What was ticked in a list, or all of the own organisation's that it shows."""

from collections.abc import Collection

from django.http import QueryDict
from django.utils.translation import gettext as _

from nebe.core.errors import NotPossible
from nebe.core.people.requests import StaffRequest

from ..forms.need_handling import NeedFilterForm
from ..models import Need, Offer
from ..selectors.need_search import needs_searched
from ..selectors.need_worklist import handles, needs_for_worklist, needs_seen_by
from ..worklist.actions import AT_ONCE
from ..worklist.filters import NOT_LISTED, FilterForm, offers_for_worklist
from .worklist import ids_of


def offers_chosen(request: StaffRequest) -> Collection[Offer]:
    """Raises where all are more than may be taken at once."""
    if "all" in request.POST:
        values = FilterForm(_filter_of(request), actor=request.actor).values()
        offers = offers_for_worklist(values=values, actor=request.actor)
        return _not_too_many(offers.filter(handler=request.actor.organisation.pk)[: AT_ONCE + 1])
    offers = Offer.objects.exclude(status__in=NOT_LISTED).order_by("-number")
    return offers.filter(pk__in=ids_of(request.POST.getlist("ids")))[:AT_ONCE]


def needs_chosen(request: StaffRequest) -> Collection[Need]:
    """With person, category, municipality and organisation. Raises as `offers_chosen` does."""
    read = "person", "category", "municipality", "organisation"
    if "all" in request.POST:
        actor = request.actor
        values = NeedFilterForm(_filter_of(request), organisation=actor.organisation).values()
        needs = needs_for_worklist(values=values, actor=actor).select_related(*read)
        if values.get("q"):
            found, _more = needs_searched(needs, values["q"], actor)
            return [need for need in found if handles(actor, need)]
        return _not_too_many(needs.filter(organisation=actor.organisation.pk)[: AT_ONCE + 1])
    needs = needs_seen_by(request.actor).order_by("urgency", "created_at", "pk")
    ids = ids_of(request.POST.getlist("ids"))
    return needs.filter(pk__in=ids).select_related(*read)[:AT_ONCE]


def _not_too_many(rows: Collection) -> Collection:
    if len(rows) > AT_ONCE:
        raise NotPossible(
            _("The list has more than %(count)s of yours. Narrow it first.") % {"count": AT_ONCE}
        )
    return rows


def _filter_of(request: StaffRequest) -> QueryDict:
    """The list's own filter, sent along as it stands in its address."""
    return QueryDict(request.POST.get("query", "")[:2000])
