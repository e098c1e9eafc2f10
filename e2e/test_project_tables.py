"""The office reads a table whose columns nobody knows, compares a double, keeps rates, merges."""

from playwright.sync_api import expect

from .conftest import check_page
from .journey import become, press

FIRST = "What we did;When;Money from\nSewing circle;2024-2025;Helping Hand\n"
SECOND = "title;funders;aim;period\nSewing circle;Hand Helping;Sew together;2025-2026\n"
RATES = "Date,USD,HUF,\n2026-01-02,1.1,400.5,\n2026-01-05,1.2,401,\n"


def sent(page, name: str, content: str) -> None:
    page.goto("/en/console/projects/import/")
    file = {"name": name, "mimeType": "text/csv", "buffer": content.encode()}
    page.set_input_files("[type=file]", file)
    press(page.locator("main form button").first)


def taken(page) -> None:
    expect(page.locator("#progress")).to_contain_text("waits for answers", timeout=20_000)
    page.reload()
    page.check("[name=publish]")
    press(page.get_by_role("button", name="Take these projects"))
    expect(page.locator("#progress")).to_contain_text("taken", timeout=20_000)


def answered(page, funder: str) -> None:
    """Who pays is one funder; what is put right is as it was meant."""
    expect(page.locator("#progress")).to_contain_text("waits for answers", timeout=20_000)
    page.reload()
    for field in page.locator("textarea").all():
        field.fill(funder)
    for box in page.locator("[name=corrections_seen]").all():
        box.check()
    press(page.get_by_role("button", name="Keep the answers"))


def test_a_table_is_mapped_compared_and_its_names_are_merged(site, person):
    ema = person()
    become(ema, "ema")
    sent(ema, "first.csv", FIRST)
    expect(ema.locator("h1")).to_have_text("Columns of the table")
    check_page(ema)
    for at, field in enumerate(("title", "period", "funders")):
        ema.select_option(f"[name=column_{at}]", field)
    press(ema.get_by_role("button", name="Read the table like this"))
    answered(ema, "Helping Hand")
    taken(ema)

    sent(ema, "second.csv", SECOND)
    answered(ema, "Hand Helping")
    expect(ema.locator("#progress")).to_contain_text("waits for answers", timeout=20_000)
    ema.reload()
    press(ema.get_by_role("link", name="Sewing circle"))
    expect(ema.locator("ins")).to_have_text(["Hand Helping", "31 Dec 2026", "Sew together"])
    check_page(ema)
    press(ema.get_by_role("button", name="It is this project"))
    taken(ema)
    expect(ema.locator("#progress")).to_contain_text("1 changed")

    ema.goto("/en/console/projects/organisations/?q=hand")
    check_page(ema)
    press(ema.locator("tr", has_text="Hand Helping").get_by_role("link", name="Merge"))
    ema.fill("main [name=q]", "helping")
    press(ema.locator("main form button").first)
    check_page(ema)
    press(ema.get_by_role("link", name="Helping Hand"))
    check_page(ema)
    press(ema.get_by_role("button", name="Yes, merge them"))
    press(ema.get_by_role("link", name="Take back Hand Helping"))
    check_page(ema)

    adam = person()
    become(adam, "adam")
    adam.goto("/en/console/projects/our-name/?q=hand")
    check_page(adam)
    press(adam.get_by_role("link", name="This is us").first)
    adam.fill("main [name=reason]", "Our register says so.")
    check_page(adam)
    press(adam.get_by_role("button", name="Ask the office"))
    ema.goto("/en/console/projects/organisations/")
    press(ema.get_by_role("link", name="→"))
    check_page(ema)
    press(ema.get_by_role("button", name="Yes, merge them"))
    adam.reload()
    expect(adam.locator("main")).to_contain_text("accepted")


def test_rates_are_kept_and_a_project_shows_both_sums(site, person):
    ema = person(width=390)
    become(ema, "ema")
    ema.goto("/en/console/projects/rates/")
    file = {"name": "ecb.csv", "mimeType": "text/csv", "buffer": RATES.encode()}
    ema.set_input_files("[type=file]", file)
    ema.fill("[name=list-source]", "European Central Bank")
    press(ema.get_by_role("button", name="Bring in the list"))
    expect(ema.locator("main")).to_contain_text("European Central Bank")
    check_page(ema)
    press(ema.get_by_role("link", name="Delete European Central Bank").first)
    check_page(ema)
    press(ema.get_by_role("button", name="Delete"))
    ema.goto("/en/projects/")
    press(ema.locator("main article a").first)
    press(ema.get_by_role("link", name="also in EUR"))
    expect(ema.locator("#money")).to_contain_text("≈")
    check_page(ema)
