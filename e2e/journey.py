"""The steps of the journeys, as their people go them; tests and pictures walk the same ones.

Each step calls `look(page, name)` at every page that its person sees. Things are found by names
of fields rather than by words, so that one journey runs in every language.
"""

from collections.abc import Callable
from datetime import date

from django.utils import translation
from django.utils.formats import date_format
from playwright.sync_api import Locator, Page, expect

from .site import Site

# A person reads a form before sending it; faster than this is taken for a robot.
READING_MS = 2200
Look = Callable[[Page, str], None]


def words(language: str, text, **values: object) -> str:
    """A text of the interface as it stands in the language."""
    with translation.override(language):
        return translation.gettext(str(text)) % values if values else translation.gettext(str(text))


def day(language: str, on: date) -> str:
    """A day as pages write it shortly."""
    with translation.override(language):
        return date_format(on, "SHORT_DATE_FORMAT")


def become(page: Page, name: str) -> None:
    """Become one of the cast (`jana`, `eva`, …) through the demonstration's switcher."""
    page.goto("/-/cast/")
    press(page.locator(f"button[name=who][value={name}]"))


def press(button: Locator) -> None:
    """Press and wait for the page that comes: what is looked for next is not of the old one."""
    with button.page.expect_navigation():
        button.click()


def read(page: Page) -> None:
    """Stay on the page as long as a person needs, from when it came."""
    came = "performance.now() - performance.getEntriesByType('navigation')[0].responseEnd"
    page.wait_for_timeout(max(0, READING_MS - page.evaluate(came)))


def send(page: Page) -> None:
    """Send the form as a person does, who read it first; it must not come back with errors."""
    read(page)
    press(page.locator("main form[method=post] button:not([formaction])").last)
    if said := page.locator("main .errors, main [data-error-summary]").all_inner_texts():
        raise AssertionError(f"{page.url}: {said}")


def press_the_one_button(page: Page, path: str) -> None:
    """Open a mailed link: the page has one button, and only it acts."""
    page.goto(path)
    press(page.locator("main form button"))


def offer_help(page: Page, site: Site, language: str, email: str, title: str, look: Look) -> None:
    page.goto(f"/{language}/give/")
    for slug in ("textbooks", "tutoring"):
        page.locator(f"input[name=category][value={slug}]").check()
    look(page, "offer-kinds")
    press(page.locator("main form button").last)
    look(page, "offer-empty")
    page.fill("[name=title]", title)
    page.fill("[name=text]", "Matematika a čeština pro děti od deseti do patnácti let.")
    page.select_option("[name=language]", "cs")
    page.fill("[name=place_1]", "plzen")
    page.locator("input[name=languages][value=uk]").check()
    page.fill("[name=name]", "Petr")
    page.fill("[name=email]", email)
    page.locator("input[name=conduct]").check()
    answer_what_is_required(page)
    look(page, "offer-form")
    send(page)
    look(page, "offer-sent")
    press_the_one_button(page, site.wait_for_mail(email).link)
    look(page, "offer-confirmed")


def answer_what_is_required(page: Page) -> None:
    """The categories' own questions that are not marked as optional: the first choice, a word."""
    for group in page.locator("main form fieldset:not(:has(legend .quiet))").all():
        choices = group.locator("input[type=radio], input[type=checkbox]")
        if choices.count() and not group.locator("input:checked").count():
            choices.first.check()
    for box in page.locator("main input[required]:not([type=radio], [type=checkbox])").all():
        if not box.input_value():
            box.fill("1" if box.get_attribute("type") == "number" else "matematika")


def vet(page: Page, language: str, title: str, look: Look) -> None:
    become(page, "jana")
    page.goto(f"/{language}/console/offers/?waits=on")
    look(page, "vet-list")
    press(page.get_by_role("link", name=title))
    expect(page.locator("main")).not_to_contain_text("@example.org")
    look(page, "vet-offer")
    accept(page, "tutoring", look)


def accept(page: Page, category: str, look: Look) -> None:
    """Say yes to one kind of help on the offer's page, with all its checks."""
    page.select_option("[name=category]", category)
    page.locator("input[name=accepted][value=yes]").check()
    for check in page.locator("input[name^=check_]").all():
        check.check()
    page.fill("[name=grounds]", "Mluvili jsme spolu, doporučila ho škola.")
    look(page, "vet-form")
    press(page.locator("form[action$='/vet/'] button"))
    look(page, "vet-done")


