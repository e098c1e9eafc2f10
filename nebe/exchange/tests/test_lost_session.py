"""A lost cookie loses no word: the page comes back with everything that was typed."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from nebe.core.people.testing import make_client
from nebe.exchange.models import Offer

from .conftest import old_stamp
from .test_journey import OFFER

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


def test_it_works(network, plzen, categories):
    client = Client(enforce_csrf_checks=True)
    page = reverse("exchange:give") + "?category=textbooks"
    sent = client.post(page, {**OFFER, "stamp": old_stamp(10)})
    assert sent.status_code == 403
    html = sent.content.decode()
    assert "Nothing is lost" in html
    hidden = dict(re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', html))
    assert hidden["title"] == OFFER["title"]
    assert f'action="{page}"' in html
    languages = re.findall(r'name="languages" value="(\w+)"', html)
    assert languages == OFFER["languages"]
    again = client.post(page, {**OFFER, **hidden, "languages": languages})
    assert again.status_code == 302
    assert Offer.objects.count() == 1


def test_an_account_s_work_is_never_offered_to_be_sent_again(cast):
    client = make_client(cast.jana)
    client.handler.enforce_csrf_checks = True
    response = client.post(reverse("people:working_for"), {"organisation": "x"})
    assert response.status_code == 403
    assert 'value="x"' not in response.content.decode()
