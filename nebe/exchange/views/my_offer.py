"""The helper's side of one offer: change it, pause it, take it back."""

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from nebe.core.errors import NotPossible
from nebe.core.people.requests import Request
from nebe.core.texts.translated import pick

from ..forms.offer import CategoriesForm, OfferDetailsForm, initial_of
from ..models import Offer
from ..selectors.matches import asked_of
from ..selectors.offers import counts_of
from ..services import offers as services
from ..vetted import kinds_vetted
from ..visibility import visibility_of
from .forms import ERROR_STATUS, not_possible
from .my import My, mine

Status = Offer.Status
VERBS: dict[str, Callable] = {
    "confirm": services.offer_confirm,
    "pause": services.offer_pause,
    "resume": services.offer_resume,
    "exhaust": services.offer_exhaust,
    "withdraw": services.offer_withdraw,
}
# What the helper may do with an offer in each status.
POSSIBLE: dict[str, list[str]] = {
    Status.WAITING: ["pause", "withdraw"],
    Status.LIVE: ["pause", "exhaust", "withdraw"],
    Status.PAUSED: ["resume", "exhaust", "withdraw"],
    Status.EXHAUSTED: ["resume", "withdraw"],
    Status.HIDDEN: ["withdraw"],
    Status.REFUSED: ["withdraw"],
    Status.UNCONFIRMED: ["withdraw"],
}
LABELS = {
    "pause": _("Pause the offer"),
    "resume": _("Make the offer visible again"),
    "exhaust": _("I have nothing left to give"),
    "withdraw": _("Take the offer back"),
}


def _own(my: My, number: int) -> Offer:
    offer = Offer.objects.filter(person=my.person, number=number).first()
    if offer is None:
        raise Http404
    return offer


@mine
@require_http_methods(["GET", "HEAD"])
def show(request: Request, my: My, number: int) -> HttpResponse:
    offer = _own(my, number)
    verbs = [(verb, LABELS[verb]) for verb in POSSIBLE.get(offer.status, [])]
    context = {
        "my": my,
        "offer": offer,
        "kinds": _kinds(offer),
        "counts": counts_of(offer, language=get_language() or "en"),
        "verbs": verbs,
        "can_edit": offer.status not in (Status.UNCONFIRMED, Status.WITHDRAWN),
        "asked_of": [match for match in asked_of(my.person) if match.offer_id == offer.pk],
    }
    return render(request, "exchange/my_offer.html", context)


def _kinds(offer: Offer) -> list[tuple[str, str]]:
    """(name of the category, who may see it) as the rule of visibility says, or "changed"."""
    visibility, language = visibility_of(offer), get_language()
    changed = set(offer.vettings.exclude(given_for="").values_list("category_id", flat=True))
    parts = dict.fromkeys(visibility.waiting & changed, "changed")
    return [
        (
            str(pick(category.name, language)),
            parts.get(category.pk) or visibility.part_of(category.pk),
        )
        for category in offer.categories.all()
    ]


@mine
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: Request, my: My, number: int) -> HttpResponse:
    """One form; other kinds of help are chosen first, as when the offer was made."""
    offer = _own(my, number)
    chosen = CategoriesForm(request.GET if "category" in request.GET else None)
    has_chosen = chosen.is_bound and chosen.is_valid()
    categories = chosen.chosen() if has_chosen else list(offer.categories.all())
    if request.method != "POST":
        form = OfferDetailsForm(categories=categories, initial=initial_of(offer))
        return _form_page(request, my, offer, form)
    removed = set(request.POST.getlist("remove"))
    kept = [image for image in offer.images.all() if str(image.pk) not in removed]
    form = OfferDetailsForm(
        request.POST, request.FILES, categories=categories, kept_images=len(kept)
    )
    if not form.is_valid():
        return _form_page(request, my, offer, form, status=ERROR_STATUS)
    try:
        services.offer_update(
            offer=offer,
            draft=form.draft(),
            images=form.pictures(),
            remove=removed,
            actor=request.actor,
        )
    except NotPossible as error:
        return not_possible(request, error)
    messages.success(request, _("Saved."))
    return redirect("exchange:my_offer", token=my.token, number=number)


def _form_page(request, my, offer, form, status=200) -> HttpResponse:
    kinds = CategoriesForm(initial={"category": [c.pk for c in form.categories]})
    vetted = [str(pick(one.name, get_language())) for one in kinds_vetted(offer)]
    context = {"my": my, "offer": offer, "form": form, "kinds": kinds, "vetted": vetted}
    return render(request, "exchange/my_offer_edit.html", context, status=status)


@mine
@require_http_methods(["GET", "HEAD", "POST"])
def act(request: Request, my: My, number: int, verb: str) -> HttpResponse:
    """A page with one button; pressing it does what the verb says."""
    offer = _own(my, number)
    if verb not in VERBS:
        raise Http404
    if request.method != "POST" and verb not in LABELS:  # its button is on the page itself
        return redirect("exchange:my_offer", token=my.token, number=number)
    if request.method != "POST":
        context = {"my": my, "offer": offer, "verb": verb, "label": LABELS[verb]}
        return render(request, "exchange/my_offer_act.html", context)
    try:
        VERBS[verb](offer=offer, actor=request.actor)
    except NotPossible as error:
        return not_possible(request, error)
    messages.success(request, _("Done."))
    return redirect("exchange:my_offer", token=my.token, number=number)
