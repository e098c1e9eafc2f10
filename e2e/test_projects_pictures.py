"""A journalist looks at a selection as pictures, at who and where, and takes it along."""

import pytest
from playwright.sync_api import expect

from nebe.projects.profiles.context_series import CC_BY

from .conftest import check_page
from .journey import become, press

WIDTHS = {"en": 1280, "cs": 390, "pl": 320}
FIGURES = f"country,series,year,value,source,licence\nCZ,refugees,2001,10,Invented,{CC_BY}\n"


@pytest.mark.parametrize("language", list(WIDTHS))
def test_a_selection_as_pictures_and_on_paper(site, person, language):
    reader = person(language=language, width=WIDTHS[language])
    reader.goto(f"/{language}/projects/timeline/?country=CZ")
    expect(reader.locator(".gantt li").first).to_be_visible()
    check_page(reader)
    picture = reader.request.get(reader.locator("a[href*='timeline.png']").get_attribute("href"))
    assert picture.body().startswith(b"\x89PNG")

    press(reader.locator("nav a[href*='/money/']"))
    expect(reader.locator(".sankey .node").first).to_be_attached()
    assert "country=CZ" in reader.url
    check_page(reader)

    press(reader.locator("a[href*='/projects/report/']").first)
    check_page(reader)
    press(reader.locator("main form[method=post] button"))
    file = reader.locator("a[href$='report.pdf']")
    expect(file).to_be_visible(timeout=20_000)
    check_page(reader)
    assert reader.request.get(file.get_attribute("href")).body().startswith(b"%PDF")

    reader.goto(f"/{language}/projects/")
    press(reader.locator("main article a").first)
    check_page(reader)
    press(reader.locator("main dd a[href*='/projects/places/']").first)
    check_page(reader)

    reader.goto(f"/{language}/projects/compare/?place_1=country%3DCZ&place_2=country%3DPL")
    expect(reader.locator("main figure").first).to_be_visible()
    check_page(reader)


def test_the_office_keeps_figures_about_countries(site, person):
    ema = person()
    become(ema, "ema")
    ema.goto("/en/console/projects/context/")
    check_page(ema)
    sent = {"name": "figures.csv", "mimeType": "text/csv", "buffer": FIGURES.encode()}
    ema.set_input_files("[type=file]", sent)
    press(ema.locator("main form button").first)
    expect(ema.locator("main table")).to_contain_text("Invented")
    check_page(ema)
    press(ema.locator("main tbody a").first)
    expect(ema.locator("main")).to_contain_text("Invented")
    check_page(ema)
