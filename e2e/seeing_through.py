"""Steps of needs that coordinators see through: asked, taken on, offered, agreed, given."""

import re
from datetime import UTC, date, datetime, timedelta
from typing import NamedTuple

from playwright.sync_api import Page, expect

from nebe.exchange.models import Match

from . import journey
from .conftest import check_page
from .hidden import said
from .journey import press, press_the_one_button, send, words
from .site import Site

TODAY = date.today()
MINE = re.compile(r".*/l/my/[^/]+/")


class Side(NamedTuple):
    """Someone with a browser of their own, in a language."""

    page: Page
    language: str
    name: str
    email: str
    phone: str

    @property
    def contact(self) -> tuple[str, str]:
        return self.email, self.phone

    def words(self, text, **values: object) -> str:
        return words(self.language, text, **values)

    @property
    def home(self) -> str:
        """The person's own page, by the link that a page of theirs stands under."""
        found = MINE.match(self.page.url)
        assert found, self.page.url
        return found.group()


def look(page: Page, name: str) -> None:
    check_page(page)


def fill_in(page: Page, answers: dict[str, str | list[str]]) -> None:
    """Fields by their names: a text, or the values of the choices to tick."""
    unfold(page)
    for name, answer in answers.items():
        for value in answer if isinstance(answer, list) else []:
            page.check(f"main [name='{name}'][value='{value}']")
        if isinstance(answer, str):
            page.fill(f"main [name='{name}']", answer)


def unfold(page: Page) -> None:
    page.eval_on_selector_all("main details", "all => all.forEach(one => one.open = true)")


def stay(days: int) -> dict[str, str]:
    """The answers to the question of housing from when until when."""
    until = TODAY + timedelta(days=days)
    return {"housing.period.from": TODAY.isoformat(), "housing.period.until": until.isoformat()}


def write_offer(side: Side, category: str, answers: dict) -> None:
    """All of the form but the sending."""
    side.page.goto(f"/{side.language}/give/?category={category}")
    fill_in(side.page, answers | {"name": side.name, "email": side.email, "phone": side.phone})
    side.page.check("input[name=conduct]")
    side.page.check("input[name=languages][value=uk]")


def confirm(side: Side, site: Site) -> None:
    press_the_one_button(side.page, site.wait_for_mail(side.email).link)


def offer_home(side: Side, site: Site, answers: dict) -> None:
    write_offer(side, "housing", HOME | answers | stay(90))
    check_page(side.page)
    send(side.page)
    confirm(side, site)


HOME: dict[str, str | list[str]] = {
    "housing.place_kind": ["house"],
    "housing.beds": "6",
    "housing.cost": ["free"],
    "housing.household": ["nobody"],
    "housing.good_for": ["children", "pets", "registration"],
    "place_1": "Modřice",
}


def vet_home(side: Side, title: str) -> None:
    """Who lives there is known and the house was visited."""
    page = side.page
    page.goto(f"/{side.language}/console/offers/?category=housing&status=live")
    press(page.get_by_role("link", name=title))
    unfold(page)
    journey.accept(page, "housing", look)


def ask_for_housing(side: Side, site: Site, text: str, people: int, good_for: list[str]) -> str:
    """Posted without an account and confirmed by the mailed link; the id of the need."""
    page = side.page
    page.goto(f"/{side.language}/need/")
    page.check("input[name=alone][value=no]")
    press(page.locator("main form[method=post] button").last)
    page.check("input[name=category][value=housing]")
    press(page.locator("main form[method=post] button").last)
    answers = {
        "text": text,
        "housing.place_kind": ["house"],
        "housing.beds": str(people),
        "housing.cost": ["free"],
        "housing.good_for": good_for,
        "place": "Брно" if side.language == "uk" else "Brno",
        "urgency": ["0"],
        "name": side.name,
        "email": side.email,
    }
    fill_in(page, answers | stay(7))
    page.select_option("[name=reach_km]", "30")
    check_page(page)
    send(page)
    confirm(side, site)
    press(page.locator("main a[href*='/needs/']").first)
    check_page(page)
    found = re.search(r"/needs/([0-9a-f-]{36})/", page.url)
    assert found
    return found.group(1)


def take_on(side: Side, need: str, *, hidden: tuple[str, ...]) -> None:
    """From the list of what nobody has taken on; what is hidden is seen only afterwards."""
    page = side.page
    page.goto(f"/{side.language}/console/needs/?whose=nobody&category=housing")
    check_page(page)
    press(page.locator(f"main a[href*='{need}']"))
    check_page(page)
    assert not said(hidden, [page.content()])
    press(page.locator("form[action$='/take-on/'] button"))
    assert said(hidden, [page.content()]) == set(hidden)


