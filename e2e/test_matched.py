"""Needs seen through by coordinators: two families share a house, forty mattresses come together.

The two sides walk on a phone in Ukrainian, the coordinator at a desk in English.
"""

import base64
import json
import re
import uuid
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from playwright.sync_api import Page, expect

from . import journey
from .conftest import check_page
from .journey import become, press, press_the_one_button, send
from .site import Site

TODAY = date.today()
THINGS = ["furniture", "household", "hygiene"]  # together they are rare in the demonstration
OFFERED = "Прочитати й"  # in the mail to each side of what a coordinator offers


def look(page: Page, name: str) -> None:
    check_page(page)


class Side(NamedTuple):
    page: Page
    email: str
    phone: str

    @property
    def contact(self) -> tuple[str, str]:
        return self.email, self.phone


def test_two_families_share_a_house(site, person, tmp_path):
    mark = uuid.uuid4().hex[:6]
    house, words = f"Будинок із садом {mark}", f"Мама, двоє дітей і песик {mark}"

    def side(name: str, phone: str) -> Side:
        page = person(language="uk", width=390, record_har_path=tmp_path / name)
        return Side(page, f"{name}.{mark}@example.org", phone)

    host, mother = side("host", "+420 777 123 456"), side("mother", "+420 608 222 333")
    family = side("family", "+420 609 444 555")
    jana = person(record_har_path=tmp_path / "jana")
    offer_house(host, site, house)
    become(jana, "jana")
    vet_house(jana, house)

    need = ask_for_housing(mother, site, words, 3, ["children", "pets"])
    take_on(jana, need, hidden=(words, mother.email))
    offer_to_both(jana, house)
    agreed_at = both_accept(site, mother, host)
    see_it_through(jana, mother.page, host.page)
    expect_taken(jana, host.page, house, 3)

    second = ask_for_housing(family, site, f"Нас троє {mark}", 3, ["children"])
    presses = offer_by_keys_alone(jana, second, house)
    assert presses < 10
    agreed_later = both_accept(site, family, host)
    expect_taken(jana, host.page, house, 6)
    expect(jana.locator("main .tag").nth(1)).to_have_text("exhausted")

    be_forgotten(mother.page)
    expect_forgotten(jana, need, words, *mother.contact)
    expect_taken(jana, host.page, house, 6)

    for page in (host.page, mother.page, family.page, jana):
        page.context.close()  # writes down what was answered
    for name, contact, at in (
        ("host", mother.contact, agreed_at),
        ("mother", host.contact, agreed_at),
        ("host", family.contact, agreed_later),
        ("family", host.contact, agreed_later),
    ):
        before, after = answered(tmp_path / name, at)
        assert not said(contact, before)
        assert said(contact, after) == set(contact)
    assert not said(host.contact, answered(tmp_path / "jana", agreed_later)[0])


def test_forty_pieces_come_from_several_offers(site, person):
    mark = uuid.uuid4().hex[:6]
    pieces = (20, 15, 10)
    for count in pieces:
        email, title = f"giver{count}.{mark}@example.org", f"Матраци {count} {mark}"
        offer_things(person(language="uk", width=390), site, email, title, count)
    jana = person()
    become(jana, "jana")
    ask_for_things(jana, f"Mattresses for the shelter {mark}", 40)
    need = jana.url
    make_plan(jana)
    rows = jana.locator("main tbody tr", has=jana.get_by_role("link", name=mark))
    expect(rows).to_have_count(len(pieces))
    given = [int(row.locator("td").nth(-2).inner_text()) for row in rows.all()]
    assert sum(given) == 40
    press(jana.locator("main button[name=all]"))
    expect(rows.locator(".tag.good")).to_have_count(len(pieces))
    check_page(jana)
    jana.goto(need)
    for count in given:
        expect(jana.locator("#matches")).to_contain_text(f"{count} / 40")
    check_page(jana)


def offer_things(page: Page, site: Site, email: str, title: str, pieces: int) -> None:
    answers = {
        "title": title,
        "material-help.things": THINGS,
        "material-help.pieces": str(pieces),
        "material-help.delivery": ["bring"],
        "place_1": "Znojmo",
    }
    offer(page, site, email, "material-help", answers)


