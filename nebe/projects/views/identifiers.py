"""Projects without an identifier: the office says by which number files call who reports them."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from nebe.core.errors import NotPossible
from nebe.core.people.models import Organisation
from nebe.core.people.requests import StaffRequest

from ..editing.fields import number_field
from ..selectors.registries import publishers_without_identifiers
from ..services.identifiers import number_give
from ..services.numbers import own_number
from ..tasks import project_identifiers_job
from .staff import keepers

ERROR_STATUS = 422


class NumberForm(forms.Form):
    ref = number_field()


@keepers
def identifiers(request: StaffRequest) -> HttpResponse:
    """Each organisation with such projects, and the office as long as it has no number."""
    found = publishers_without_identifiers()
    office = request.actor.organisation
    if office not in found and not own_number(office):
        found = {office: 0} | found
    meant = request.POST.get("organisation")
    rows = [
        (row, number, form_of(row, request.POST if str(row.pk) == meant else None))
        for row, number in found.items()
    ]
    for organisation, _number, form in rows:
        if form.is_valid() and given(request, organisation, form):
            return redirect("projects_staff:identifiers")
    wrong = any(form.errors for _row, _number, form in rows)
    context = {"rows": rows, "wrong": wrong}
    status = ERROR_STATUS if wrong else 200
    return render(request, "projects/staff/identifiers.html", context, status=status)


def form_of(organisation: Organisation, data: Any) -> NumberForm:
    initial = {"ref": own_number(organisation)}
    return NumberForm(data, prefix=f"of-{organisation.pk.hex}", initial=initial)


def given(request: StaffRequest, organisation: Organisation, form: NumberForm) -> bool:
    try:
        number_give(number=form.cleaned_data["ref"], organisation=organisation, actor=request.actor)
    except NotPossible as problem:
        form.add_error("ref", str(problem))
        return False
    project_identifiers_job.enqueue(str(organisation.pk), str(request.user.pk))
    messages.success(request, _("The projects get their identifiers within a few minutes."))
    return True
