"""The office brings in a list of projects; a journalist finds who paid for what."""

import csv
import io

from playwright.sync_api import expect

from nebe.projects.tests.shared import shared

from .conftest import check_page
from .journey import become, press

LIST = "projects/consortium_projects_as_published.csv"
SEVERAL = {
    "MHMP J&T Foundation": "MHMP\nJ&T Foundation",
    "People in Need Livesport MV ČR Livesport": "People in Need\nLivesport\nMV ČR",
}


def wait_until(page, state: str) -> None:
    """The page looks for it by itself; what stands below it comes with a new look."""
    expect(page.locator("#progress")).to_contain_text(state, timeout=20_000)
    page.reload()


def test_a_list_of_projects_is_brought_in_and_found(site, person):
    ema = person()
    become(ema, "ema")
    ema.goto("/en/console/projects/")
    check_page(ema)
    press(ema.get_by_role("link", name="Bring in a file"))
    check_page(ema)
    ema.set_input_files("[type=file]", shared(LIST))
    press(ema.locator("main form button").first)
    expect(ema.locator("#progress")).to_contain_text("16 new")
    expect(ema.locator("#progress")).to_contain_text("12 the same as another row")
    ema.reload()
    check_page(ema)
    for field in ema.locator("textarea").all():
        label = ema.locator(f"label[for='{field.get_attribute('id')}']").inner_text()
        for cell, lines in SEVERAL.items():
            if cell in label:
                field.fill(lines)
    ema.check("[name=corrections_seen]")
    press(ema.get_by_role("button", name="Keep the answers"))
    wait_until(ema, "waits for answers")
    ema.check("[name=publish]")
    press(ema.get_by_role("button", name="Take these projects"))
    expect(ema.locator("#progress")).to_contain_text("taken", timeout=20_000)

    reader = person(language="uk", width=390)
    reader.goto("/uk/projects/")
    check_page(reader)
    reader.fill("[name=q]", "Czech municipalities in 2023")
    press(reader.locator("main form button").first)
    expect(reader.locator("main article")).to_have_count(1)
    check_page(reader)
    table = reader.request.get(reader.locator("a[href*='projects.csv']").get_attribute("href"))
    rows = list(csv.reader(io.StringIO(table.text().lstrip("\ufeff"))))
    assert len(rows) == 2
    assert "IOM" in rows[1]
    press(reader.locator("main article a").first)
    check_page(reader)
    expect(reader.locator("main")).to_contain_text("IOM")
    address = reader.url
    assert reader.request.get(address).ok