def ask_for_things(page: Page, text: str, quantity: int) -> None:
    """An organisation's own need, written by its coordinator; ends on the need's page."""
    page.goto("/en/console/needs/own/new/?category=material-help")
    answers = {
        "text": text,
        "quantity": str(quantity),
        "material-help.things": THINGS,
        "urgency": ["1"],
        "place": "Znojmo",
        "deliver_to": "Náměstí 1, from nine to five",
    }
    fill_in(page, answers)
    check_page(page)
    send(page)


def make_plan(page: Page) -> None:
    """A matching session of one kind of help, until its figures are there."""
    page.goto("/en/console/matching/")
    page.check("input[name=categories][value=material-help]")
    check_page(page)
    press(page.locator("main form.card button").last)
    expect(page.locator("#figures")).to_be_visible(timeout=60_000)
    expect(page.locator("main table").first).to_contain_text("Needs served")
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


def offer(page: Page, site: Site, email: str, category: str, answers: dict) -> None:
    page.goto(f"/uk/give/?category={category}")
    fill_in(page, answers | {"name": "Петро", "email": email})
    page.check("input[name=conduct]")
    page.check("input[name=languages][value=uk]")
    send(page)
    press_the_one_button(page, site.wait_for_mail(email).link)


def offer_house(host: Side, site: Site, title: str) -> None:
    answers = {
        "title": title,
        "phone": host.phone,
        "housing.place_kind": ["house"],
        "housing.beds": "6",
        "housing.cost": ["free"],
        "housing.household": ["nobody"],
        "housing.good_for": ["children", "pets", "registration"],
        "place_1": "Modřice",
    }
    offer(host.page, site, host.email, "housing", answers | stay(90))


def vet_house(page: Page, title: str) -> None:
    """Who lives there is known and the house was visited."""
    page.goto("/en/console/offers/?category=housing&status=live")
    press(page.get_by_role("link", name=title))
    unfold(page)
    journey.accept(page, "housing", look)


def ask_for_housing(side: Side, site: Site, text: str, people: int, good_for: list[str]) -> str:
    """Posted without an account and confirmed by the mailed link; the id of the need."""
    page = side.page
    page.goto("/uk/need/")
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
        "place": "Брно",
        "urgency": ["0"],
        "name": "Олена",
        "email": side.email,
    }
    fill_in(page, answers | stay(7))
    page.select_option("[name=reach_km]", "30")
    check_page(page)
    send(page)
    press_the_one_button(page, site.wait_for_mail(side.email).link)
    press(page.locator("main a[href*='/needs/']").first)
    check_page(page)
    return re.search(r"/needs/([0-9a-f-]{36})/", page.url).group(1)


def take_on(page: Page, need: str, *, hidden: tuple[str, ...]) -> None:
    """From the list of what nobody has taken on; what is hidden is seen only afterwards."""
    page.goto("/en/console/needs/?whose=nobody&category=housing")
    check_page(page)
    press(page.locator(f"main a[href*='{need}']"))
    check_page(page)
    assert not said(hidden, [page.content()])
    press(page.locator("form[action$='/take-on/'] button"))
    assert said(hidden, [page.content()]) == set(hidden)


def offer_to_both(page: Page, title: str) -> None:
    """The offer stands there with its reasons, and one button offers it to both."""
    page.reload()
    card = page.locator("main .card", has=page.get_by_role("link", name=title))
    expect(card).to_contain_text("km away")
    check_page(page)
    press(card.locator("form[action$='/offer/'] button"))
    check_page(page)


def offer_by_keys_alone(page: Page, need: str, title: str) -> int:
    """From the list to an offer made to both; how many keys were pressed."""
    page.goto("/en/console/needs/?whose=nobody&category=housing")
    expect(page.locator("main tbody th a").first).to_have_attribute("href", re.compile(need))
    keys = "nto"
    for key in keys:
        with page.expect_navigation():
            press_access_key(page, key)
    card = page.locator("main article", has=page.get_by_role("link", name=title))
    expect(card.locator(".tag").first).to_have_text("offered to both")
    return len(keys)


