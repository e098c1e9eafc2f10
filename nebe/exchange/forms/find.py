"""What someone looks for, from an address that can be shared."""

from typing import Any, Literal, cast

from django import forms
from django.conf import settings
from django.http import QueryDict
from django.template.loader import render_to_string
from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from nebe.core.places.forms import MunicipalityField
from nebe.core.texts import vectors

from ..languages import SPOKEN
from ..models import Category
from ..search import Criteria
from ..selectors.kinds import kinds_active
from .fields import DateField, LineField

ANY = [("", _("Any"))]
RADIUSES = [(5, "5 km"), (15, "15 km"), (30, "30 km"), (60, "60 km"), (120, "120 km")]
RADIUS_KM = 30
FOLDED = ("km", "language", "day", "remote", "sort", "category")
# The folded part as drawn, by language, kinds of help, orders and what is chosen.
drawn: dict[tuple, SafeString] = {}
DRAWN_MAX = 500
ORDERS = [("", _("Newest first")), ("nearest", _("Nearest first"))]
# Without words to fit, the newest come first all the same.
ORDERS_WITH_FIT = [
    ("", _("Best fit first")),
    ("newest", _("Newest first")),
    ("nearest", _("Nearest first")),
]


class FindForm(forms.Form):
    q = LineField(
        label=_("What do you need?"),
        help_text=_("In any language, for example: tutoring, books, transport"),
        max_length=200,
        required=False,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    place = MunicipalityField(label=_("Town"), required=False)
    km = forms.TypedChoiceField(
        label=_("How far?"),
        choices=RADIUSES,
        coerce=int,
        empty_value=RADIUS_KM,  # type: ignore[arg-type]  # the stub allows only text
        required=False,
        initial=RADIUS_KM,
    )
    category = forms.MultipleChoiceField(
        label=_("Kind of help"), widget=forms.CheckboxSelectMultiple, required=False
    )
    language = forms.ChoiceField(
        label=_("Language the helper speaks"), choices=ANY + SPOKEN, required=False
    )
    day = DateField(label=_("On which day?"), required=False)
    remote = forms.ChoiceField(
        label=_("At a place or at a distance"),
        choices=[
            ("", _("Both")),
            ("no", _("At a place")),
            ("yes", _("At a distance (by phone or internet)")),
        ],
        required=False,
    )
    sort = forms.ChoiceField(
        label=_("Order"),
        choices=ORDERS,
        required=False,
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.kinds = kinds_active(get_language() or settings.LANGUAGE_CODE)
        cast(forms.MultipleChoiceField, self.fields["category"]).choices = self.kinds.choices
        if vectors.is_on():
            cast(forms.ChoiceField, self.fields["sort"]).choices = ORDERS_WITH_FIT

    def criteria(self) -> Criteria:
        """What was understood; a field with an error does not narrow."""
        data = getattr(self, "cleaned_data", {})
        place, day = data.get("place"), data.get("day")
        return Criteria(
            text=data.get("q", ""),
            categories=data.get("category") or [],
            place=(place.latitude, place.longitude) if place else None,
            radius_km=float(data.get("km") or RADIUS_KM) if place else None,
            languages=[data["language"]] if data.get("language") else [],
            date_from=day,
            date_to=day,
            remote={"yes": True, "no": False}.get(data.get("remote", "")),
            sort=self._order(data.get("sort", "")),
            reader=get_language() or "",
        )

    def _order(self, chosen: str) -> Literal["newest", "nearest", "fit"]:
        if chosen == "nearest" and self.near:
            return "nearest"
        return "fit" if not chosen and vectors.is_on() else "newest"

    @property
    def arranged(self) -> list[Category]:
        """The kinds looked for whose offers are not public: organisations arrange them."""
        chosen = getattr(self, "cleaned_data", {}).get("category") or []
        return [
            category
            for category in map(self.kinds.categories.__getitem__, chosen)
            if category.openness == Category.Openness.ORGANISATIONS
            and not category.open_when_remote
        ]

    @property
    def near(self):
        return getattr(self, "cleaned_data", {}).get("place")

    @property
    def folded(self) -> SafeString:
        """The folded part; without errors it is drawn once for what is chosen in it."""
        if self.asks_more:
            return self._draw_folded()
        data = cast(QueryDict, self.data)
        chosen = tuple(tuple(data.getlist(name)) for name in FOLDED)
        key = (get_language(), self.kinds.choices, vectors.is_on(), chosen)
        text = drawn.get(key)
        if text is None:
            if len(drawn) >= DRAWN_MAX:
                drawn.clear()
            text = drawn[key] = self._draw_folded()
        return text

    def _draw_folded(self) -> SafeString:
        return render_to_string("exchange/_search_folded.html", {"form": self})

    @property
    def asks_more(self) -> bool:
        """Whether a field of the folded part has an error and must be seen."""
        return any(name in self.errors for name in FOLDED)

    @property
    def chosen(self) -> list[str]:
        """What was chosen in the folded part, in words, so that it is seen while folded."""
        data = getattr(self, "cleaned_data", {})
        words = []
        for name in ("category", "language", "remote"):
            values = data.get(name) or []
            labels = dict(cast(Any, self.fields[name]).choices)
            words += [labels[one] for one in ([values] if isinstance(values, str) else values)]
        return words + ([date_format(data["day"])] if data.get("day") else [])

    @property
    def is_narrowed(self) -> bool:
        data = cast(QueryDict, self.data)
        return any(data.getlist(name) not in ([], [""]) for name in self.fields)


class NeedSearchForm(forms.Form):
    """Words, in the public list of needs."""

    q = LineField(label=_("Words"), required=False, max_length=200)
    category = forms.CharField(required=False, max_length=50, widget=forms.HiddenInput)
