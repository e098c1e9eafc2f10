"""A minor is handed over to those whose task it is; who was banned is known under another name."""

import uuid
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from nebe.exchange.models import Ban, Offer
from nebe.exchange.safeguarding.codes import SIGNALS

from .conftest import check_page
from .hidden import answered, said
from .journey import become, press, send, words
from .looks import LOOKS
from .seeing_through import HOME, TODAY, Side, confirm, offer_home, stay, write_offer

AIMED = "Nabízím pokoj, pouze ženy bez mužů, ideálně mladá dívka. Platit nemusíte."
REASON = "Two women told us that he asked for work in return."


@pytest.mark.parametrize(("language", "width"), LOOKS)
def test_a_minor_is_handed_over(own_site, person, language, width):
    """Asked first and led to the office of the district, whoever holds the phone."""
    kept = own_site.inside("rows")
    page = person(language=language, width=width)
    page.goto(f"/{language}/need/")
    expect(page.locator("main form")).to_have_count(1)
    expect(page.locator("main textarea, main [name=category], main [name=email]")).to_have_count(0)
    page.check("input[name=alone][value=yes]")
    press(page.locator("main form[method=post] button").last)
    page.wait_for_url("**/under-18/**")
    check_page(page)
    expect_no_way_on(page)
    ask_where(page, "Kuřim")
    jana = person(language=language, width=width)
    become(jana, "jana")
    jana.goto(f"/{language}/console/needs/new/")
    jana.check("input[name=alone][value=yes]")
    press(jana.locator("main form[method=post] button").last)
    jana.wait_for_url("**/under-18/**")
    ask_where(jana, "Kuřim")
    assert own_site.inside("rows") == kept


def expect_no_way_on(page: Page) -> None:
    """No list of offers, no form that asks for help, nothing about who it is."""
    main = page.locator("main")
    expect(main.locator("a[href*='/offers/'], a[href*='/ask/'], [name=category]")).to_have_count(0)
    expect(main.locator("[name=name], [name=email], [name=phone], textarea")).to_have_count(0)
    expect(main).to_contain_text("116 111")


def ask_where(page: Page, town: str) -> None:
    """The page, and its print, name the office of the town's district and whom to call."""
    place = page.locator("main form [type=text], main form [type=search]").first
    place.fill(town)
    press(page.locator("main form[method=post] button").last)
    office = page.locator("main strong[dir=auto]")
    expect(office).to_contain_text("Brno")  # the district that this town belongs to
    expect_no_way_on(page)
    check_page(page)
    assert "Ku" not in page.url  # the town stands in no address and no log
    page.emulate_media(media="print")
    expect(office).to_be_visible()
    expect(page.get_by_role("link", name="116 111").first).to_be_visible()
    page.emulate_media(media="screen")


@pytest.mark.parametrize(("language", "width"), LOOKS)
def test_who_was_banned_comes_back_and_is_caught(own_site, person, tmp_path, language, width):
    site, mark = own_site, uuid.uuid4().hex[:6]
    phone = f"+420 774 {int(mark, 16) % 10**6:06}"

    def helper(who: str, name: str) -> Side:
        page = person(language=language, width=width)
        return Side(page, language, name, f"{who}.{mark}@example.org", phone)

    first, second = helper("viktor", "Viktor"), helper("tomas", "Tomáš")
    room, other = f"Pokoj {mark}", f"Byt u parku {mark}"
    offer_home(first, site, {"title": room, "text": AIMED})
    eva = person(language=language, width=width, record_har_path=tmp_path / "eva")
    enter_queue(eva, language)
    open_case(eva, language, room)
    expect(eva.locator("main")).to_contain_text(words(language, SIGNALS["aimed"].title))
    expect(eva.locator("main")).to_contain_text("mladá dívka")
    press(eva.locator("form[action$='/take/'] button"))
    ban(eva, language)
    first.page.goto(first.home)
    expect(first.page.locator("main .tag").first).to_have_text(
        words(language, Offer.Status.HIDDEN.label)
    )
    check_page(first.page)

    write_offer(second, "housing", HOME | {"title": other, "text": "Dva pokoje."} | stay(60))
    send(second.page)
    confirm(second, site)
    open_case(eva, language, other)
    returning = words(language, SIGNALS["returning"].title)
    expect(eva.locator("main")).to_contain_text(returning)
    expect(eva.locator("main")).to_contain_text(words(language, Ban.Cause.EXPLOITATION.label))
    expect(eva.locator("main .tag").last).to_have_text(words(language, Offer.Status.HIDDEN.label))
    jana = person(language=language, width=width)
    become(jana, "jana")
    jana.goto(f"/{language}/console/offers/?category=housing&status=live")
    expect(jana.get_by_role("link", name=mark)).to_have_count(0)
    ban(eva, language)
    eva.context.close()
    assert not said([phone, first.email, second.email], answered(tmp_path / "eva")[0])


def enter_queue(page: Page, language: str) -> None:
    """Only for who is trained; a network admin says why first."""
    become(page, "eva")
    page.goto(f"/{language}/console/safeguarding/")
    page.fill("[name=reason]", "Looking into signals")
    press(page.locator("main form[method=post] button").last)


def open_case(page: Page, language: str, title: str) -> None:
    """The newest case about the offer; the worker looks at offers as they come."""
    for _try in range(40):
        page.goto(f"/{language}/console/safeguarding/")
        for link in page.locator("main tbody th a").all()[:4]:
            path = link.get_attribute("href") or ""
            if title in page.request.get(path).text():
                check_page(page)
                page.goto(path)
                check_page(page)
                return
        page.wait_for_timeout(500)
    raise AssertionError(f"no case about {title}")


def ban(page: Page, language: str) -> None:
    """With grounds, a reason, and the day to look at it again; it stands in the list then."""
    review_on = TODAY + timedelta(days=90)
    press(page.locator("main a[href$='/ban/']"))
    page.check(f"[name=kind][value={Ban.Kind.BAN}]")
    page.select_option("[name=cause]", Ban.Cause.EXPLOITATION)
    page.fill("[name=reason]", REASON)
    page.fill("[name=review_on]", review_on.isoformat())
    page.check("[name=sure]")
    check_page(page)
    press(page.locator("main form[method=post] button.danger"))
    press(page.locator("main .notice a[href*='/safeguarding/bans/']"))
    expect(page.locator("main")).to_contain_text(REASON)
    expect(page.locator("[name=review_on]")).to_be_visible()
    expect(page.locator("main dl.facts")).to_contain_text(str(review_on.year))
    check_page(page)
