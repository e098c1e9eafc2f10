"""A member's officer proposes a change, the office approves, everyone sees it."""

from playwright.sync_api import Locator, Page, expect

from .conftest import check_page
from .journey import become, press

TITLE = "First words"
AIM = "Parents read letters from school and answer them."


def propose(page: Page, section: str) -> Locator:
    return page.locator("section").filter(has_text=section).first.get_by_role("link")


def test_a_proposal_becomes_public(site, person):
    adam = person(width=390)
    become(adam, "adam")
    adam.goto("/en/console/projects/?q=words")
    check_page(adam)
    press(adam.get_by_role("link", name=TITLE))
    check_page(adam)
    press(propose(adam, "Title and aims"))
    check_page(adam)
    adam.fill("[name=acronym]", "FIRST")
    adam.fill("[name='aim-en']", AIM)
    press(adam.get_by_role("button", name="Propose"))
    expect(adam.locator("main")).to_contain_text("has not decided yet")
    press(propose(adam, "Lead and partners"))
    adam.fill("[name='partnerrow-0-name']", "")
    press(adam.get_by_role("button", name="Propose", exact=True))
    expect(adam.get_by_role("alert")).to_contain_text("What you typed is still here")
    check_page(adam)

    ema = person()
    become(ema, "ema")
    ema.goto("/en/console/")
    press(ema.get_by_role("link", name="Proposed changes to projects"))
    check_page(ema)
    press(ema.get_by_role("link", name=TITLE))
    expect(ema.locator("main ins")).to_contain_text(["FIRST", AIM])
    check_page(ema)
    press(ema.get_by_role("button", name="Approve"))
    press(ema.get_by_role("link", name="History"))
    expect(ema.locator("article").first).to_contain_text("a proposal was approved")
    expect(ema.locator("article").first).to_contain_text("Pomocná ruka")
    check_page(ema)
    press(ema.get_by_role("link", name="Back to how it was before this").first)
    check_page(ema)

    record = ema.url.partition("history/")[0]
    for section in ("funders", "places", "about", "payments", "related"):
        ema.goto(f"{record}edit/{section}/")
        check_page(ema)

    reader = person(language="en")
    reader.goto("/en/projects/?q=words")
    press(reader.locator("main article a").first)
    expect(reader.locator("main")).to_contain_text(AIM)
    expect(reader.locator("main")).to_contain_text("Last changed on")
    check_page(reader)
