"""What pictures lack, each said once: as a filter of lists, and beside each picture."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import reduce
from operator import or_
from typing import Any

from django.conf import settings
from django.db.models import BooleanField, Case, Q, QuerySet, When
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ..models import Picture

SOON = timedelta(days=60)
CODES = [code for code, _name in settings.LANGUAGES]
WORDS = "words"


@dataclass(frozen=True)
class Lack:
    key: str
    label: Any
    having: Q


def lacks(today: date) -> list[Lack]:
    ends = today + SOON
    return [
        Lack("gone", _("consent taken back"), Q(consent_withdrawn_on__isnull=False)),
        Lack("over", _("licence has run out"), Q(licence_until__lt=today)),
        Lack("ends", _("licence runs out soon"), Q(licence_until__range=(today, ends))),
        Lack("licence", _("licence not stated"), Q(licence="")),
        Lack("people", _("people not stated"), Q(people="")),
        Lack("consent", _("consent not on file"), without_consent()),
        Lack("credit", _("credit missing"), Q(licence__startswith="by", credit="")),
        Lack(WORDS, _("words missing"), without_words(CODES)),
    ]


def without_consent() -> Q:
    nowhere = Q(consent_number="") | Q(consent_on=None)
    return Q(people=Picture.People.AGREED) & nowhere


def without_words(codes: Iterable[str]) -> Q:
    """In any of these languages."""
    return Q(is_decoration=False) & ~Q(alternatives__has_keys=list(codes))


def choices() -> list[tuple[str, Any]]:
    named = [(lack.key, lack.label) for lack in lacks(date.min)]
    return [("", _("all")), ("any", _("anything")), *named, ("none", _("nothing"))]


def narrowed(pictures: QuerySet[Picture], wanted: str, language: str = "") -> QuerySet[Picture]:
    """Those that lack what is `wanted`, one of `choices`; of words, those in this language."""
    known = {lack.key: lack.having for lack in lacks(timezone.localdate())}
    whole = reduce(or_, known.values())
    known |= {"any": whole, "none": ~whole}
    if language and wanted in ("", WORDS):
        known[wanted] = without_words([language])
    if wanted not in known:
        return pictures
    # By their numbers: the search of the CMS knows no other field.
    return pictures.filter(
        pk__in=list(Picture.objects.filter(known[wanted]).values_list("pk", flat=True))
    )


def with_lacks(pictures: QuerySet[Picture]) -> QuerySet[Picture]:
    """Each with what `lacks_of` reads."""
    today = timezone.localdate()
    marks = {f"lacks_{lack.key}": marked(lack.having) for lack in lacks(today)}
    return pictures.annotate(**marks)


def marked(having: Q) -> Case:
    return Case(When(having, then=True), default=False, output_field=BooleanField())


def lacks_of(picture: Picture) -> list[Any]:
    """In words."""
    return [lack.label for lack in lacks(date.min) if getattr(picture, f"lacks_{lack.key}")]
