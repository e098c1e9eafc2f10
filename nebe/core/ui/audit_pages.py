"""Reading the audit trail: who did or saw what, and when."""

from uuid import UUID

from django import forms
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from nebe.core.people.access import staff
from nebe.core.people.models import Role, User
from nebe.core.people.requests import Request
from nebe.core.privacy.audit import audit
from nebe.core.privacy.models import AuditEntry
from nebe.core.privacy.selectors import trail

PER_PAGE = 50


class TrailForm(forms.Form):
    action = forms.CharField(
        label=_("What was done"),
        required=False,
        widget=forms.TextInput(attrs={"placeholder": "offer.vet"}),
    )
    row = forms.CharField(label=_("Number of the record"), required=False)
    user = forms.UUIDField(label=_("Number of the account"), required=False)
    since = forms.DateField(
        label=_("From"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    until = forms.DateField(
        label=_("Until"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )


@staff(Role.AUDITOR, Role.ORGANISATION_ADMIN, Role.NETWORK_ADMIN)
def audit_trail(request: Request) -> HttpResponse:
    """The organisation's entries; in an elevated session all. Looking is an entry, too."""
    form = TrailForm(request.GET)
    wanted = form.cleaned_data if form.is_valid() else {}
    entries = trail(actor=request.actor, **wanted) if form.is_valid() else AuditEntry.objects.none()
    page = Paginator(entries, PER_PAGE).get_page(request.GET.get("page"))
    names: dict[UUID | None, str] = dict(
        User.objects.filter(pk__in={one.user for one in page if one.user}).values_list("pk", "name")
    )
    context = {
        "form": form,
        "page_obj": page,
        "lines": [(entry, names.get(entry.user, "")) for entry in page],
    }
    response = render(request, "ui/audit/list.html", context)
    audit(action="audit.read", actor=request.actor)
    return response
