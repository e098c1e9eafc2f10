"""The network's office says which organisation reports a record from now on."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from nebe.core.errors import NotPossible
from nebe.core.people.requests import StaffRequest

from ..editing.fields import number_field
from ..selectors import organisations as selectors
from ..selectors.handing_over import countings_ended
from ..selectors.results import reader_text
from ..services.handing_over import record_hand_over
from ..services.numbers import own_number
from .organisations import CHOICES
from .records import record_of
from .staff import keepers

ERROR_STATUS = 422


class HandOverForm(forms.Form):
    ref = number_field(required=False)
    reason = forms.CharField(
        label=gettext_lazy("Why? Both organisations read it."),
        widget=forms.Textarea({"rows": 3}),
        max_length=2000,
        required=False,
    )


@keepers
def record_hand_over_choose(request: StaffRequest, pk: UUID) -> HttpResponse:
    """To which organisation?"""
    project = record_of(request, pk)
    text = request.GET.get("q", "")
    rows = selectors.may_report(text, project)[:CHOICES] if text.strip() else ()
    context = {"project": project, "q": text, "rows": rows}
    return render(request, "projects/staff/hand_over_choose.html", context)


@keepers
def record_hand_over_to(request: StaffRequest, pk: UUID, to: UUID) -> HttpResponse:
    """What changes, and a button."""
    project = record_of(request, pk)
    other = get_object_or_404(selectors.may_report("", project), pk=to)
    form = HandOverForm(request.POST or None, initial={"ref": own_number(other)})
    if request.method == "POST" and form.is_valid():
        values: dict[str, Any] = form.cleaned_data
        try:
            record_hand_over(project=project, to=other, actor=request.actor, **values)
        except NotPossible as problem:
            form.add_error("ref", str(problem))
        else:
            told = _("“%(name)s” reports this project now.")
            messages.success(request, told % {"name": other.name})
            return redirect("projects_staff:record", pk=pk)
    ended = (each.indicator for each in countings_ended(project, other))
    context = {"project": project, "to": other, "form": form}
    context["ended"] = [reader_text(each.title) for each in ended if each]
    status = ERROR_STATUS if form.errors else 200
    return render(request, "projects/staff/hand_over.html", context, status=status)
