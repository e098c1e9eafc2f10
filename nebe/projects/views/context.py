"""Figures about countries for the network's office: brought in by file, taken out by series."""

from django import forms
from django.contrib import messages
from django.db.models import Count, Max, Min
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from nebe.core.people.requests import StaffRequest
from nebe.core.texts.read_tables import MAX_BYTES, Unreadable

from ..facets import country_name
from ..models import ContextFigure
from ..profiles.context_series import NotOurs, series_forget, series_keep, series_read
from .staff import keepers

REFUSED_SHOWN = 50


class SeriesForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy(
            "CSV or XLSX: UNHCR’s tables of population, asylum applications or decisions, or a "
            "table with the columns country, series, year, value, source, licence."
        ),
    )

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > MAX_BYTES:
            raise forms.ValidationError(_("The file is too large. Split it; 20 MB is the most."))
        return file


@keepers
def context_series(request: StaffRequest) -> HttpResponse:
    if request.method == "POST" and request.POST.get("act") == "delete":
        return taken_out(request)
    form = SeriesForm(request.POST or None, request.FILES or None)
    refused: list[tuple[int, str]] = []
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            read = series_read(file.name, file.read())
        except (NotOurs, Unreadable) as error:
            form.add_error("file", str(error.message))
        else:
            number = series_keep(read=read, actor=request.actor)
            messages.success(request, _("Figures kept: %(number)s") % {"number": number})
            if not read.refused:
                return redirect("projects_staff:context_series")
            refused = read.refused
    context = {
        "form": form,
        "refused": refused[:REFUSED_SHOWN],
        "refused_number": len(refused),
        "rows": series_there(),
        "series": ContextFigure.Series.choices,
    }
    return render(request, "projects/staff/context_series.html", context)


def taken_out(request: StaffRequest) -> HttpResponse:
    number = series_forget(
        country=request.POST.get("country", "")[:2],
        series=request.POST.get("series", "")[:20],
        actor=request.actor,
    )
    text = ngettext("%(number)s figure deleted", "%(number)s figures deleted", number)
    messages.success(request, text % {"number": number})
    return redirect("projects_staff:context_series")


def series_there() -> list[dict]:
    names = dict(ContextFigure.Series.choices)
    rows = ContextFigure.objects.order_by().values("country", "series", "source", "licence")
    told = rows.annotate(number=Count("pk"), first=Min("year"), last=Max("year"))
    return [
        row | {"name": names.get(row["series"], row["series"]), "of": country_name(row["country"])}
        for row in told.order_by("country", "series", "source")
    ]
