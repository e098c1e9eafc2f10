"""One rule says who may see which part of an offer."""

from datetime import UTC, date, datetime, timedelta

import pytest

from nebe.core.errors import NotPossible
from nebe.core.people.actors import Actor
from nebe.exchange.models import Category, Offer, Vetting
from nebe.exchange.selectors.offers import offers_public
from nebe.exchange.services.offers import (
    offer_hide,
    offer_pause,
    offer_resume,
    offer_settle,
    offer_show,
    vetting_record,
    vetting_withdraw,
)
from nebe.exchange.visibility import offer_visibility

TODAY = date(2026, 11, 22)
OPEN, VETTED, ORGANISATIONS = "open", "vetted", "organisations"


def see(*, openness=VETTED, remote_only=False, when_remote=False, licence=False, **vetting):
    """The part in which one category with this vetting is."""
    category = Category(
        slug="c", openness=openness, open_when_remote=when_remote, licence_required=licence
    )
    vettings = []
    if vetting:
        at = datetime(2026, 1, 1, tzinfo=UTC)
        vettings = [Vetting(category=category, at=at, **{"accepted": True, **vetting})]
    seen = offer_visibility(
        categories=[category], remote_only=remote_only, vettings=vettings, today=TODAY
    )
    return seen.part_of("c")


@pytest.mark.parametrize(
    ("given", "part"),
    [
        ({"openness": OPEN}, "public"),
        ({"openness": ORGANISATIONS}, "restricted"),
        ({"openness": ORGANISATIONS, "accepted": True}, "restricted"),
        ({}, "waiting"),
        ({"accepted": True}, "public"),
        ({"accepted": False}, "refused"),
        ({"accepted": True, "withdrawn_at": datetime(2026, 2, 1, tzinfo=UTC)}, "waiting"),
        ({"valid_until": TODAY}, "public"),
        ({"valid_until": TODAY - timedelta(days=1)}, "waiting"),
        ({"licence": True, "accepted": True}, "waiting"),
        ({"licence": True, "licence_checked": True}, "public"),
        ({"when_remote": True, "remote_only": True}, "public"),
        ({"when_remote": True, "remote_only": False}, "waiting"),
    ],
)
def test_it_works(given, part):
    assert see(**given) == part


def test_the_newest_vetting_counts():
    category = Category(slug="c", openness=VETTED)
    at = datetime(2026, 1, 1, tzinfo=UTC)
    vettings = [
        Vetting(category=category, at=at + timedelta(days=1), accepted=False),
        Vetting(category=category, at=at, accepted=True),
    ]
    seen = offer_visibility(
        categories=[category], remote_only=False, vettings=vettings, today=TODAY
    )
    assert seen.refused == {"c"}


pytestmark = pytest.mark.django_db(databases=["default", "keys"])


def public_kinds(offer):
    return set(offer.kinds.filter(public=True).values_list("category_id", flat=True))


@pytest.fixture
def jana(network):
    return Actor(organisation=network)


def test_a_mixed_offer_is_live_for_its_open_kinds_only(make_offer, jana, categories):
    offer = make_offer("textbooks", "tutoring", "housing")
    assert offer.status == Offer.Status.LIVE
    assert public_kinds(offer) == {"textbooks"}
    vetting = vetting_record(
        offer=offer,
        category=categories["tutoring"],
        accepted=True,
        grounds="Met in person, saw the record extract",
        actor=jana,
    )
    assert public_kinds(offer) == {"textbooks", "tutoring"}
    vetting_withdraw(vetting=vetting, actor=jana)
    assert public_kinds(offer) == {"textbooks"}


def test_an_offer_that_only_waits_is_not_found(make_offer, jana, categories):
    offer = make_offer("tutoring")
    assert offer.status == Offer.Status.WAITING
    assert not offers_public().exists()
    vetting_record(
        offer=offer, category=categories["tutoring"], accepted=False, grounds="No", actor=jana
    )
    assert offer.status == Offer.Status.REFUSED


def test_housing_is_live_and_never_public(make_offer):
    offer = make_offer("housing")
    assert offer.status == Offer.Status.LIVE
    assert not offers_public().exists()


def test_a_vetting_that_has_expired_no_longer_opens(make_offer, jana, categories):
    offer = make_offer("tutoring")
    vetting_record(
        offer=offer,
        category=categories["tutoring"],
        accepted=True,
        grounds="Met",
        valid_until=TODAY,
        actor=jana,
    )
    offer_settle(offer=offer, today=TODAY + timedelta(days=1))
    assert offer.status == Offer.Status.WAITING


def test_a_paused_or_hidden_offer_stays_so_when_it_is_vetted(make_offer, jana, categories):
    offer = make_offer("textbooks", "tutoring")
    offer_pause(offer=offer, actor=jana)
    vetting_record(
        offer=offer, category=categories["tutoring"], accepted=True, grounds="Met", actor=jana
    )
    assert offer.status == Offer.Status.PAUSED
    offer_resume(offer=offer, actor=jana)
    assert offer.status == Offer.Status.LIVE
    offer_hide(offer=offer, reason="reported", actor=jana)
    with pytest.raises(NotPossible):
        offer_resume(offer=offer, actor=jana)
    offer_show(offer=offer, actor=jana)
    assert offer.status == Offer.Status.LIVE


def test_grounds_and_kind_are_needed(make_offer, jana, categories):
    offer = make_offer("tutoring")
    with pytest.raises(ValueError, match="grounds"):
        vetting_record(
            offer=offer, category=categories["tutoring"], accepted=True, grounds=" ", actor=jana
        )
    with pytest.raises(ValueError, match="does not offer"):
        vetting_record(
            offer=offer, category=categories["legal"], accepted=True, grounds="Met", actor=jana
        )
