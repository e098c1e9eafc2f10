"""What staff narrow the statistics by."""

from datetime import date
from typing import cast

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from nebe.core.people.actors import StaffActor
from nebe.core.places.models import Region
from nebe.core.texts.translated import pick

from ..models import Category
from ..selectors.statistics import Choices, organisations_open_to
from ..statistics.periods import PERIODS
from .fields import DateField

EARLIEST = date(2000, 1, 1)


class StatisticsForm(forms.Form):
    """Everything is optional; what cannot be read is left out rather than refused."""

    period = forms.ChoiceField(label=_("Period"), required=False, choices=list(PERIODS.items()))
    first = DateField(label=_("From"), required=False)
    last = DateField(label=_("Until"), required=False)
    organisation = forms.ChoiceField(label=_("Organisation"), required=False)
    category = forms.ChoiceField(label=_("Kind of help"), required=False)
    region = forms.ChoiceField(label=_("Region"), required=False)

    def __init__(self, data, *, actor: StaffActor, today: date):
        year_ago = today.replace(year=today.year - 1, day=1)
        start = {"period": "month", "first": year_ago.isoformat(), "last": today.isoformat()}
        given = {name: data.get(name) for name in self.base_fields if data.get(name)}
        super().__init__(start | given)
        self.since, self.today = year_ago, today
        self.organisations = organisations_open_to(actor)
        kinds = Category.objects.filter(active=True)
        for name, choices in (
            ("category", [(c.pk, str(pick(c.name, get_language()))) for c in kinds]),
            ("region", [(r.pk, f"{r} ({r.country})") for r in Region.objects.all()]),
            ("organisation", [(str(one.pk), one.name) for one in self.organisations]),
        ):
            whole = _("the whole network") if name == "organisation" else _("all")
            cast(forms.ChoiceField, self.fields[name]).choices = [("", whole), *choices]

    def choices(self) -> Choices:
        self.is_valid()
        said = self.cleaned_data
        first = max(said.get("first") or self.since, EARLIEST)
        last = min(said.get("last") or self.today, self.today)
        return Choices(
            first=min(first, last),
            last=max(first, last),
            period=said.get("period") or "month",
            category=said.get("category") or "",
            region=said.get("region") or "",
            organisation=next(
                (one for one in self.organisations if str(one.pk) == said.get("organisation")),
                None,
            ),
        )
