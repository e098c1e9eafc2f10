"""An organisation's yes that soon ends: who is told, and which offers coordinators see."""

from datetime import date, timedelta

from django.db.models import Exists, OuterRef, QuerySet

from .. import mails
from ..models import Offer, OfferCategory, Vetting
from ..portions import AT_ONCE, in_portions

DAYS = 30


def vettings_ending(today: date) -> QuerySet[Vetting]:
    """The last yes of each kind of help that holds today and not in `DAYS`; of live offers."""
    newer = Vetting.objects.filter(
        offer=OuterRef("offer"), category=OuterRef("category"), at__gt=OuterRef("at")
    )
    kinds = OfferCategory.objects.filter(
        offer=OuterRef("offer"), category=OuterRef("category"), public=True
    )
    return Vetting.objects.filter(
        ~Exists(newer),
        Exists(kinds),
        accepted=True,
        withdrawn_at=None,
        outdated_at=None,
        valid_until__range=(today, today + timedelta(days=DAYS)),
        offer__status__in=(Offer.Status.LIVE, Offer.Status.PAUSED, Offer.Status.EXHAUSTED),
    )


def offers_ending(today: date) -> int:
    return vettings_ending(today).values("offer").distinct().count()


def vettings_warn(*, today: date) -> int:
    """A mail to each helper, once for each yes and its last day; how many. Without a scope."""
    ending = list(vettings_ending(today).order_by("pk").values_list("pk", flat=True))
    for ids in in_portions(ending, AT_ONCE):
        rows = Vetting.objects.filter(pk__in=ids)
        for vetting in rows.select_related("offer__person", "category", "organisation"):
            mails.vetting_ends_send(vetting)
    return len(ending)
