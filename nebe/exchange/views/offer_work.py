"""What an organisation notes about an offer that it has taken on: buttons of the offer's page."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from nebe.core.errors import NotPossible
from nebe.core.people.requests import StaffRequest

from ..forms.message_templates import INSERT
from ..forms.need_handling import NoteForm
from ..models import Offer
from ..services import marks
from ..worklist.filters import NOT_LISTED
from .forms import ERROR_STATUS
from .handling import offer_show
from .marks import Unclear, mark
from .message_templates import note_with_template
from .worklist import coordinators


def _handled(request: StaffRequest, pk: UUID) -> Offer:
    """One that the actor's organisation has taken on."""
    offers = Offer.objects.exclude(status__in=NOT_LISTED).select_related("person")
    offer = offers.filter(pk=pk, handler=request.actor.organisation).first()
    if offer is None:
        raise Http404
    return offer


@coordinators
@require_POST
def offer_note(request: StaffRequest, pk: UUID) -> HttpResponse:
    offer = _handled(request, pk)
    if INSERT in request.POST:
        return offer_show(request, offer, note=note_with_template(request, offer))
    form = NoteForm(request.POST, actor=request.actor)
    if not form.is_valid():
        return offer_show(request, offer, note=form, status=ERROR_STATUS)
    once = offer.pk.hex + form.cleaned_data["once"].hex
    marks.note(row=offer, text=form.cleaned_data["text"], once=once, actor=request.actor)
    return _back(request, offer, "notes")


@coordinators
@require_POST
def offer_mark(request: StaffRequest, pk: UUID, verb: str) -> HttpResponse:
    """Tags, colleagues, and the day to look at it again."""
    offer = _handled(request, pk)
    try:
        mark(verb, offer, request.POST, request.actor)
    except (NotPossible, Unclear) as problem:
        messages.error(request, str(problem))
        return redirect("exchange_staff:offer", pk=pk)
    return _back(request, offer, "handling")


def _back(request: StaffRequest, offer: Offer, part: str) -> HttpResponse:
    messages.success(request, _("Saved."))
    return redirect(f"{reverse('exchange_staff:offer', args=[offer.pk])}#{part}")
