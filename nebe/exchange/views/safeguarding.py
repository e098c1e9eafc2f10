"""Cases of safeguarding as the few people work on them who are trained for it, and bans."""

from collections.abc import Callable
from datetime import timedelta
from functools import wraps

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from nebe.core.errors import NotPossible
from nebe.core.people.access import staff, to_elevation
from nebe.core.people.requests import StaffRequest
from nebe.core.privacy.audit import audit_read

from ..models import Ban, Offer, SafeguardingCase
from ..selectors.safeguarding import bans_standing, cases_open, precision, signals_shown
from ..services import bans as ban_services
from ..services import safeguarding as services
from ..staff_pages import DECIDERS, sees_queue, works_queue
from .forms import ERROR_STATUS
from .queues import ACTING, PER_PAGE

REVIEW_IN = timedelta(days=180)
QUEUE = "safeguarding"
WORDS_HELP = gettext_lazy("What you asked and saw. Encrypted; for your colleagues here.")


def deciders(view: Callable) -> Callable:
    """For who answers for the organisation; a network admin is led to an elevated session."""

    @staff(*DECIDERS)
    @wraps(view)
    def opened(request: StaffRequest, *args, **kwargs) -> HttpResponse:
        if works_queue(QUEUE, request.actor):
            return view(request, *args, **kwargs)
        if sees_queue(QUEUE, request.actor):
            return to_elevation(request)
        raise Http404

    return opened


