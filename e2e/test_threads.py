"""Two people and a coordinator in one conversation, and the own page without a connection."""

import re

import pytest
from playwright.sync_api import Error, Page, expect

from .conftest import check_page
from .journey import READING_MS, become, press
from .looks import LOOKS
from .site import Site

OLENA = "olena@example.org"
COPY = "[data-copy]"
LEFT = re.compile(r"wikipedia\.org")


def link_of(site: Site, email: str = "") -> str:
    """A mailed link to the own page: of this person, or of somebody whom no other test needs."""
    links = (mail for mail in site.every_mail() if "/l/my/" in mail.text)
    known = {OLENA, "petr@example.org"}
    return next(one for one in links if one.to == email or (not email and one.to not in known)).link


def own_page(page: Page, site: Site, email: str, language: str = "en") -> str:
    path = re.sub(r"^/[a-z]{2}/", f"/{language}/", link_of(site, email))
    page.goto(path)
    return path


def paths(page: Page, kind: str) -> list[str]:
    links = page.locator(f"main li.card a[href*='/{kind}/']").all()
    return [link.get_attribute("href") or "" for link in links]


def keep(page: Page) -> None:
    page.locator("[data-keep-button]").click()
    expect(page.locator("[data-kept]")).to_be_visible()


def stored(page: Page) -> str:
    """All that lies in the browser's caches, names and content."""
    return page.evaluate(
        """async () => {
          const found = [];
          for (const name of await caches.keys()) {
            const cache = await caches.open(name);
            for (const request of await cache.keys()) {
              found.push(name, request.url, await (await cache.match(request)).text());
            }
          }
          return found.join("\\n");
        }"""
    )


def expect_nothing_kept(page: Page, path: str) -> None:
    page.context.set_offline(True)
    try:
        page.goto(path)
    except Error:
        return
    expect(page.locator(COPY)).to_have_count(0)


@pytest.mark.parametrize(("language", "width"), LOOKS)
def test_the_own_page_without_a_connection(site, person, width, language):
    page = person(language=language, width=width)
    path = own_page(page, site, OLENA, language)
    title = page.locator("main li.card h3 a[href*='/talks/']").first
    words, talk = title.inner_text(), title.get_attribute("href")
    check_page(page)
    keep(page)
    check_page(page)
    token = path.rstrip("/").split("/")[-1]
    lies = stored(page)
    assert "/-/kept/" in lies
    for secret in (token, words, OLENA):
        assert secret not in lies

    page.context.set_offline(True)
    for place in (path, talk):
        page.goto(place)
        expect(page.locator(COPY)).to_be_visible()
        expect(page.locator("body")).to_contain_text(words)
    assert token not in page.content()
    check_page(page)

    page.context.set_offline(False)
    page.goto(path)
    expect(page.locator("[data-remove-button]")).to_be_visible()
    page.locator("[data-remove-button]").click()
    expect(page.locator("[data-removed]")).to_be_visible()
    assert "/-/kept/" not in stored(page)
    expect_nothing_kept(page, path)


def test_removed_without_a_connection(site, person):
    page = person(width=390)
    path = own_page(page, site, OLENA)
    keep(page)
    page.context.set_offline(True)
    page.goto(path)
    page.locator("button").click()
    expect(page.locator("h1")).to_have_text("Removed from this phone")
    expect_nothing_kept(page, path)


def test_leaving_quickly_removes_it(site, person):
    page = person(width=390)
    path = own_page(page, site, OLENA)
    keep(page)
    page.route(LEFT, lambda route: route.fulfill(body="elsewhere"))
    page.locator("[data-leave]").click()
    page.wait_for_url(LEFT)
    expect_nothing_kept(page, path)


def test_it_goes_with_the_link(site, person):
    phone, elsewhere = person(width=390), person()
    path = own_page(phone, site, "")
    keep(phone)
    elsewhere.goto(path)
    elsewhere.goto(elsewhere.locator("a[href$='/links/end/']").get_attribute("href"))
    press(elsewhere.locator("main form button"))
    phone.goto(path)
    expect(phone.locator("h1")).to_have_text("This link no longer works")
    expect_nothing_kept(phone, path)


def test_another_link_opens_nothing_of_it(site, person):
    page = person(width=390)
    own_page(page, site, OLENA)
    keep(page)
    page.context.set_offline(True)
    expect_nothing_kept(page, "/en/l/my/somebody-else-s-link/")


def test_saved_as_a_file_without_javascript(site, person, tmp_path):
    page = person(width=390)
    path = own_page(page, site, OLENA)
    plain = person(width=390, java_script_enabled=False)
    plain.goto(path)
    expect(plain.locator("[data-keep-button]")).to_be_hidden()
    with plain.expect_download() as loading:
        plain.locator("a[download]").click()
    file = tmp_path / "nebe.html"
    loading.value.save_as(file)
    plain.context.set_offline(True)
    plain.goto(f"file://{file}")
    expect(plain.locator(COPY)).to_be_visible()


def test_a_coordinator_reads_along(site, person, width, tmp_path):
    """The demonstration's conversation: a picture in it, and Jana, who was asked to help."""
    olena, jana = person(language="uk", width=390), person(width=width)
    become(jana, "jana")
    jana.goto("/en/console/talks/")
    check_page(jana)
    press(jana.locator("main li.card:has(.tag.good) a").first)
    expect(jana.locator("img.sent")).to_have_count(1)
    check_page(jana)
    jana.fill("[name=text]", f"I help you both, {width}")
    jana.wait_for_timeout(READING_MS)
    press(jana.locator("main form:has([name=text]) button:not([name])"))
    own_page(olena, site, OLENA, "uk")
    for need in paths(olena, "needs"):
        olena.goto(need)
        for talk in paths(olena, "talks"):
            olena.goto(talk)
            if olena.locator("img.sent").count():
                break
        else:
            continue
        break
    expect(olena.locator("main")).to_contain_text(f"I help you both, {width}")
    check_page(olena)
    sent = olena.locator("img.sent").get_attribute("src")
    assert olena.request.get(sent).headers["content-type"] == "image/webp"
    assert person().request.get(f"{site.url}{sent.replace('/l/my/', '/l/my/x')}").status == 410
