from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from nebe.core.people.actors import Actor
from nebe.core.people.testing import make_client
from nebe.exchange.services.offers import vetting_record
from nebe.exchange.tasks import vettings_expire

from .test_my import token_of, url

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


def test_a_vetting_that_ended_closes_the_category_at_night(make_offer, categories, network):
    offer = make_offer("tutoring")
    vetting = vetting_record(
        offer=offer,
        category=categories["tutoring"],
        accepted=True,
        grounds="Met",
        actor=Actor(organisation=network),
    )
    vettings_expire()
    offer.refresh_from_db()
    assert offer.status == "live"
    vetting.valid_until = timezone.localdate() - timedelta(days=1)
    vetting.save()
    vettings_expire()
    offer.refresh_from_db()
    assert offer.status == "waiting"


def test_an_account_leads_to_the_same_page(client, cast):
    token = token_of(cast.olena)
    assert client.get(url("my_account_make", token)).url == reverse("people:account_create")
    petr = make_client(cast.petr_user)
    assert petr.get(reverse("exchange:my_of_account"), follow=True).status_code == 200
    jana = make_client(cast.jana)
    assert jana.get(reverse("exchange:my_of_account")).url == reverse("exchange:my_door")
