"""What an organisation may have seen of a helper: the fact and its day, never the document."""

from django.utils.translation import gettext_lazy as _

CHECKS = {
    "identity": _("Identity document seen"),
    "talk": _("Spoke in person or by video"),
    "visit": _("Place visited"),
    "extract": _("Criminal-record extract seen"),
    "references": _("Spoke with someone who knows them"),
    "driving": _("Driving licence seen"),
}
