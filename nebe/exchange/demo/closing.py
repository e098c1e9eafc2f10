"""A lodging house in Plzeň closes: more households look for a home than hosts around have room for.

First come, first served fills the homes by the accident of who asked early. A session divides them.
"""

from datetime import timedelta

from nebe.core.places.models import Municipality
from nebe.exchange.models import Need

from .chance import by_day
from .fates import Made
from .needs import Handling, NeedWriter, patterns_read
from .offers import HOME, OfferWriter

AROUND = (HOME, "CZ-558371", "CZ-557676", "CZ-559717")  # Starý Plzenec, Dobřany, Rokycany
HOUSEHOLDS = 26
REACH_KM = 30


def homes_offered(writer: OfferWriter, count: int) -> list[Made]:
    """Homes of hosts around who were asked before the notice, vetted and open."""
    towns = list(Municipality.objects.filter(pk__in=AROUND).order_by("pk"))
    made = []
    for _ in range(count if towns else 0):
        at = by_day(writer.now - timedelta(days=20 + writer.random.random() * 30))
        made.append(writer.offer(at, slug="housing", near=towns))
    return made


def homes_sought(writer: NeedWriter, count: int) -> list[Need]:
    """Needs of `count` households of the last six days, taken on by one organisation.

    They may move to the towns around.
    """
    town = Municipality.objects.filter(pk=HOME).first()
    patterns = [one for one in patterns_read() if one[0] == "housing" and one[1] != "pl"]
    cast = writer.people.cast
    handled = Handling(cast.pomoc, cast.office, taken_on=True)
    needs = []
    for _ in range(count if town else 0):
        at = by_day(writer.now - timedelta(days=writer.random.random() * 6, hours=10))
        need = writer.need(*writer.random.choice(patterns), at=at, town=town, handling=handled)
        need.reach_km = REACH_KM
        needs.append(need)
    return needs