class CaseForm(forms.Form):
    outcome = forms.ChoiceField(
        label=gettext_lazy("What came of it"),
        choices=SafeguardingCase.Outcome.choices,
        widget=forms.RadioSelect,
    )
    words = forms.CharField(
        label=gettext_lazy("Why"),
        help_text=WORDS_HELP,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class ReviewForm(forms.Form):
    reason = forms.CharField(
        label=gettext_lazy("Why"),
        help_text=gettext_lazy("No names, no contacts."),
        max_length=300,
    )
    review_on = forms.DateField(
        label=gettext_lazy("Look at it again on"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["review_on"].initial = timezone.localdate() + REVIEW_IN

    def clean_review_on(self):
        day = self.cleaned_data["review_on"]
        if day <= timezone.localdate():
            raise forms.ValidationError(_("Choose a day in the future."))
        return day


class BanForm(ReviewForm):
    kind = forms.ChoiceField(
        label=gettext_lazy("From now on this person"),
        choices=Ban.Kind.choices,
        initial=Ban.Kind.BAN,
        widget=forms.RadioSelect,
    )
    cause = forms.ChoiceField(label=gettext_lazy("Grounds"), choices=Ban.Cause.choices)
    sure = forms.BooleanField(label=gettext_lazy("I have read the evidence and talked it over."))
    reason = forms.CharField(
        label=gettext_lazy("Why"),
        help_text=WORDS_HELP,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    field_order = ("kind", "cause", "reason", "review_on", "sure")


@deciders
@require_safe
def cases(request: StaffRequest) -> HttpResponse:
    """Open ones first; only those of the organisation worked for can be queried at all."""
    shows_closed = request.GET.get("closed") == "1"
    closed = SafeguardingCase.objects.filter(status=SafeguardingCase.Status.CLOSED)
    rows = closed if shows_closed else cases_open()
    rows = rows.select_related("taken_by").prefetch_related("signals")
    context = {
        "shows_closed": shows_closed,
        "page_obj": Paginator(rows, PER_PAGE).get_page(request.GET.get("page")),
    }
    return render(request, "exchange/worklist/cases.html", context)


@deciders
@require_safe
def case(request: StaffRequest, pk) -> HttpResponse:
    return _page(request, _case(pk), CaseForm())


def _case(pk) -> SafeguardingCase:
    rows = SafeguardingCase.objects.select_related("offer", "need", "person", "taken_by")
    return get_object_or_404(rows, pk=pk)


def _page(request: StaffRequest, row: SafeguardingCase, form, status=200) -> HttpResponse:
    for seen in (row, row.need):
        if seen:
            audit_read(actor=request.actor, row=seen)
    ban = bans_standing().filter(person=row.person_id).first() if row.person_id else None
    shown = [s for s in Offer.Status if s not in (Offer.Status.HIDDEN, Offer.Status.WITHDRAWN)]
    context = {
        "case": row,
        "signals": signals_shown(row),
        "form": form,
        "may_act": request.actor.can(*ACTING) and row.status != SafeguardingCase.Status.CLOSED,
        "can_hide": bool(row.offer and row.offer.status in shown),
        "ban": ban,
        "can_ban": bool(row.person_id) and (ban is None or ban.kind != Ban.Kind.BAN),
    }
    return render(request, "exchange/worklist/case.html", context, status=status)


@deciders
@require_POST
def case_act(request: StaffRequest, pk, verb: str) -> HttpResponse:
    """Take it, or close it with what came of it."""
    row, form = _case(pk), CaseForm(request.POST)
    if verb == "close" and not form.is_valid():
        return _page(request, row, form, status=ERROR_STATUS)
    try:
        if verb == "take":
            services.case_take(case=row, actor=request.actor)
        else:
            services.case_close(case=row, **form.cleaned_data, actor=request.actor)
    except NotPossible as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, _("Done."))
    return redirect("exchange_staff:case", pk=pk)


@deciders
@require_http_methods(["GET", "HEAD", "POST"])
def case_hide(request: StaffRequest, pk) -> HttpResponse:
    """A page with one button; pressing it hides the offer."""
    row = _case(pk)
    if row.offer is None:
        raise Http404
    if request.method != "POST":
        return render(request, "exchange/worklist/case_hide.html", {"case": row})
    services.case_hide_offer(case=row, actor=request.actor)
    messages.success(request, _("Done."))
    return redirect("exchange_staff:case", pk=pk)


@deciders
@require_http_methods(["GET", "HEAD", "POST"])
def case_ban(request: StaffRequest, pk) -> HttpResponse:
    """What a ban does, and the form that sets it."""
    row = _case(pk)
    if row.person is None:
        raise Http404
    form = BanForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        status = ERROR_STATUS if form.errors else 200
        context = {"case": row, "form": form}
        return render(request, "exchange/worklist/case_ban.html", context, status=status)
    values = {name: form.cleaned_data[name] for name in ("kind", "cause", "reason", "review_on")}
    try:
        services.case_ban(case=row, **values, actor=request.actor)
    except NotPossible as problem:
        messages.error(request, str(problem))
    else:
        messages.success(request, _("Done."))
    return redirect("exchange_staff:case", pk=pk)


@deciders
@require_safe
def signal_precision(request: StaffRequest) -> HttpResponse:
    return render(request, "exchange/worklist/precision.html", {"rows": precision()})


@deciders
@require_safe
def bans(request: StaffRequest) -> HttpResponse:
    """Those that stand, the next to be looked at first."""
    page = Paginator(bans_standing().select_related("by"), PER_PAGE)
    context = {"page_obj": page.get_page(request.GET.get("page")), "today": timezone.localdate()}
    return render(request, "exchange/worklist/bans.html", context)


@deciders
@require_http_methods(["GET", "HEAD", "POST"])
def ban(request: StaffRequest, pk) -> HttpResponse:
    """One ban: lift it, or look at it again another day."""
    row: Ban = get_object_or_404(Ban.objects.select_related("by", "lifted_by"), pk=pk)
    form = ReviewForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]
        try:
            if "lift" in request.POST:
                ban_services.ban_lift(ban=row, reason=reason, actor=request.actor)
            else:
                day = form.cleaned_data["review_on"]
                ban_services.ban_put_off(ban=row, review_on=day, reason=reason, actor=request.actor)
        except NotPossible as problem:
            messages.error(request, str(problem))
        else:
            messages.success(request, _("Done."))
        return redirect("exchange_staff:bans")
    audit_read(actor=request.actor, row=row)
    context = {
        "ban": row,
        "form": form,
        "may_act": request.actor.can(*ACTING) and row.lifted_at is None,
    }
    status = ERROR_STATUS if form.errors else 200
    return render(request, "exchange/worklist/ban.html", context, status=status)
