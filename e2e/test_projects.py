"""The office brings in a list of projects; a journalist finds who paid for what."""

import csv
import io

import pytest
from playwright.sync_api import FilePayload, expect

from nebe.projects.models import ImportItem, ImportRun
from nebe.projects.tests.shared import shared

from .conftest import check_page
from .journey import become, press, words
from .looks import PROJECTS_IN

Fate, State = ImportItem.Fate, ImportRun.State
TITLES = "title"
LIST = "projects/consortium_projects_as_published.csv"
SEVERAL = {
    "MHMP J&T Foundation": "MHMP\nJ&T Foundation",
    "People in Need Livesport MV ČR Livesport": "People in Need\nLivesport\nMV ČR",
}


def marked(mark: str) -> FilePayload:
    """The list as it was published; with a mark in its titles where it is brought in again."""
    rows = list(csv.reader(io.StringIO(shared(LIST).read_text("utf-8-sig"))))
    at = rows[0].index(TITLES)
    told = io.StringIO()
    csv.writer(told).writerows(
        [rows[0], *([*row[:at], f"{row[at]}{mark}", *row[at + 1 :]] for row in rows[1:])]
    )
    return {"name": "list.csv", "mimeType": "text/csv", "buffer": told.getvalue().encode()}


def wait_until(page, state: str) -> None:
    """The page looks for it by itself; what stands below it comes with a new look."""
    expect(page.locator("#progress")).to_contain_text(state, timeout=20_000)
    page.reload()


@pytest.mark.parametrize("language", PROJECTS_IN)
def test_a_list_of_projects_is_brought_in_and_found(site, person, language):
    def said(text) -> str:
        return words(language, text)

    ema = person(language=language)
    become(ema, "ema")
    ema.goto(f"/{language}/console/projects/")
    check_page(ema)
    press(ema.get_by_role("link", name=said("Bring in a file")))
    check_page(ema)
    mark = "" if language == "en" else f" {language}"
    ema.set_input_files("[type=file]", marked(mark))
    press(ema.locator("main form button").first)
    expect(ema.locator("#progress")).to_contain_text(f"{said(Fate.NEW.label)}: 16")
    expect(ema.locator("#progress")).to_contain_text(f"{said(Fate.MERGED.label)}: 12")
    ema.reload()
    check_page(ema)
    for field in ema.locator("textarea").all():
        label = ema.locator(f"label[for='{field.get_attribute('id')}']").inner_text()
        for cell, lines in SEVERAL.items():
            if cell in label:
                field.fill(lines)
    ema.check("[name=corrections_seen]")
    press(ema.get_by_role("button", name=said("Keep the answers")))
    wait_until(ema, said(State.ASKING.label))
    ema.check("[name=publish]")
    press(ema.get_by_role("button", name=said("Take these projects")))
    expect(ema.locator("#progress")).to_contain_text(said(State.TAKEN.label), timeout=20_000)

    reader = person(language=language, width=390)
    reader.goto(f"/{language}/projects/")
    check_page(reader)
    reader.fill("[name=q]", f"Czech municipalities in 2023{mark}")
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
