"""The whole way of the first capability, as its people go it, in a real browser.

Offered, confirmed, vetted, found in another language, asked, answered, contacts shared; every
page on the way before axe.
"""

import uuid

import pytest
from playwright.sync_api import Page, expect

from . import journey
from .conftest import check_page
from .looks import LOOKS


def look(page: Page, name: str) -> None:
    check_page(page)


@pytest.mark.parametrize(("language", "width"), LOOKS)
def test_an_offer_reaches_one_who_needs_it(site, person, language, width):
    mark = uuid.uuid4().hex[:6]
    title = f"Učebnice a doučování {mark}"
    petr_mail, olena_mail = f"petr.{mark}@example.org", f"olena.{mark}@example.org"
    petr = person(language=language, width=width)
    journey.offer_help(petr, site, language, petr_mail, title, look)
    journey.vet(person(language=language, width=width), language, title, look)
    olena = person(language=language, width=width)
    journey.find_and_ask(olena, site, language, olena_mail, title, look)
    journey.answer(petr, site, petr_mail, look)
    journey.share_with_each_other(petr, olena, site, (petr_mail, olena_mail), look)
    olena.goto(olena.url.partition("/talks/")[0] + "/account/")
    look(olena, "account")


@pytest.mark.parametrize(("language", "width"), LOOKS)
def test_someone_of_fifteen_is_led_to_the_right_door(person, language, width):
    journey.ask_at_fifteen(person(language=language, width=width), language, look)


def test_a_housing_offer_is_for_organisations_only(person):
    public = person()
    public.goto("/en/offers/?category=housing")
    expect(public.locator("#results")).to_contain_text("organisations arrange this")
    expect(public.locator("#results a[href*='/offers/'] bdi")).to_have_count(0)
    check_page(public)
    journey.open_housing(person(), "en", look)


def test_the_network_approves_an_organisation(site, person):
    mark = uuid.uuid4().hex[:6]
    name, applicant = f"Dobré sousedství {mark}", f"dana.{mark}@example.org"
    journey.apply_as_organisation(person(), "en", name, applicant, look)
    journey.approve(person(), "en", name, look)
    invited = person()
    invited.goto(site.wait_for_mail(applicant, containing="/l/").link)
    check_page(invited)
