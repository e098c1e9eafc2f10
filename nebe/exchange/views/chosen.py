"""What was ticked in a list, or all that it shows."""

from django.db.models import QuerySet
from django.http import QueryDict

from nebe.core.people.requests import StaffRequest

from ..forms.need_handling import NeedFilterForm
from ..models import Need, Offer
from ..selectors.need_worklist import needs_for_worklist, needs_seen_by
from ..worklist.actions import AT_ONCE
from ..worklist.filters import NOT_LISTED, FilterForm, offers_for_worklist
from .worklist import ids_of


def offers_chosen(request: StaffRequest) -> QuerySet[Offer]:
    if "all" in request.POST:
        values = FilterForm(_filter_of(request), actor=request.actor).values()
        offers = offers_for_worklist(values=values, actor=request.actor)
    else:
        offers = Offer.objects.exclude(status__in=NOT_LISTED).order_by("-number")
        offers = offers.filter(pk__in=ids_of(request.POST.getlist("ids")))
    return offers[:AT_ONCE]


def needs_chosen(request: StaffRequest) -> QuerySet[Need]:
    if "all" in request.POST:
        form = NeedFilterForm(_filter_of(request), organisation=request.actor.organisation)
        return needs_for_worklist(values=form.values(), actor=request.actor)[:AT_ONCE]
    needs = needs_seen_by(request.actor).order_by("urgency", "created_at", "pk")
    return needs.filter(pk__in=ids_of(request.POST.getlist("ids")))[:AT_ONCE]


def _filter_of(request: StaffRequest) -> QueryDict:
    """The list's own filter, sent along as it stands in its address."""
    return QueryDict(request.POST.get("query", "")[:2000])