def find_and_ask(page: Page, site: Site, language: str, email: str, title: str, look: Look) -> None:
    page.goto(f"/{language}/offers/")
    page.fill("[name=q]", "репетитор")
    page.fill("[name=place]", "Пльзень")
    press(page.locator("main form[method=get] button").first)
    look(page, "find")
    press(page.get_by_role("link", name=title).first)
    expect(page.locator("main")).not_to_contain_text("@example.org")
    look(page, "find-offer")
    press(page.locator("main a[href$='/ask/']").first)
    look(page, "ask-age")
    page.locator("input[name=alone][value=no]").check()
    press(page.locator("main form[method=post] button").last)
    choice = page.locator("input[name=category][value=tutoring]")
    if choice.count():
        choice.check()
    page.fill("[name=text]", "Моя донька потребує допомоги з математикою, шостий клас.")
    page.fill("[name=name]", "Олена")
    page.fill("[name=email]", email)
    look(page, "ask-form")
    send(page)
    look(page, "ask-sent")
    press_the_one_button(page, site.wait_for_mail(email).link)
    look(page, "ask-confirmed")


def open_talk(page: Page, path: str, look: Look) -> None:
    page.goto(path)
    if "/talks/" not in page.url:
        look(page, "my")
        press(page.locator("main a[href*='/talks/']").first)


def answer(page: Page, site: Site, email: str, look: Look) -> None:
    open_talk(page, site.wait_for_mail(email, containing="/l/my/").link, look)
    expect(page.locator("main")).to_contain_text("математикою")
    look(page, "talk-asked")
    page.fill("main form textarea[name=text]", "Ano, rád pomohu. Kdy se vám to hodí?")
    read(page)
    press(page.locator("main form:has(textarea[name=text]) button").first)
    look(page, "talk-answered")


def share(page: Page) -> None:
    form = page.locator("form[action$='/share/']")
    read(page)
    press(form.locator("button"))


def share_with_each_other(
    petr: Page, olena: Page, site: Site, emails: tuple[str, str], look: Look
) -> None:
    """Neither sees the other's address before both have agreed."""
    petr_mail, olena_mail = emails
    expect(petr.locator("main")).not_to_contain_text(olena_mail)
    open_talk(olena, site.wait_for_mail(olena_mail, containing="/l/my/").link, look)
    expect(olena.locator("main")).to_contain_text("rád pomohu")
    share(olena)
    expect(olena.locator("main")).not_to_contain_text(petr_mail)
    petr.reload()
    share(petr)
    expect(petr.locator("main")).to_contain_text(olena_mail)
    look(petr, "shared-helper")
    olena.reload()
    expect(olena.locator("main")).to_contain_text(petr_mail)
    look(olena, "shared")


def ask_at_fifteen(page: Page, language: str, look: Look) -> None:
    page.goto(f"/{language}/offers/?category=textbooks")
    press(page.locator("main h2 a[href*='/offers/'], main h3 a[href*='/offers/']").first)
    press(page.locator("main a[href$='/ask/']").first)
    page.locator("input[name=alone][value=yes]").check()
    press(page.locator("main form[method=post] button").last)
    page.wait_for_url("**/under-18/**")
    expect(page.locator("main")).to_contain_text("116 111")
    look(page, "under-18")


def open_housing(page: Page, language: str, look: Look) -> None:
    become(page, "jana")
    page.goto(f"/{language}/console/offers/?category=housing&status=live")
    look(page, "housing")
    link = page.locator("main tbody th a").first
    title = link.inner_text()
    press(link)
    expect(page.locator("h1")).to_have_text(title)
    look(page, "housing-offer")


def apply_as_organisation(page: Page, language: str, name: str, email: str, look: Look) -> None:
    page.goto(f"/{language}/organisations/join/")
    page.fill("[name=name]", name)
    page.select_option("[name=kind]", "community")
    page.fill("[name=address]", "Náměstí 1, Plzeň")
    page.fill("[name=website]", "https://sousedstvi.example.org")
    page.fill("[name=applicant_name]", "Dana Veselá")
    page.fill("[name=applicant_email]", email)
    page.locator("[name=terms]").check()
    answer_what_is_required(page)
    look(page, "apply")
    send(page)
    page.wait_for_url("**/thanks/**")
    look(page, "applied")


def approve(page: Page, language: str, name: str, look: Look) -> None:
    become(page, "eva")
    page.goto(f"/{language}/console/network/organisations/")
    # A network admin acts in an elevated session only, with a written reason.
    page.fill("[name=reason]", "Deciding on applications")
    look(page, "elevate")
    press(page.locator("main form[method=post] button").last)
    look(page, "approve-list")
    press(page.get_by_role("link", name=name))
    page.fill("[name=reason]", "We know them from the region")
    look(page, "approve")
    press(page.locator("button[name=approve]"))
    look(page, "approved")
