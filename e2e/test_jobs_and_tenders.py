"""A tender runs from notice to award; an applicant applies, is scored and is later forgotten."""

import uuid
from datetime import date, timedelta
from pathlib import Path

import httpx
import jsonschema_rs
from playwright.sync_api import expect

import nebe.newsroom

from .conftest import check_page
from .journey import become, press, read, send

SCHEMA = Path(nebe.newsroom.__file__).parent / "tests" / "ocds-release-schema-1.1.4.json"
JOB = "jobs/coordinator-brno/"


def test_a_tender_runs_from_notice_to_award(own_site, person):
    mark = f"rooms-{uuid.uuid4().hex[:6]}"
    closes = date.today() + timedelta(days=5)
    own_site.inside("tender_step", mark, {"summary": "Rooms for courses"})
    notice = {"stage": "open", "closes_on": closes.isoformat(), "submission": "By e-mail"}
    key = own_site.inside("tender_step", mark, notice)
    changed = {"closes_on": (closes + timedelta(days=2)).isoformat()}
    own_site.inside("tender_step", mark, changed | {"change_reason": "More time over the holidays"})

    bidder = person(language="uk", width=390)
    bidder.goto(f"/uk/tenders/{mark}/")
    check_page(bidder)
    press(bidder.locator("a[href*='/ask-about/']"))
    check_page(bidder)
    bidder.fill("[name=text]", f"May two schools share the rooms? {mark}")
    bidder.fill("[name=email]", f"{mark}@example.org")
    send(bidder)
    check_page(bidder)

    ema = person()
    become(ema, "ema")
    ema.goto("/en/console/tenders/questions/")
    check_page(ema)
    press(ema.locator(f"tr:has-text('{mark}') a").first)
    expect(ema.locator("main")).not_to_contain_text(f"{mark}@example.org")
    check_page(ema)
    ema.fill("[name=answer]", "Yes, they may.")
    press(ema.locator("main form button").first)
    told = own_site.wait_for_mail(f"{mark}@example.org")
    bidder.goto(told.link)
    expect(bidder.locator("#questions")).to_contain_text("Yes, they may.")

    award = {
        "lot": "",
        "supplier": "Škola Nad Řekou",
        "registration_number": "",
        "amount": "90000.00",
        "decided_on": date.today().isoformat(),
        "reason": "The lowest price.",
    }
    awards = [{"type": "award", "value": award}]
    own_site.inside("tender_step", mark, {"stage": "awarded", "awards": awards}, 9)
    bidder.goto(f"/uk/tenders/{mark}/")
    expect(bidder.locator("main")).to_contain_text("Škola Nad Řekou")
    expect(bidder.locator("main")).to_contain_text("More time over the holidays")
    check_page(bidder)

    package = httpx.get(f"{own_site.url}/ocds/{key}/releases.json", timeout=20).json()
    tags = [release["tag"] for release in package["releases"]]
    assert tags == [["planning"], ["tender"], ["tenderAmendment"], ["tenderUpdate"], ["award"]]
    validator = jsonschema_rs.Draft4Validator(SCHEMA.read_text())
    for release in package["releases"]:
        assert [error.message for error in validator.iter_errors(release)] == []
    assert mark + "@" not in str(package)


def test_an_applicant_applies_is_scored_and_is_forgotten(own_site, person):
    mark = uuid.uuid4().hex[:8]
    name, email, letter = f"Oksana {mark}a", f"{mark}@example.org", f"I want to help. {mark}b"
    cv = {
        "name": "cv.pdf",
        "mimeType": "application/pdf",
        "buffer": f"%PDF-1.4 {mark}c".encode(),
    }
    applicant = person(language="ar", width=320, java_script_enabled=False)
    applicant.goto(f"/ar/{JOB}")
    press(applicant.locator("main a[href*='/apply/']"))
    applicant.fill("[name=name]", name)
    applicant.fill("[name=email]", email)
    applicant.fill("[name=letter]", letter)
    applicant.wait_for_timeout(2200)
    press(applicant.locator("main form[method=post] button").last)
    expect(applicant.locator("[name=letter]")).to_have_value(letter)  # the CV was missing
    applicant.set_input_files("[name=cv]", cv)
    press(applicant.locator("main form[method=post] button").last)
    assert applicant.url.endswith("/apply/sent/")
    own = own_site.wait_for_mail(email).link

    jana = person(width=390)
    become(jana, "jana")
    jana.goto("/en/console/recruitment/")
    check_page(jana)
    press(jana.locator("tbody th a").first)
    check_page(jana)
    press(jana.get_by_role("link", name=name))
    check_page(jana)
    for box in jana.locator("form fieldset").all():
        box.locator("input[value='5']").check()
    jana.locator("textarea").first.fill(f"Calm. {mark}d")
    press(jana.locator("form:has(textarea) button"))
    press(jana.locator("a[href$='?status=invited']"))
    check_page(jana)
    expect(jana.locator("[name=text]")).to_contain_text(name)
    jana.fill("[name=text]", jana.input_value("[name=text]").replace("…", "3. 12., 10:00, Brno"))
    press(jana.locator("main form[method=post] button"))
    answered = own_site.wait_for_mail(email, containing=name)

    eva = person()
    become(eva, "eva")
    eva.goto("/en/console/recruitment/")
    expect(eva.locator("main")).not_to_contain_text("Brno")

    mine = person(language="ar", width=320)
    mine.goto(answered.link)
    expect(mine.locator("main")).to_contain_text(letter)
    check_page(mine)
    read(mine)
    press(mine.locator("button[name=forget]"))
    check_page(mine)
    for link in (own, answered.link):
        assert mine.goto(link).status == 410
    jana.goto("/en/console/recruitment/")
    press(jana.locator("tbody th a").first)
    expect(jana.locator("main")).not_to_contain_text(name)
    words = [f"{mark}{letter}" for letter in "abcd"]
    assert own_site.inside("remains", *words, email) == []
