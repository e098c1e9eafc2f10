"""Where a project is."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from nebe.core.places.forms import MunicipalityField
from nebe.core.places.models import Municipality, Region

from ..iati.codelists import codelists
from ..iati.names import region_name
from ..iati.nodes import Record
from ..placing import OURS
from .base import Asked, RowForm, Section, without_empty
from .fields import country_choices, share_field, shares_gap, shares_over

WGS84 = "http://www.opengis.net/def/crs/EPSG/0/4326"
OECD = ("", "1")  # the vocabulary of regions that is chosen by hand
# What is said of a place and not of where it lies.
ABOUT = ("description", "activity_description", "reach")


def region_choices() -> list[tuple[str, str]]:
    rows = sorted((row.country, str(row), row.pk) for row in Region.objects.all())
    return [("", gettext("none")), *((pk, f"{name} ({country})") for country, name, pk in rows)]


def code_of(row: Record) -> str:
    ref = row.get("ref", "")
    return ref.removeprefix(OURS) if ref.startswith(OURS) else ""


class PlaceRow(RowForm):
    key = "locations"
    title = _("Places")
    one = _("Place")
    place = MunicipalityField(label=_("Town or village"), required=False)
    region = forms.ChoiceField(label=_("or a region"), required=False, choices=region_choices)
    name = forms.CharField(
        label=_("Name, where it is neither"),
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )

    @classmethod
    def initial_of(cls, row: Record, asked: Asked) -> dict[str, Any]:
        code = code_of(row)
        found = {"place": Municipality.objects.filter(pk=code).first() if code else None}
        if found["place"] is None and Region.objects.filter(pk=code).exists():
            return found | {"region": code}
        return found if found["place"] else found | {"name": asked.told(row.get("name")).text}

    def clean(self) -> None:
        data = self.cleaned_data
        if data.get("place") and data.get("region"):
            self.add_error("region", _("Choose a town or a region, not both."))

    def row_of(self, row: Record) -> Record:
        data = self.cleaned_data
        place: Any = data["place"]
        if place is None and data["region"]:
            place = Region.objects.get(pk=data["region"])
        if place is None:
            kept = {} if code_of(row) else row
            return without_empty(kept, name=self.asked.words(kept.get("name"), data["name"]))
        if place.pk == code_of(row):
            return row
        about = {name: row[name] for name in ABOUT if name in row}
        return about | located(place, self.asked.language)


def located(place: Municipality | Region, language: str) -> Record:
    record = {"ref": f"{OURS}{place.pk}", "name": {language: place.name}}
    if isinstance(place, Municipality):
        record |= {"srs": WGS84, "position": f"{place.latitude} {place.longitude}"}
    return record


class CountryRow(RowForm):
    key = "countries"
    title = _("Countries")
    one = _("Country")
    blank = 1
    code = forms.ChoiceField(label=_("Country"), choices=lambda: [("", "–"), *country_choices()])
    percentage = share_field()

    @classmethod
    def initial_of(cls, row: Record, asked: Asked) -> dict[str, Any]:
        return {"code": row.get("code"), "percentage": row.get("percentage")}

    def row_of(self, row: Record) -> Record:
        data = self.cleaned_data
        kept = row if data["code"] == row.get("code") else {}
        return without_empty(kept, code=data["code"], percentage=data["percentage"])


def world_choices() -> list[tuple[str, str]]:
    found = [(code, region_name(code)) for code in codelists()["Region"]]
    return sorted(found, key=lambda each: each[1])


class WorldRow(RowForm):
    key = "regions"
    title = _("Regions of the world")
    one = _("Region of the world")
    blank = 1
    code = forms.ChoiceField(
        label=_("Region of the world"),
        choices=lambda: [("", "–"), *world_choices()],
        help_text=_("For countries that are not named one by one."),
    )
    percentage = share_field()

    @classmethod
    def shows(cls, row: Record) -> bool:
        return row.get("vocabulary", "") in OECD

    @classmethod
    def initial_of(cls, row: Record, asked: Asked) -> dict[str, Any]:
        return {"code": row.get("code"), "percentage": row.get("percentage")}

    def row_of(self, row: Record) -> Record:
        data = self.cleaned_data
        kept = row if data["code"] == row.get("code") else {"vocabulary": "1"}
        return without_empty(kept, code=data["code"], percentage=data["percentage"])


class Places(Section):
    name = "places"
    title = _("Places")
    keys = ("locations", "countries", "regions")
    lists = (PlaceRow, CountryRow, WorldRow)

    def faults(self, changes: Record) -> Iterable[str]:
        """Countries and regions share what is 100 %; each vocabulary of regions does so anew."""
        there = self.asked.whole
        if all(changes[key] == there.get(key, []) for key in ("countries", "regions")):
            return  # a file may have said so
        regions = [row for row in changes["regions"] if WorldRow.shows(row)]
        shares = [*changes["countries"], *regions]
        if shares_over(shares):
            yield gettext("The shares of countries and regions are more than 100 % together.")
        if shares_gap(shares):
            yield gettext("The shares of countries and regions are less than 100 % together.")
