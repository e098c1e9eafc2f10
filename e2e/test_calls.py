"""A municipality finds an open call that it may apply for, sees why, subscribes and confirms."""

import tomllib
from pathlib import Path

import pytest
from icalendar import Calendar
from playwright.sync_api import Page, expect

import nebe.projects
from nebe.core.places.emergency import COUNTRY_NAMES
from nebe.projects.calls.imports import Fate
from nebe.projects.calls.terms import APPLICANTS
from nebe.projects.terms import THEMES

from .conftest import check_page
from .journey import become, press, press_the_one_button, send, words
from .looks import LOOKS, PROJECTS_IN

DEMO = Path(nebe.projects.__file__).parent / "data/calls.toml"
TITLES = {call["reference"]: call["title"] for call in tomllib.loads(DEMO.read_text())["call"]}
HOUSING = "OM-7"  # the one that towns in Czechia may apply for


@pytest.fixture(params=PROJECTS_IN)
def language(request) -> str:
    return request.param


@pytest.fixture
def said(language):
    return lambda text, **values: words(language, text, **values)


def test_a_municipality_finds_a_call_and_subscribes(site, person, language, said):
    """Lenka, who looks for money for her town: as anyone first, then with its account."""
    lenka = person(language=language, width=390)
    lenka.goto(f"/{language}/projects/calls/")
    check_page(lenka)
    lenka.select_option("[name=applicant]", "municipality")
    lenka.locator("main form details summary").click()
    lenka.select_option("[name=theme]", "housing")
    lenka.select_option("[name=territory]", "CZ")
    lenka.select_option("[name=status]", "open")
    lenka.fill("[name=amount]", "60000")
    lenka.select_option("[name=currency]", "EUR")
    press(lenka.locator("main form button").first)
    check_page(lenka)
    found = lenka.locator("main article")
    expect(found).to_have_count(1)
    expect(found).to_contain_text("CZK")
    expect(found).to_contain_text("≈")
    calendar = lenka.request.get(lenka.locator("a[href*='deadlines.ics']").get_attribute("href"))
    (entry,) = Calendar.from_ical(calendar.text()).walk("VEVENT")
    assert entry.decoded("dtstart").tzinfo.key == "Europe/Prague"
    press(found.locator("h2 a"))
    check_page(lenka)
    expect(lenka.locator("h1")).to_have_text(TITLES[HOUSING][language])
    may = ", ".join(APPLICANTS[code][language] for code in ("municipality", "region"))
    expect(lenka.locator("main")).to_contain_text(may)
    one = lenka.request.get(lenka.locator("a[href$='deadlines.ics']").get_attribute("href"))
    assert Calendar.from_ical(one.text()).walk("VEVENT")[0].decoded("dtstart") == entry.decoded(
        "dtstart"
    )
    lenka.go_back()
    press(lenka.locator("main a[href*='/calls/follow/']"))
    check_page(lenka)
    email = f"obec-{language}@example.org"
    lenka.fill("[name=email]", email)
    send(lenka)
    check_page(lenka)
    press_the_one_button(lenka, site.wait_for_mail(email).link)
    check_page(lenka)
    town, housing = APPLICANTS["municipality"][language], THEMES["housing"][language]
    what = f"{town}, {said(COUNTRY_NAMES['CZ'])}, {housing}"
    expect(lenka.locator("main")).to_contain_text(what)
    expect(lenka.locator("main fieldset.card")).to_have_count(1)

    member_of_a_town(person(language=language), language, said)


def member_of_a_town(lenka: Page, language: str, said) -> None:
    """Her office is known as that of a town: calls are held against it before she says so."""
    become(lenka, "lenka")
    lenka.goto(f"/{language}/console/projects/calls/for-us/")
    check_page(lenka)
    may = said("You may apply: %(kind)s.", kind=APPLICANTS["municipality"][language])
    expect(lenka.locator("main article", has_text=TITLES[HOUSING][language])).to_contain_text(may)
    press(lenka.get_by_role("link", name=said("What we look for")))
    check_page(lenka)
    expect(lenka.locator("[name=applicant]")).to_have_value("municipality")
    lenka.check("[name=themes][value=housing]")
    press(lenka.locator("main form button").last)
    check_page(lenka)
    first = lenka.locator("main article").first
    expect(first).to_contain_text(TITLES[HOUSING][language])
    expect(first).to_contain_text(may)
    press(lenka.get_by_role("button", name=said("Switch on")))
    no_more = lenka.get_by_role("button", name=said("No more such mails"))
    press(no_more)
    expect(no_more).to_have_count(0)


def test_the_office_publishes_the_next_round(site, person, language, said):
    ema = person(language=language)
    become(ema, "ema")
    ema.goto(f"/{language}/console/projects/calls/")
    check_page(ema)
    press(ema.get_by_role("link", name=TITLES[HOUSING][language]).last)
    check_page(ema)
    press(ema.get_by_role("button", name=said("Copy for the next round")))
    check_page(ema)
    ema.fill("[name=deadline_1]", "2099-01-31T12:00")
    press(ema.get_by_role("button", name=said("Save and look at it")))
    here = ema.url
    press(ema.get_by_role("button", name=said("Publish")))
    press(ema.get_by_role("link", name=said("This is what everyone sees")))
    expect(ema.locator("main")).to_contain_text(f"12:00 ({said('time of Prague')})")
    ema.goto(here)
    press(ema.get_by_role("button", name=said("Withdraw")))

    ema.goto(f"/{language}/console/projects/calls/import/")
    check_page(ema)
    table = f"{said('Title')};{said('Deadlines')}\nBikes;soon\n".encode()
    ema.set_input_files("[type=file]", {"name": "a.csv", "mimeType": "text/csv", "buffer": table})
    press(ema.locator("main form button").last)
    expect(ema.locator("main table")).to_contain_text(said(Fate.REFUSED.label))
    check_page(ema)

    # In the other looks, where there are some.
    for other, width in LOOKS[:-1] or [(language, 320)]:
        reader = person(language=other, width=width)
        reader.goto(f"/{other}/projects/calls/")
        check_page(reader)
        press(reader.locator("main article h2 a").first)
        check_page(reader)
        press(reader.locator("main a[href$='/remind/']"))
        check_page(reader)
