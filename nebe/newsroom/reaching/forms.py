"""Choices by which somebody puts an address together; asked by GET, so that it can be kept."""

from django import forms
from django.conf import settings
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from nebe.core.places.models import Region

from ..campaigns import SIZES
from ..kinds import COMING, NEWS, labels
from ..models import Campaign, Facet, Story, Topic
from ..selectors import items_list
from .narrowing import EVERYTHING, Narrowed

ALL = [("", _("All"))]
LOOKS = [("", _("as the reader's device")), ("light", _("light")), ("dark", _("dark"))]
COUNTS = [(str(n), str(n)) for n in (3, 5, 10)]
# A picture or a text on the site of somebody else cannot be taken back as a consent can.
NOT_EMBEDDED = {Story.kind}


def kinds(without=frozenset()) -> list:
    known = [(kind, capfirst(name)) for kind, name in labels() if kind in {*NEWS, *COMING}]
    return [(EVERYTHING, _("Everything new")), *(each for each in known if each[0] not in without)]


def topics() -> list:
    return [*ALL, *((topic.pk, str(topic)) for topic in Topic.objects.all())]


def regions() -> list:
    used = Facet.objects.filter(kind="region").values("value")
    return [*ALL, *((region.pk, str(region)) for region in Region.objects.filter(pk__in=used))]


class ChoiceForm(forms.Form):
    """Nothing in it has to be filled in: what is missing or wrong is the first choice."""

    def __init__(self, data=None, **kwargs):
        super().__init__(data or None, **kwargs)
        self.unmarked = list(self.fields)
        for field in self.fields.values():
            field.required = False

    def chosen(self, name: str) -> str:
        self.is_valid()  # cleans
        value = getattr(self, "cleaned_data", {}).get(name)
        choices = self.fields[name].choices  # type: ignore[attr-defined]
        return value or str(next(iter(choices), ("",))[0])


class FeedForm(ChoiceForm):
    kind = forms.ChoiceField(label=_("What to show"), choices=kinds)
    topic = forms.ChoiceField(label=_("Topic"), choices=topics)
    region = forms.ChoiceField(label=_("Region"), choices=regions)

    def narrowed(self) -> Narrowed:
        about = ((name, self.chosen(name)) for name in ("topic", "region"))
        return Narrowed(self.chosen("kind"), tuple(each for each in about if each[1]))


def languages() -> list:
    """The reader's own first, for it is the one that is wanted when nothing was chosen."""
    here = get_language()
    return sorted(settings.LANGUAGES, key=lambda each: each[0] != here)


class EmbedForm(ChoiceForm):
    language = forms.ChoiceField(label=_("Language"), choices=languages)
    look = forms.ChoiceField(label=_("Colours"), choices=LOOKS)

    field_order = ["kind", "topic", "region", "line", "campaign", "size", "count", "language"]


class ListEmbedForm(EmbedForm, FeedForm):
    kind = forms.ChoiceField(label=_("What to show"), choices=lambda: kinds(without=NOT_EMBEDDED))
    count = forms.ChoiceField(label=_("How many"), choices=COUNTS)


def lines() -> list:
    items = items_list(language=get_language() or "en", kinds=["infoline"])
    return [*ALL, *((str(item.key), item.title) for item in items)]


class InfolineEmbedForm(EmbedForm):
    line = forms.ChoiceField(label=_("Infoline"), choices=lines)


def campaigns() -> list:
    items = items_list(language=get_language() or "en", kinds=[Campaign.kind])
    return [(item.path.rstrip("/").rpartition("/")[2], item.title) for item in items]


class BannerEmbedForm(EmbedForm):
    look = None  # type: ignore[assignment]  # a banner has its own colours
    campaign = forms.ChoiceField(label=_("Campaign"), choices=campaigns)
    size = forms.ChoiceField(
        label=_("Size"), choices=[(f"{w}x{h}", f"{w} × {h}") for w, h in SIZES if w <= 728]
    )