def offer_to_both(side: Side, title: str) -> None:
    """The offer stands there with its reasons, and one button offers it to both."""
    page = side.page
    page.reload()
    card = page.locator("main .card", has=page.get_by_role("link", name=title))
    away = re.escape(side.words("%(km)s km away", km="KM")).replace("KM", r"\d+")
    expect(card).to_contain_text(re.compile(away))
    check_page(page)
    press(card.locator("form[action$='/offer/'] button"))
    check_page(page)


def offer_by_keys_alone(side: Side, need: str, title: str) -> int:
    """From the list to an offer made to both; how many keys were pressed."""
    page = side.page
    page.goto(f"/{side.language}/console/needs/?whose=nobody&category=housing")
    expect(page.locator("main tbody th a").first).to_have_attribute("href", re.compile(need))
    keys = "nto"
    for key in keys:
        with page.expect_navigation():
            press_access_key(page, key)
    card = page.locator("main article", has=page.get_by_role("link", name=title))
    expect(card.locator(".tag").first).to_have_text(side.words(Match.Status.OFFERED.label))
    return len(keys)


def press_access_key(page: Page, key: str) -> None:
    """Alt and a letter. Playwright's own `press` leaves out the text by which Chromium knows it."""
    session = page.context.new_cdp_session(page)
    pressed = {"modifiers": 1, "key": key, "code": f"Key{key.upper()}", "unmodifiedText": key}
    for kind in ("keyDown", "keyUp"):
        session.send("Input.dispatchKeyEvent", {"type": kind, **pressed})
    session.detach()


def open_offered(side: Side, site: Site, says: str) -> None:
    """By the mailed link, which leads to one's own page; a need's page may be on the way."""
    page = side.page
    page.goto(site.wait_for_mail(side.email, containing=side.words(says)).link)
    while "/talks/" not in page.url:
        press(page.locator("main a[href*='/talks/'], main h3 a[href*='/needs/']").first)
    check_page(page)


def both_accept(site: Site, seeker: Side, helper: Side) -> datetime:
    """Both agree to share contacts, the one who asks first; when the second did."""
    open_offered(helper, site, "Read and answer")
    open_offered(seeker, site, "Read and decide")
    accept_offered(seeker)
    helper.page.reload()
    agreed_at = datetime.now(UTC)
    accept_offered(helper)
    for side, other in ((helper, seeker), (seeker, helper)):
        side.page.reload()
        for contact in other.contact:
            expect(side.page.locator("main")).to_contain_text(contact)
    check_page(helper.page)
    return agreed_at


def accept_offered(side: Side) -> None:
    side.page.fill("form[action$='/share/'] [name=name]", side.name)
    side.page.fill("form[action$='/share/'] [name=phone]", side.phone)
    journey.share(side.page)


def see_it_through(jana: Side, seeker: Side, helper: Side) -> None:
    """The helper says when and where, the other that the help was given, both how it went."""
    press(helper.page.locator("main a[href$='/arrange/']"))
    helper.page.fill("main form [name=text]", "У п'ятницю о п'ятій")
    send(helper.page)
    seeker.page.reload()
    expect(seeker.page.locator("main")).to_contain_text("У п'ятницю о п'ятій")
    press(seeker.page.locator("main a[href$='/fulfil/']"))
    send(seeker.page)
    for page in (seeker.page, helper.page):
        page.reload()
        press(page.locator("main a[href$='/feedback/']"))
        page.check("main [name=went][value=well]")
        send(page)
        check_page(page)
    jana.page.reload()
    expect(jana.page.get_by_role("heading", name=jana.words("How it went"))).to_be_visible()
    expect(jana.page.locator("main")).to_contain_text(jana.words(Match.Status.FULFILLED.label))
    check_page(jana.page)


def expect_taken(jana: Side, host: Side, title: str, taken: int) -> None:
    """What the offer's own page and the coordinator's say of the beds."""
    jana.page.goto(f"/{jana.language}/console/offers/?category=housing")
    press(jana.page.get_by_role("link", name=title))
    host.page.goto(host.home)
    press(host.page.get_by_role("link", name=title).first)
    text = "Helped: %(taken)s of %(capacity)s."
    for side in (jana, host):
        says = side.words(text, taken=taken, capacity=6)
        expect(side.page.locator("main")).to_contain_text(says)


def be_forgotten(side: Side) -> None:
    side.page.goto(f"{side.home}data/")
    check_page(side.page)
    press(side.page.locator("main a[href$='/data/delete/']"))
    press(side.page.locator("main form button.danger"))
    check_page(side.page)


def expect_forgotten(jana: Side, need: str, *hidden: str) -> None:
    request, home = jana.page.request, f"/{jana.language}/console/needs"
    pages = [request.get(f"{home}/{need}/"), request.get(f"{home}/?status=met")]
    assert [page.status for page in pages] == [404, 200]
    assert not said(hidden, [page.text() for page in pages])
