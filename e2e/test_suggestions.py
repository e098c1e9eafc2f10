"""Towns are suggested while one types, by a list of the browser's own: keys and readers know it."""

import pytest
from playwright.sync_api import expect

from .conftest import check_page

LOOKS = [("en", 320, "Brn", "Brno"), ("uk", 1280, "Брн", "Брно (Brno)")]


@pytest.mark.parametrize(("language", "width", "typed", "town"), LOOKS)
def test_a_town_is_suggested(person, language, width, typed, town):
    page = person(language=language, width=width)
    refused, asked = [], []
    page.on("console", lambda said: refused.append(said.text))
    page.on("request", lambda request: asked.append(request))
    page.goto(f"/{language}/offers/")
    field = page.locator("[hx-get]").first
    assert not any("htmx" in request.url for request in asked)  # bytes for those who type only
    field.focus()
    wait_for_htmx(page)
    field.press_sequentially(typed, delay=60)
    options = page.locator(f"#{field.get_attribute('list')} option")
    options.first.wait_for(state="attached")
    assert options.first.get_attribute("value") == town
    assert all("hx-current-url" not in request.headers for request in asked)
    expect(field).to_have_role("combobox")
    check_page(page)
    assert not [text for text in refused if "Content Security Policy" in text]


def wait_for_htmx(page) -> None:
    """Asked by the debugger's way, for the policy of the page forbids what waits by itself."""
    for _ in range(200):
        if page.evaluate("() => Boolean(window.htmx)"):
            return
        page.wait_for_timeout(50)
    raise AssertionError("htmx did not come")
