"""Languages that people speak, in the reader's language."""

from django.utils.translation import gettext_lazy as _

SPOKEN = [
    ("uk", _("Ukrainian")),
    ("ru", _("Russian")),
    ("vi", _("Vietnamese")),
    ("ar", _("Arabic")),
    ("cs", _("Czech")),
    ("pl", _("Polish")),
    ("sk", _("Slovak")),
    ("en", _("English")),
    ("de", _("German")),
    ("fr", _("French")),
    ("es", _("Spanish")),
    ("be", _("Belarusian")),
    ("ro", _("Romanian")),
    ("ka", _("Georgian")),
    ("hy", _("Armenian")),
    ("mn", _("Mongolian")),
    ("tr", _("Turkish")),
    ("fa", _("Persian")),
]
NAMES = dict(SPOKEN)
BITS = {code: 1 << n for n, (code, _name) in enumerate(SPOKEN)}  # for sets as numbers


def names(codes: list[str]) -> list[str]:
    return [str(NAMES.get(code, code)) for code in codes]
