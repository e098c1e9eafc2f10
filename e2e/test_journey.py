"""The whole way of the first capability, as its people go it, in a real browser.

Offered, confirmed, vetted, found in another language, asked, answered, contacts shared. Found by
names of fields rather than by words, so that one journey runs in every language.
"""

import re
import uuid

import pytest
from playwright.sync_api import Page, expect

from .conftest import Site, become, check_page

# A person reads a form before sending it; faster than this is taken for a robot.
READING_MS = 2200
SETTINGS = [("en", 1280), ("uk", 390), ("ar", 320)]


def send(page: Page) -> None:
    page.wait_for_timeout(READING_MS)
    page.locator("main form[method=post] button").last.click()


def press_the_one_button(page: Page, path: str) -> None:
    """Open a mailed link: the page has one button, and only it acts."""
    page.goto(path)
    page.locator("main form button").click()


def offer_help(page: Page, site: Site, language: str, email: str, title: str) -> None:
    page.goto(f"/{language}/give/")
    check_page(page)
    for slug in ("textbooks", "tutoring"):
        page.locator(f"input[name=category][value={slug}]").check()
    page.locator("main form button").last.click()
    check_page(page)
    page.fill("[name=title]", title)
    page.fill("[name=text]", "Matematika a čeština pro děti od deseti do patnácti let.")
    page.select_option("[name=language]", "cs")
    page.fill("[name=place_1]", "plzen")
    page.locator("input[name=languages][value=uk]").check()
    page.fill("[name=name]", "Petr")
    page.fill("[name=email]", email)
    page.locator("input[name=conduct]").check()
    answer_what_is_required(page)
    send(page)
    assert page.locator("main .errors").all_inner_texts() == []
    check_page(page)
    press_the_one_button(page, site.wait_for_mail(email).link)
    check_page(page)


def answer_what_is_required(page: Page) -> None:
    """The categories' own questions that are not marked as optional: the first choice, a word."""
    for group in page.locator("main form fieldset:not(:has(legend .quiet))").all():
        choices = group.locator("input[type=radio], input[type=checkbox]")
        if choices.count() and not group.locator("input:checked").count():
            choices.first.check()
    for box in page.locator("main input[required]:not([type=radio], [type=checkbox])").all():
        if not box.input_value():
            box.fill("1" if box.get_attribute("type") == "number" else "matematika")


def vet(page: Page, language: str, title: str) -> None:
    become(page, "jana")
    page.goto(f"/{language}/console/offers/?waits=on")
    check_page(page)
    page.get_by_role("link", name=title).click()
    expect(page.locator("main")).not_to_contain_text("@example.org")
    check_page(page)
    page.select_option("[name=category]", "tutoring")
    page.locator("input[name=accepted][value=yes]").check()
    page.fill("[name=grounds]", "Mluvili jsme spolu, doporučila ho škola.")
    page.locator("form[action$='/vet/'] button").click()
    check_page(page)


def find_and_ask(page: Page, site: Site, language: str, email: str, title: str) -> None:
    page.goto(f"/{language}/offers/")
    page.fill("[name=q]", "репетитор")
    page.fill("[name=place]", "Пльзень")
    page.locator("main form[method=get] button").first.click()
    check_page(page)
    page.get_by_role("link", name=title).first.click()
    expect(page.locator("main")).not_to_contain_text("@example.org")
    check_page(page)
    page.locator("main a[href$='/ask/']").first.click()
    check_page(page)
    page.locator("input[name=alone][value=no]").check()
    page.locator("main form[method=post] button").last.click()
    check_page(page)
    choice = page.locator("input[name=category][value=tutoring]")
    if choice.count():
        choice.check()
    page.fill("[name=text]", "Моя донька потребує допомоги з математикою, шостий клас.")
    page.fill("[name=name]", "Олена")
    page.fill("[name=email]", email)
    send(page)
    check_page(page)
    press_the_one_button(page, site.wait_for_mail(email).link)
    check_page(page)


def open_talk(page: Page, path: str) -> None:
    page.goto(path)
    if "/talks/" not in page.url:
        check_page(page)
        page.locator("main a[href*='/talks/']").first.click()


