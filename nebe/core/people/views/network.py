"""The network's admin vets organisations."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from nebe.core.privacy.audit import audit_read

from .. import organisations as services
from ..access import network_admin
from ..forms import DecisionForm, ReasonForm
from ..members import invitation_resend, invitations_open
from ..models import Organisation
from ..requests import StaffRequest

PER_PAGE = 50


@network_admin
def applications(request: StaffRequest) -> HttpResponse:
    status = request.GET.get("status", Organisation.Status.WAITING)
    found = services.applications(status=status)
    context = {
        "page_obj": Paginator(found, PER_PAGE).get_page(request.GET.get("page")),
        "statuses": [each for each in Organisation.Status.choices if each[0] != "unclaimed"],
        "status": status,
    }
    return render(request, "people/applications.html", context)


@network_admin
def application(request: StaffRequest, pk) -> HttpResponse:
    organisation = get_object_or_404(services.applications(), pk=pk)
    is_new = organisation.status == Organisation.Status.WAITING
    form = (DecisionForm if is_new else ReasonForm)(request.POST or None)
    if "invite" in request.POST:
        return _invite_again(request, organisation)
    if request.method == "POST" and form.is_valid():
        try:
            _decide(request, organisation, form.cleaned_data["reason"])
        except services.AlreadyDecided:
            messages.warning(request, _("Someone has decided this already."))
        return redirect("people:application", pk=pk)
    if hasattr(organisation, "application"):
        audit_read(actor=request.actor, row=organisation.application)
    context = {
        "organisation": organisation,
        "form": form,
        "members": services.members_of(organisation),
        "invitations": invitations_open(organisation=organisation),
    }
    return render(request, "people/application.html", context)


def _decide(request: StaffRequest, organisation: Organisation, reason: str) -> None:
    decision: dict[str, Any] = {
        "organisation": organisation,
        "actor": request.actor,
        "reason": reason,
    }
    if "approve" in request.POST:
        services.organisation_approve(**decision)
        messages.success(request, _("Approved. Their first admin is invited by mail."))
    elif "refuse" in request.POST:
        services.organisation_refuse(**decision)
        messages.success(request, _("Refused. The applicant is told by mail."))
    elif "close" in request.POST:
        services.organisation_close(**decision)
        messages.success(request, _("Closed. Its members have no rights any more."))


def _invite_again(request: StaffRequest, organisation: Organisation) -> HttpResponse:
    for invitation in invitations_open(organisation=organisation):
        invitation_resend(invitation=invitation, actor=request.actor)
    messages.success(request, _("The invitation is on its way again."))
    return redirect("people:application", pk=organisation.pk)
