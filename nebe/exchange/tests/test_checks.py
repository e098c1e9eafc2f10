"""A yes needs what the kind of help asks for to have been seen; only the fact is kept."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from nebe.core.errors import NotPossible
from nebe.core.people.actors import Actor
from nebe.exchange.categories import categories_read
from nebe.exchange.checks import CHECKS
from nebe.exchange.models import Vetting
from nebe.exchange.services.offers import vetting_record
from nebe.exchange.vetted import fingerprint, vetted_parts

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


@pytest.fixture
def network(cast):
    return cast.office


@pytest.fixture
def offer(make_offer, categories):
    categories["tutoring"].checks = ["identity", "extract"]
    categories["tutoring"].save()
    return make_offer("tutoring", "textbooks")


@pytest.fixture
def jana(cast, client_for):
    return client_for(cast.jana)


def vet(client, offer, **data):
    seen = fingerprint(vetted_parts([offer.pk])[offer.pk])
    answer = {"category": "tutoring", "accepted": "yes", "grounds": "Met in person", "seen": seen}
    return client.post(reverse("exchange_staff:vet", args=[offer.pk]), answer | data)


def test_it_works(jana, offer):
    page = jana.get(reverse("exchange_staff:offer", args=[offer.pk])).content.decode()
    assert "Criminal-record extract seen" in page
    assert "Place visited" not in page
    refused = vet(jana, offer, check_identity="on")
    assert "A yes needs this" in refused.content.decode()
    assert not Vetting.objects.exists()
    ticks = {"check_identity": "on", "on_identity": "2026-11-02", "check_extract": "on"}
    assert vet(jana, offer, **ticks).status_code == 302
    today = timezone.localdate().isoformat()
    assert Vetting.objects.get().facts == {"identity": "2026-11-02", "extract": today}
    page = jana.get(reverse("exchange_staff:offer", args=[offer.pk])).content.decode()
    day = date_format(date(2026, 11, 2), "SHORT_DATE_FORMAT")
    assert f"Identity document seen: {day}" in page


def test_a_no_and_another_kind_of_help_need_none(jana, offer):
    assert vet(jana, offer, accepted="no").status_code == 302
    assert vet(jana, offer, category="textbooks").status_code == 302


def test_nothing_is_seen_in_the_future(jana, offer):
    day = (timezone.localdate() + timedelta(days=1)).isoformat()
    page = vet(jana, offer, check_identity="on", check_extract="on", on_extract=day)
    assert "in the future" in page.content.decode()


def test_the_rule_holds_without_the_form(offer, categories, network):
    answer = {
        "offer": offer,
        "category": categories["tutoring"],
        "accepted": True,
        "grounds": "Met",
        "actor": Actor(organisation=network),
    }
    with pytest.raises(NotPossible):
        vetting_record(facts={"identity": "2026-11-02"}, **answer)
    vetting_record(facts=dict.fromkeys(("identity", "extract"), "2026-11-02"), **answer)
    assert offer.kinds.get(category="tutoring").public


def test_delivered_lists_name_checks_that_there_are():
    lists = [data.get("checks", []) for data in categories_read().values()]
    assert set().union(*lists) <= set(CHECKS)
    assert {"identity", "talk", "extract"} <= set(categories_read()["tutoring"]["checks"])