def share(page: Page) -> None:
    form = page.locator("form[action$='/share/']")
    page.wait_for_timeout(READING_MS)
    form.locator("button").click()


@pytest.mark.parametrize(("language", "width"), SETTINGS)
def test_an_offer_reaches_one_who_needs_it(site, person, language, width):
    mark = uuid.uuid4().hex[:6]
    title = f"Učebnice a doučování {mark}"
    petr_mail, olena_mail = f"petr.{mark}@example.org", f"olena.{mark}@example.org"
    petr = person(language=language, width=width)
    offer_help(petr, site, language, petr_mail, title)
    vet(person(language=language, width=width), language, title)

    olena = person(language=language, width=width)
    find_and_ask(olena, site, language, olena_mail, title)

    open_talk(petr, site.wait_for_mail(petr_mail, containing="/l/my/").link)
    expect(petr.locator("main")).to_contain_text("математикою")
    expect(petr.locator("main")).not_to_contain_text(olena_mail)
    petr.fill("main form textarea[name=text]", "Ano, rád pomohu. Kdy se vám to hodí?")
    petr.wait_for_timeout(READING_MS)
    petr.locator("main form:has(textarea[name=text]) button").first.click()
    check_page(petr)

    open_talk(olena, site.wait_for_mail(olena_mail, containing="/l/my/").link)
    expect(olena.locator("main")).to_contain_text("rád pomohu")
    share(olena)
    expect(olena.locator("main")).not_to_contain_text(petr_mail)
    petr.reload()
    share(petr)
    expect(petr.locator("main")).to_contain_text(olena_mail)
    check_page(petr)
    olena.reload()
    expect(olena.locator("main")).to_contain_text(petr_mail)
    check_page(olena)


@pytest.mark.parametrize(("language", "width"), SETTINGS)
def test_someone_of_fifteen_is_led_to_the_right_door(site, person, language, width):
    page = person(language=language, width=width)
    page.goto(f"/{language}/offers/?category=textbooks")
    page.locator("main h2 a[href*='/offers/'], main h3 a[href*='/offers/']").first.click()
    page.locator("main a[href$='/ask/']").first.click()
    page.locator("input[name=alone][value=yes]").check()
    page.locator("main form[method=post] button").last.click()
    expect(page).to_have_url(re.compile("under-18"))
    expect(page.locator("main")).to_contain_text("116 111")
    check_page(page)


def test_a_housing_offer_is_for_organisations_only(site, person):
    public = person()
    public.goto("/en/offers/?category=housing")
    expect(public.locator("#results")).to_contain_text("organisations arrange this")
    expect(public.locator("#results h3 a")).to_have_count(0)
    check_page(public)
    jana = person()
    become(jana, "jana")
    jana.goto("/en/console/offers/?category=housing&status=live")
    link = jana.locator("main tbody th a").first
    title = link.inner_text()
    link.click()
    expect(jana.locator("h1")).to_have_text(title)


def test_the_network_approves_an_organisation(site, person):
    mark = uuid.uuid4().hex[:6]
    name, applicant = f"Dobré sousedství {mark}", f"dana.{mark}@example.org"
    someone = person()
    someone.goto("/en/organisations/join/")
    check_page(someone)
    someone.fill("[name=name]", name)
    someone.fill("[name=applicant_name]", "Dana Veselá")
    someone.fill("[name=applicant_email]", applicant)
    someone.select_option("[name=kind]", "community")
    someone.locator("[name=terms]").check()
    answer_what_is_required(someone)
    send(someone)
    expect(someone).to_have_url(re.compile("thanks"))
    check_page(someone)
    eva = person()
    become(eva, "eva")
    eva.goto("/en/console/network/organisations/")
    # A network admin acts in an elevated session only, with a written reason.
    eva.fill("[name=reason]", "Deciding on applications")
    eva.locator("main form[method=post] button").last.click()
    check_page(eva)
    eva.get_by_role("link", name=name).click()
    check_page(eva)
    eva.fill("[name=reason]", "We know them from the region")
    eva.locator("button[name=approve]").click()
    check_page(eva)
    invited = person()
    invited.goto(site.wait_for_mail(applicant, containing="/l/").link)
    check_page(invited)
