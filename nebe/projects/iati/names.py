"""Codes of the standard in the reader's language, where their names are known in it."""

from babel import Locale
from django.utils.functional import Promise
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from ..terms import REGIONS, name_in

# Regions of the OECD that are the same as one of the United Nations, whose names CLDR has.
SAME_REGION = {
    "89": "150",
    "189": "015",
    "289": "202",
    "298": "002",
    "380": "029",
    "489": "005",
    "498": "019",
    "619": "143",
    "679": "034",
    "798": "142",
    "889": "009",
}
MARKERS: dict[str, str | Promise] = {
    "1": _("Equality of women and men"),
    "2": _("Care for the environment"),
    "3": _("Participation and good governance"),
    "4": _("Development of trade"),
    "5": _("Biological diversity"),
    "6": _("Climate: fewer emissions"),
    "7": _("Climate: living with the change"),
    "8": _("Against the spread of deserts"),
    "9": _("Health of mothers, newborns and children"),
}
SIGNIFICANCE: dict[str, str | Promise] = {
    "0": pgettext_lazy("policy marker", "looked at, and not an aim"),
    "1": pgettext_lazy("policy marker", "an important aim"),
    "2": pgettext_lazy("policy marker", "the main aim"),
    "3": pgettext_lazy("policy marker", "the main aim, and part of an action programme"),
    "4": pgettext_lazy("policy marker", "the explicit main aim"),
}

FORMATS: dict[str, str | Promise] = {
    "text/html": _("web page"),
    "application/pdf": "PDF",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "DOCX",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "XLSX",
    "text/csv": "CSV",
    "image/jpeg": _("picture"),
    "video/mp4": _("video"),
    "application/octet-stream": _("another file"),
}


def region_name(code: str) -> str:
    names = Locale.parse(get_language() or "en", sep="-").territories
    return names.get(SAME_REGION.get(code, "")) or name_in(REGIONS, code)


def marker_name(code: str) -> str:
    return str(MARKERS.get(code, code))


def format_name(code: str) -> str:
    """A media type in words."""
    return str(FORMATS.get(code, code))


def significance_name(code: str) -> str:
    return str(SIGNIFICANCE.get(code, code))
