"""A member's officer answers a recommendation; a reader finds a lesson and a reviewed practice."""

import csv
import io

from playwright.sync_api import expect

from .conftest import check_page
from .journey import become, press

ANSWER = "Od března radíme i při nástupu na noční směnu."


def test_a_recommendation_is_answered_and_a_lesson_is_found(site, person):
    hana = person(language="cs")
    become(hana, "hana")
    hana.goto("/cs/console/projects/waiting/")
    check_page(hana)
    press(hana.locator("#to-answer a[href*='/recommendations/']").first)
    check_page(hana)
    press(hana.locator("main a[href$='/actions/']"))
    check_page(hana)
    hana.fill("[name=text]", "Radit každý druhý čtvrtek od 22 hodin")
    hana.fill("[name=role]", "Vedoucí poradny")
    hana.fill("[name=due_on]", "2030-03-01")
    press(hana.locator("main form button:not([name])").last)
    hana.check("[name=verdict][value=accepted]")
    hana.fill("[name=answer]", ANSWER)
    press(hana.locator("button[name=give]"))
    check_page(hana)

    reader = person(language="uk", width=390)
    reader.goto("/uk/projects/evaluations/?state=accepted")
    check_page(reader)
    press(reader.locator("main article h2 a[href*='fair-work-final']"))
    check_page(reader)
    expect(reader.locator("main")).to_contain_text(ANSWER)

    reader.goto("/uk/projects/lessons/")
    reader.fill("[name=q]", "власник житла")
    press(reader.locator("main form button").first)
    expect(reader.locator("main article")).to_have_count(1)
    check_page(reader)
    address = reader.locator("a[href*='table.csv']").get_attribute("href")
    rows = list(csv.reader(io.StringIO(reader.request.get(address).text().lstrip("\ufeff"))))
    assert len(rows) == 2
    press(reader.locator("main article a").first)
    check_page(reader)
    assert reader.request.get(reader.url).ok

    reader.goto("/uk/projects/practices/")
    check_page(reader)
    press(reader.locator("main article a[href*='learning-next-door']"))
    for details in reader.locator("#review details").all():
        details.locator("summary").click()
    check_page(reader)
    expect(reader.locator("#review")).to_contain_text("Miasto Zielone Wzgórza")


def test_the_office_sees_a_review(site, person):
    ema = person()
    become(ema, "ema")
    ema.goto("/en/console/projects/practices/")
    press(ema.locator("main tbody a, main article a").first)
    press(ema.get_by_role("link", name="Peer review"))
    check_page(ema)
