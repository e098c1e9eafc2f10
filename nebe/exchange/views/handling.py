"""One offer as a coordinator sees and handles it."""

from datetime import date
from typing import cast

from django import forms
from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from nebe.core.crypto.fields import reveal
from nebe.core.errors import NotPossible
from nebe.core.people.models import Role
from nebe.core.people.requests import StaffRequest
from nebe.core.privacy.audit import audit_read
from nebe.core.texts.translated import pick

from ..checks import CHECKS
from ..forms.handling import HandOverForm
from ..forms.need_handling import NoteForm
from ..languages import names
from ..models import Offer, OfferNote, Vetting
from ..selectors.bans import is_proposable
from ..selectors.history import history_of
from ..selectors.offers import answers_of, counts_of
from ..selectors.suggestions import suggestions_for_offer
from ..services import handling
from ..services import offers as services
from ..services.proposals import NOT_NOW
from ..vetted import changes_of, fingerprint, vetted_parts
from ..visibility import SETTLED
from ..worklist.filters import NOT_LISTED, offers_waiting
from .forms import ERROR_STATUS
from .marks import marks_shown
from .worklist import coordinators, readers

# The checks stand after these.
FIRST = ("category", "accepted")


class VettingForm(forms.Form):
    """One yes or no on one kind of help, with its grounds."""

    category = forms.ChoiceField(label=gettext_lazy("Kind of help"))
    accepted = forms.TypedChoiceField(
        label=gettext_lazy("Your answer"),
        choices=[("yes", gettext_lazy("Yes, show it")), ("no", gettext_lazy("No, do not show it"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    grounds = forms.CharField(
        label=gettext_lazy("On what grounds"),
        help_text=gettext_lazy(
            "What you saw or whom you spoke to. Do not write names or document numbers."
        ),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    licence_checked = forms.BooleanField(
        label=gettext_lazy("I have checked the professional licence"), required=False
    )
    valid_until = forms.DateField(
        label=gettext_lazy("Valid until"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, *args, offer: Offer, **kwargs):
        super().__init__(*args, **kwargs)
        self.categories = {one.pk: one for one in offer.categories.all()}
        field = cast(forms.ChoiceField, self.fields["category"])
        language = get_language()
        names = {pk: str(pick(one.name, language)) for pk, one in self.categories.items()}
        field.choices = list(names.items())
        self._checks_add(names)

    def _checks_add(self, names: dict[str, str]) -> None:
        """Each check that a kind of help asks for, with the day on which it was made."""
        today, checks = timezone.localdate(), []
        for code, label in CHECKS.items():
            asking = [names[pk] for pk, one in self.categories.items() if code in one.checks]
            if not asking:
                continue
            self.fields[f"check_{code}"] = forms.BooleanField(
                label=label, help_text=", ".join(asking) if len(names) > 1 else "", required=False
            )
            checks += [f"check_{code}", f"on_{code}"]
            self.fields[f"on_{code}"] = forms.DateField(
                label=_("Seen on"),
                required=False,
                initial=today,
                widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            )
        self.order_fields([*FIRST, *checks, *self.fields])

    def facts(self) -> dict[str, str]:
        """What was seen when: code → ISO date; without a day, today."""
        values, today = self.cleaned_data, timezone.localdate()
        return {
            code: (values.get(f"on_{code}") or today).isoformat()
            for code in CHECKS
            if values.get(f"check_{code}")
        }

    def clean(self):
        super().clean()
        values = self.cleaned_data
        category = self.categories.get(values.get("category", ""))
        needs = category and category.licence_required and values.get("accepted")
        if needs and not values.get("licence_checked"):
            self.add_error(
                "licence_checked", _("This kind of help needs a licence. Check it first.")
            )
        for code in category.checks if category and values.get("accepted") else ():
            if not values.get(f"check_{code}"):
                self.add_error(f"check_{code}", _("A yes needs this for this kind of help."))
        for code in CHECKS:
            day = values.get(f"on_{code}")
            if day and day > timezone.localdate():
                self.add_error(f"on_{code}", _("This day is in the future."))
        return values


def _offer(pk) -> Offer:
    """Any offer that its helper has confirmed: coordinators work for the whole region."""
    return get_object_or_404(Offer.objects.exclude(status__in=NOT_LISTED), pk=pk)


@readers
def offer_detail(request: StaffRequest, pk) -> HttpResponse:
    offer = _offer(pk)
    return offer_show(request, offer)


def offer_show(
    request: StaffRequest,
    offer: Offer,
    *,
    form: VettingForm | None = None,
    note: NoteForm | None = None,
    status: int = 200,
) -> HttpResponse:
    handles = offer.handler_id == request.actor.organisation.pk
    if handles:
        audit_read(actor=request.actor, row=offer.person)
        audit_read(actor=request.actor, row=offer)
    categories, language = list(offer.categories.all()), get_language()
    parts = vetted_parts([offer.pk])[offer.pk]
    vettings = reveal(offer.vettings.select_related("organisation", "by", "category"))
    for vetting in vettings:
        audit_read(actor=request.actor, row=vetting)
    context = {
        "offer": offer,
        "languages": names(offer.languages),
        "counts": counts_of(offer, language=get_language() or "en"),
        "answers": answers_of(offer, categories, language=language),
        "internal": (
            answers_of(offer, categories, language=language, internal=True) if handles else []
        ),
        "handles": handles,
        "history": history_of(offer, request.actor) if handles else [],
        "waits": offers_waiting(Offer.objects.filter(pk=offer.pk)).exists(),
        "kinds": offer.kinds.select_related("category"),
        "vettings": [(one, changes_of(one, parts), facts_of(one)) for one in vettings],
        "form": form or VettingForm(offer=offer),
        "seen": fingerprint(parts),
        "may_act": request.actor.can(Role.COORDINATOR, Role.ORGANISATION_ADMIN),
        "suggestions": suggestions_for_offer(offer, request.actor),
        "may_be_proposed": is_proposable(offer),
        "not_now": NOT_NOW,
        "propose_url": "exchange_staff:need_pair",
        "need_url": "exchange_staff:need",
    }
    if handles:
        context |= _work_on(request, offer, note)
    return render(request, "exchange/worklist/offer.html", context, status=status)


def _work_on(request: StaffRequest, offer: Offer, note: NoteForm | None) -> dict:
    """What only the organisation that has taken it on sees."""
    actor = request.actor
    return {
        **marks_shown(offer, actor),
        "notes": reveal(OfferNote.objects.filter(offer=offer).select_related("by", "offer")),
        "note_form": note or NoteForm(actor=actor),
    }


def facts_of(vetting: Vetting) -> list[tuple[str, date]]:
    """(what was seen, on which day)"""
    return [
        (str(CHECKS.get(code, code)), date.fromisoformat(day))
        for code, day in vetting.facts.items()
    ]


@readers
def offer_picture(request: StaffRequest, pk, picture) -> FileResponse:
    """A picture of any listed offer: whoever vets it looks at it before everyone may."""
    row = get_object_or_404(_offer(pk).images, pk=picture)
    return FileResponse(row.file.open("rb"), content_type="image/webp")


@coordinators
@require_POST
def offer_vet(request: StaffRequest, pk) -> HttpResponse:
    offer = _offer(pk)
    form = VettingForm(request.POST, offer=offer)
    if not form.is_valid():
        return offer_show(request, offer, form=form)
    values = form.cleaned_data
    try:
        services.vetting_record(
            offer=offer,
            category=form.categories[values["category"]],
            accepted=values["accepted"],
            grounds=values["grounds"],
            licence_checked=values["licence_checked"],
            facts=form.facts(),
            valid_until=values["valid_until"],
            seen=request.POST.get("seen", ""),
            actor=request.actor,
        )
    except NotPossible as problem:
        form.add_error(None, problem.message)
        return offer_show(request, offer, form=form)
    messages.success(request, _("Your answer is recorded. The helper is told by mail."))
    return redirect("exchange_staff:offer", pk=pk)


@coordinators
@require_POST
def offer_act(request: StaffRequest, pk, verb: str) -> HttpResponse:
    """Take on, hand back, hide or show one offer."""
    offer, actor = _offer(pk), request.actor
    reason = request.POST.get("reason", "").strip()
    if verb == "hide" and not reason:
        messages.error(request, _("Say why, so that others understand it later."))
        return redirect("exchange_staff:offer", pk=pk)
    verbs = {
        "take-on": lambda: handling.offer_take_on(
            offer=offer, organisation=actor.organisation, actor=actor
        ),
        "hand-back": lambda: handling.offer_hand_back(
            offer=offer, organisation=actor.organisation, actor=actor
        ),
        "received": lambda: handling.offer_receive(offer=offer, actor=actor),
        "hide": lambda: services.offer_hide(offer=offer, reason=reason, actor=actor),
        "show": lambda: services.offer_show(offer=offer, actor=actor),
    }
    try:
        verbs[verb]()
    except NotPossible as problem:
        if not _is_so(offer, verb):
            messages.error(request, str(problem))
            return redirect("exchange_staff:offer", pk=pk)
    messages.success(request, _("Done."))
    return redirect("exchange_staff:offer", pk=pk)


@coordinators
@require_http_methods(["GET", "HEAD", "POST"])
def offer_hand_over(request: StaffRequest, pk) -> HttpResponse:
    """To another organisation, with a reason; by the one that handles the offer."""
    offer, actor = _offer(pk), request.actor
    if offer.handler_id != actor.organisation.pk:
        if request.method == "POST":  # pressed twice
            return redirect("exchange_staff:offer", pk=pk)
        raise Http404
    form = HandOverForm(request.POST or None, organisation=actor.organisation)
    if request.method != "POST" or not form.is_valid():
        status = ERROR_STATUS if form.errors else 200
        context = {"offer": offer, "form": form}
        return render(request, "exchange/worklist/offer_hand_over.html", context, status=status)
    try:
        handling.offer_hand_over(offer=offer, **form.cleaned_data, actor=actor)
    except NotPossible as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, _("Done."))
    return redirect("exchange_staff:offer", pk=pk)


def _is_so(offer: Offer, verb: str) -> bool:
    """Whether the offer is already where the verb leads: the button was pressed twice."""
    offer.refresh_from_db(fields=["status", "handler"])
    return {
        "hand-back": offer.handler_id is None,
        "hide": offer.status == Offer.Status.HIDDEN,
        "show": offer.status in SETTLED,
    }.get(verb, False)
