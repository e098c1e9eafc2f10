"""The office reads a table whose columns nobody knows, compares a double, keeps rates, merges."""

from datetime import date

import pytest
from playwright.sync_api import expect

from nebe.projects.models import ImportItem, ImportRun, OrganisationClaim

from .conftest import check_page
from .journey import become, day, press, words
from .looks import PROJECTS_IN

Fate, State = ImportItem.Fate, ImportRun.State
# Of each language its own, so that one site can be walked in several.
FIRST = "What we did ({0});When;Money from\nSewing circle {0};2024-2025;Helping Hand {0}\n"
SECOND = "title;funders;aim;period\nSewing circle {0};Hand Helping {0};Sew together;2025-2026\n"
RATES = "Date,USD,HUF,\n2026-01-02,1.1,400.5,\n2026-01-05,1.2,401,\n"


@pytest.fixture(params=PROJECTS_IN)
def language(request) -> str:
    return request.param


@pytest.fixture
def said(language):
    return lambda text, **values: words(language, text, **values)


@pytest.fixture
def ema(person, language):
    """Her pages are opened below her language."""
    page = person(language=language)
    become(page, "ema")
    return page


def sent(page, language: str, name: str, content: str) -> None:
    page.goto(f"/{language}/console/projects/import/")
    file = {"name": name, "mimeType": "text/csv", "buffer": content.encode()}
    page.set_input_files("[type=file]", file)
    press(page.locator("main form button").first)


def asked(page, said) -> None:
    expect(page.locator("#progress")).to_contain_text(said(State.ASKING.label), timeout=20_000)
    page.reload()


def taken(page, said) -> None:
    asked(page, said)
    page.check("[name=publish]")
    press(page.get_by_role("button", name=said("Take these projects")))
    expect(page.locator("#progress")).to_contain_text(said(State.TAKEN.label), timeout=20_000)


def answered(page, said, funder: str) -> None:
    """Who pays is one funder; what is put right is as it was meant."""
    asked(page, said)
    for field in page.locator("textarea").all():
        field.fill(funder)
    for box in page.locator("[name=corrections_seen]").all():
        box.check()
    press(page.get_by_role("button", name=said("Keep the answers")))


def test_a_table_is_mapped_compared_and_its_names_are_merged(site, person, ema, language, said):
    circle, helping, hand = (
        f"{name} {language}" for name in ("Sewing circle", "Helping Hand", "Hand Helping")
    )
    sent(ema, language, "first.csv", FIRST.format(language))
    expect(ema.locator("h1")).to_have_text(said("Columns of the table"))
    check_page(ema)
    for at, field in enumerate(("title", "period", "funders")):
        ema.select_option(f"[name=column_{at}]", field)
    press(ema.get_by_role("button", name=said("Read the table like this")))
    answered(ema, said, helping)
    taken(ema, said)

    sent(ema, language, "second.csv", SECOND.format(language))
    answered(ema, said, hand)
    asked(ema, said)
    press(ema.get_by_role("link", name=circle))
    expect(ema.locator("ins")).to_have_text(
        [hand, day(language, date(2026, 12, 31)), "Sew together"]
    )
    check_page(ema)
    press(ema.get_by_role("button", name=said("It is this project")))
    taken(ema, said)
    expect(ema.locator("#progress")).to_contain_text(f"{said(Fate.CHANGED.label)}: 1")

    ema.goto(f"/{language}/console/projects/identifiers/")
    expect(ema.locator("main")).to_contain_text(said("Every project has its identifier"))
    check_page(ema)

    ema.goto(f"/{language}/console/projects/organisations/?q=hand")
    check_page(ema)
    press(ema.locator("tr", has_text=hand).get_by_role("link", name=said("Merge")))
    ema.fill("main [name=q]", helping)
    press(ema.locator("main form button").first)
    check_page(ema)
    press(ema.get_by_role("link", name=helping))
    check_page(ema)
    press(ema.get_by_role("button", name=said("Yes, merge them")))
    press(ema.get_by_role("link", name=f"{said('Take back')} {hand}"))
    check_page(ema)

    adam = person(language=language)
    become(adam, "adam")
    adam.goto(f"/{language}/console/projects/our-name/?q={helping}")
    check_page(adam)
    press(adam.get_by_role("link", name=said("This is us")).first)
    adam.fill("main [name=reason]", "Our register says so.")
    check_page(adam)
    press(adam.get_by_role("button", name=said("Ask the office")))
    ema.goto(f"/{language}/console/projects/organisations/")
    press(ema.get_by_role("link", name=f"→ {helping}"))
    check_page(ema)
    press(ema.get_by_role("button", name=said("Yes, merge them")))
    adam.reload()
    row = adam.locator("li", has_text=helping)
    expect(row).to_contain_text(said(OrganisationClaim.State.ACCEPTED.label))


def test_rates_are_kept_and_a_project_shows_both_sums(site, ema, language, said):
    ema.set_viewport_size({"width": 390, "height": 844})
    bank = f"European Central Bank {language}"
    ema.goto(f"/{language}/console/projects/rates/")
    file = {"name": "ecb.csv", "mimeType": "text/csv", "buffer": RATES.encode()}
    ema.set_input_files("[type=file]", file)
    ema.fill("[name=list-source]", bank)
    press(ema.get_by_role("button", name=said("Bring in the list")))
    expect(ema.locator("main")).to_contain_text(bank)
    check_page(ema)
    press(ema.get_by_role("link", name=f"{said('Delete')} {bank}").first)
    check_page(ema)
    press(ema.get_by_role("button", name=said("Delete")))
    ema.goto(f"/{language}/projects/")
    press(ema.locator("main article a").first)
    press(ema.get_by_role("link", name=said("also in %(code)s", code="EUR")))
    expect(ema.locator("#money")).to_contain_text("≈")
    check_page(ema)
