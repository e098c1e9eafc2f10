"""Is it open now, who speaks what, how is it reached?"""

from datetime import date

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.template.loader import render_to_string

from nebe.newsroom.contact_blocks import DIALLED, days_valid, message_links
from nebe.newsroom.models import CounsellingPoint, Infoline
from nebe.newsroom.views.infoline import runs_of

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
THURSDAY = "2026-11-26T10:00:00+01:00"


@time_machine.travel(THURSDAY, tick=False)
def test_it_works(client, pages):
    page = client.get("/en/infoline/").text
    assert "Open now" in page
    assert 'href="tel:+420555010100"' in page
    assert 'href="https://wa.me/420555010100"' in page
    assert page.index("+420 555 010 100") < page.index("+48 555 010 200")


@time_machine.travel("2026-11-26T21:00:00+01:00", tick=False)
def test_at_night_it_says_when_someone_answers(client, pages):
    page = client.get("/cs/infoline/czechia/").text
    assert "27. listopad" in page
    assert "Teď otevřeno" not in page


@time_machine.travel("2026-12-24T10:00:00+01:00", tick=False)
def test_on_a_holiday_it_is_closed(client, pages):
    assert "Open now" not in client.get("/en/infoline/czechia/").text


@time_machine.travel(THURSDAY, tick=False)
def test_a_day_of_its_own_is_closed_too(client, pages):
    page = Infoline.objects.get(slug="czechia", locale__language_code="en")
    page.closed_days = "2026-11-26"
    page.save_revision().publish()
    assert "Open now" not in client.get("/en/infoline/czechia/").text


@time_machine.travel(THURSDAY, tick=False)
def test_it_says_until_when_and_on_which_days_it_is_closed(client, pages):
    assert "until 18:00" in client.get("/en/infoline/czechia/").text
    page = client.get("/cs/infoline/czechia/").text
    assert '<span class="nowrap">24. prosince</span>, <span class="nowrap">25. prosince' in page


@pytest.mark.parametrize(
    ("language", "days", "reopens"),
    [
        ("en", "Monday–Friday", "Friday, 27 November, 08:00"),
        ("cs", "Pondělí–pátek", "pátek, 27. listopadu, 8:00"),
        ("uk", "Понеділок–п&#x27;ятниця", "п&#x27;ятниця, 27 листопада, 08:00"),
    ],
)
@time_machine.travel("2026-11-26T21:00:00+01:00", tick=False)
def test_days_stand_as_the_language_writes_them(client, pages, language, days, reopens):
    page = client.get(f"/{language}/infoline/czechia/").text
    assert days in page
    assert reopens in page


def test_it_is_two_taps_from_any_page(client, pages):
    for path in ("", "about/", "search/", "news/legal-day/"):
        assert 'href="/uk/infoline/"' in client.get(f"/uk/{path}").text


def test_pages_for_staff_and_of_errors_lead_there_too(client, cast, client_for, pages):
    addresses = ["/en/no-such-page/", "/en/account/login/", "/en/l/my/unknown/", "/en/leaving/"]
    for address in addresses:
        assert 'href="/en/infoline/"' in client.get(address).text, address
    for address in ("/en/console/", "/en/account/", "/en/console/offers/"):
        assert 'href="/en/infoline/"' in client_for(cast.jana).get(address).text, address
    for name in ("400.html", "403.html", "405.html", "500.html", "config/503.html"):
        assert '/infoline/"' in render_to_string(name, {"language": "en"}), name


def test_without_an_infoline_it_says_whom_to_call(client, pages):
    for page in Infoline.objects.all():
        page.unpublish()
    page = client.get("/en/infoline/").text
    assert "There is nothing here yet" in page
    assert 'href="tel:112"' in page


@time_machine.travel(THURSDAY, tick=False)
def test_a_point_says_where_when_and_what_to_bring(client, pages):
    page = client.get("/en/points/praha/").text
    assert "Only with an appointment" in page
    assert "Na Poříčí 40" in page
    assert "Open now" in page
    assert "Your passport or visa, if you have it" in page
    assert "a lift" in page
    assert "openstreetmap.org" in page
    brno = CounsellingPoint.objects.get(slug="brno", locale__language_code="en")
    about = client.get(f"/en/all-about/place/{brno.municipality_id}/")
    assert "Counselling in Brno" in about.text


def test_a_guide_says_when_it_was_checked_and_for_whom_a_step_is(client, pages):
    page = client.get("/cs/guides/doctor/").text
    assert "pokud ještě nemáte pojištění" in page
    assert "Zkontrolováno" in page
    assert "Zákon č. 48/1997 Sb." in page


@pytest.mark.parametrize(
    ("days", "runs"),
    [
        ([0, 1, 2, 3, 4], [[0, 1, 2, 3, 4]]),
        ([1, 3], [[1], [3]]),
        ([0, 1, 4, 5, 6], [[0], [1], [4, 5, 6]]),
        ([], []),
    ],
)
def test_days_in_a_row_are_told_as_one(days, runs):
    assert runs_of(days) == runs


@pytest.mark.parametrize("bad", ["24.12.2026", "2026-13-01", "tomorrow"])
def test_a_day_that_is_none_is_refused(bad):
    with pytest.raises(ValidationError):
        days_valid(bad)


def test_days_and_numbers_that_are_right_pass():
    days_valid(f"2026-12-24\n{date(2027, 1, 2)}")
    DIALLED("+420 555 010 100")
    with pytest.raises(ValidationError):
        DIALLED("call me")


def test_messages_need_the_code_of_the_country():
    assert message_links("155", ["sms"]) == []
    assert message_links("+420 1", ["sms"]) == [("SMS", "sms:+4201")]
