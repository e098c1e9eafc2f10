"""Public and staff pages at three widths, in three languages, light and dark, before axe."""

import pytest

from .conftest import check_page
from .journey import become

PUBLIC = [
    "",
    "offers/",
    "offers/map/",
    "give/",
    "give/?category=housing&category=tutoring",
    "my/",
    "under-18/",
    "safety/",
    "complain/",
    "code-of-conduct/",
    "search/?q=help",
    "organisations/",
    "organisations/join/",
    "privacy/",
    "account/login/",
    "no-such-page/",
]
STAFF = ["console/", "console/offers/", "console/reports/", "console/import/"]


@pytest.mark.parametrize("language", ["en", "uk", "ar"])
def test_public_pages(person, language, width):
    page = person(language=language, width=width)
    for path in PUBLIC:
        page.goto(f"/{language}/{path}")
        check_page(page)


@pytest.mark.parametrize("language", ["en", "ar"])
def test_public_pages_in_the_dark(person, language):
    page = person(language=language, width=390, color_scheme="dark")
    for path in PUBLIC:
        page.goto(f"/{language}/{path}")
        check_page(page)


@pytest.mark.parametrize("language", ["en", "ar"])
def test_staff_pages(person, language, width):
    page = person(language=language, width=width)
    become(page, "jana")
    for path in STAFF:
        page.goto(f"/{language}/{path}")
        check_page(page)


def test_the_design_page(person, width):
    page = person(width=width)
    page.goto("/-/design")
    check_page(page)


def test_everything_works_without_javascript(person):
    page = person(width=390, java_script_enabled=False)
    page.goto("/en/")
    page.locator("main a[href*='/offers/']").first.click()
    page.fill("[name=q]", "books")
    page.locator("main form[method=get] button").first.click()
    assert "q=books" in page.url


def test_keyboard_alone_reaches_the_content(person):
    page = person()
    page.goto("/en/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_leaving_quickly_by_three_escapes(person):
    page = person()
    left = []
    page.route("https://www.wikipedia.org/**", lambda route: (left.append(1), route.abort()))
    page.goto("/en/offers/")
    for _press in range(3):
        page.keyboard.press("Escape")
    page.wait_for_timeout(500)
    assert left


def test_nothing_is_asked_of_third_parties(person, site):
    page = person()
    foreign = []
    page.on(
        "request",
        lambda r: None if r.url.startswith((site.url, "data:")) else foreign.append(r.url),
    )
    for path in PUBLIC:
        page.goto(f"/en/{path}")
    assert not foreign