def press_access_key(page: Page, key: str) -> None:
    """Alt and a letter. Playwright's own `press` leaves out the text by which Chromium knows it."""
    session = page.context.new_cdp_session(page)
    pressed = {"modifiers": 1, "key": key, "code": f"Key{key.upper()}", "unmodifiedText": key}
    for kind in ("keyDown", "keyUp"):
        session.send("Input.dispatchKeyEvent", {"type": kind, **pressed})
    session.detach()


def open_offered(side: Side, site: Site) -> None:
    """By the mailed link, which leads to one's own page; a need's page may be on the way."""
    page = side.page
    page.goto(site.wait_for_mail(side.email, containing=OFFERED).link)
    while "/talks/" not in page.url:
        press(page.locator("main a[href*='/talks/'], main h3 a[href*='/needs/']").first)
    check_page(page)


def both_accept(site: Site, seeker: Side, helper: Side) -> datetime:
    """Both agree to share contacts, the one who asks first; when the second did."""
    open_offered(helper, site)
    open_offered(seeker, site)
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


def see_it_through(jana: Page, seeker: Page, helper: Page) -> None:
    """The helper says when and where, the other that the help was given, both how it went."""
    press(helper.locator("main a[href$='/arrange/']"))
    helper.fill("main form [name=text]", "У п'ятницю о п'ятій")
    send(helper)
    seeker.reload()
    expect(seeker.locator("main")).to_contain_text("У п'ятницю о п'ятій")
    press(seeker.locator("main a[href$='/fulfil/']"))
    send(seeker)
    for page in (seeker, helper):
        page.reload()
        press(page.locator("main a[href$='/feedback/']"))
        page.check("main [name=went][value=well]")
        send(page)
        check_page(page)
    jana.reload()
    expect(jana.get_by_role("heading", name="How it went")).to_be_visible()
    expect(jana.locator("main")).to_contain_text("fulfilled")
    check_page(jana)


def expect_taken(jana: Page, host: Page, title: str, taken: int) -> None:
    """What the offer's own page and the coordinator's say of the beds."""
    jana.goto("/en/console/offers/?category=housing")
    press(jana.get_by_role("link", name=title))
    expect(jana.locator("main")).to_contain_text(f"Helped: {taken} of 6.")
    host.goto(re.match(r".*/l/my/[^/]+/", host.url).group())
    press(host.get_by_role("link", name=title).first)
    expect(host.locator("main")).to_contain_text(f"Отримали допомогу: {taken} із 6.")


def be_forgotten(page: Page) -> None:
    page.goto(re.match(r".*/l/my/[^/]+/", page.url).group() + "data/")
    press(page.locator("main a[href$='/data/delete/']"))
    press(page.locator("main form button.danger"))
    check_page(page)


def expect_forgotten(jana: Page, need: str, *hidden: str) -> None:
    pages = [
        jana.request.get(f"/en/console/needs/{need}/"),
        jana.request.get("/en/console/needs/?status=met"),
    ]
    assert [page.status for page in pages] == [404, 200]
    assert not said(hidden, [page.text() for page in pages])


def accept_offered(side: Side) -> None:
    side.page.fill("form[action$='/share/'] [name=name]", "Олена")
    side.page.fill("form[action$='/share/'] [name=phone]", side.phone)
    journey.share(side.page)


def said(hidden, bodies) -> set[str]:
    """Which of the e-mails, phones and words are in any of the texts, however spaced."""
    texts = ["".join(body.split()) for body in bodies]
    return {one for one in hidden if any("".join(one.split()) in text for text in texts)}


def answered(har: Path, at: datetime) -> tuple[list[str], list[str]]:
    """The text of every answer that a browser got before `at`, and after it."""
    before, after = [], []
    for entry in json.loads(har.read_text())["log"]["entries"]:
        content = entry["response"]["content"]
        text = content.get("text", "")
        if content.get("encoding") == "base64":
            text = base64.b64decode(text).decode(errors="replace")
        asked_at = datetime.fromisoformat(entry["startedDateTime"])
        (before if asked_at < at else after).append(text)
    return before, after
