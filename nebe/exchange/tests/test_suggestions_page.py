"""Suggestions as coordinators read them."""

# ruff: noqa: F811

import re

import pytest
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.urls import path
from django.utils import timezone

from nebe.config.urls import urlpatterns as pages
from nebe.core.people.actors import Actor
from nebe.exchange.models import OfferCategory
from nebe.exchange.selectors.suggestions import suggestions_for_need

from .test_suggestions import make_need  # noqa: F401

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
urlpatterns = [
    *pages,
    path("pair/<uuid:pk>/<uuid:offer>/<slug:verb>/", lambda request: HttpResponse(), name="pair"),
]


@pytest.fixture
def network(cast):
    return cast.office


def page(client, offer) -> str:
    return client.get(f"/en/console/offers/{offer.pk}/").content.decode()


def section(html: str) -> str:
    [found] = re.findall(r'<section[^>]*aria-labelledby="needs-title".*?</section>', html, re.S)
    return found


def test_it_works(cast, client_for, make_offer, make_need):
    offer = make_offer("textbooks", languages=["uk"], capacity=9)
    make_need(people=3, text="I live behind the church", email="olena@example.org")
    shown = section(page(client_for(cast.jana), offer))
    for words in ("Textbooks", "in the same place", "speaks Ukrainian", "for 3 people"):
        assert words in shown
    assert "nobody has taken it on" in shown
    assert "church" not in shown
    assert "Olena" not in shown


def test_a_need_of_another_organisation_is_not_shown(cast, client_for, make_offer, make_need):
    offer = make_offer("textbooks")
    make_need(organisation=cast.pomoc, taken_on_at=timezone.now())
    assert "Textbooks" in section(page(client_for(cast.jana), offer))
    assert "No need that is open now fits" in section(page(client_for(cast.marta), offer))


def test_beds_that_are_left_are_told(cast, client_for, make_offer):
    offer = make_offer("housing")
    OfferCategory.objects.filter(offer=offer).update(capacity=6, taken=3)
    assert "Housing: Helped: 3 of 6." in page(client_for(cast.jana), offer)


def test_an_offer_that_is_not_live_is_suggested_to_nobody(cast, client_for, make_offer, make_need):
    make_need("tutoring")
    assert "needs-title" not in page(client_for(cast.jana), make_offer("tutoring"))


def test_buttons_only_where_somebody_may_act(make_offer, make_need, settings):
    settings.ROOT_URLCONF = __name__
    offer, need = make_offer(languages=["uk"]), make_need()
    context = {"suggestions": suggestions_for_need(need, Actor.system()), "need": need}
    drawn = render_to_string("exchange/needs/_suggestions.html", context)
    assert offer.title in drawn
    assert "speaks Ukrainian" in drawn
    assert "<form" not in drawn
    drawn = render_to_string(
        "exchange/needs/_suggestions.html", context | {"may_act": True, "propose_url": "pair"}
    )
    assert re.findall(r'action="/pair/([^"]+)/"', drawn) == [
        f"{need.pk}/{offer.pk}/offer",
        f"{need.pk}/{offer.pk}/propose",
    ]


def test_what_is_not_found_is_said(make_offer, make_need, towns):
    make_offer(places=[towns["Rokycany"]])
    need = make_need(reach_km=10)
    context = {"suggestions": suggestions_for_need(need, Actor.system()), "need": need}
    drawn = render_to_string("exchange/needs/_suggestions.html", context)
    assert "No offer fits now." in drawn
    assert "No offer of this kind reaches this place." in drawn
    assert "If it may be 10 km further: 1 more offer." in drawn
