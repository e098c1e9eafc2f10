"""A member's officer answers a recommendation; a reader finds a lesson and a reviewed practice."""

import csv
import io
import tomllib
from pathlib import Path

import pytest
from playwright.sync_api import expect

import nebe.projects

from .conftest import check_page
from .journey import become, press, words
from .looks import PROJECTS_IN

DEMO = Path(nebe.projects.__file__).parent / "data/learning.toml"
TITLE = tomllib.loads(DEMO.read_text())["evaluation"][0]["title"]
# Who answers what the evaluation of fair work recommends, in which words.
ANSWERS = {
    "en": ("hana", "Since March we also advise at the change to the night shift."),
    "cs": ("hana", "Od března radíme i při nástupu na noční směnu."),
    "pl": ("adam", "Od marca prowadzimy wspólny kalendarz tłumaczy."),
}
LESSON = {
    "en": "talk to the landlord",
    "cs": "majitelem bytu",
    "pl": "porozmawiajcie z właścicielem",
}


@pytest.mark.parametrize("language", PROJECTS_IN)
def test_a_recommendation_is_answered_and_a_lesson_is_found(site, person, language):
    who, answer = ANSWERS[language]
    officer = person(language=language)
    become(officer, who)
    officer.goto(f"/{language}/console/projects/waiting/")
    check_page(officer)
    waiting = officer.locator("#to-answer li", has_text=TITLE[language])
    press(waiting.locator("a[href*='/recommendations/']").first)
    check_page(officer)
    press(officer.locator("main a[href$='/actions/']"))
    check_page(officer)
    officer.fill("[name=text]", answer)
    officer.fill("[name=role]", "Office")
    officer.fill("[name=due_on]", "2030-03-01")
    press(officer.locator("main form button:not([name])").last)
    officer.check("[name=verdict][value=accepted]")
    officer.fill("[name=answer]", answer)
    press(officer.locator("button[name=give]"))
    check_page(officer)

    reader = person(language=language, width=390)
    reader.goto(f"/{language}/projects/evaluations/?state=accepted")
    check_page(reader)
    press(reader.locator("main article h2 a[href*='fair-work-final']"))
    check_page(reader)
    expect(reader.locator("main")).to_contain_text(answer)

    reader.goto(f"/{language}/projects/lessons/")
    reader.fill("[name=q]", LESSON[language])
    press(reader.locator("main form button").first)
    expect(reader.locator("main article")).to_have_count(1)
    check_page(reader)
    address = reader.locator("a[href*='table.csv']").get_attribute("href")
    rows = list(csv.reader(io.StringIO(reader.request.get(address).text().lstrip("\ufeff"))))
    assert len(rows) == 2
    press(reader.locator("main article a").first)
    check_page(reader)
    assert reader.request.get(reader.url).ok

    reader.goto(f"/{language}/projects/practices/")
    check_page(reader)
    press(reader.locator("main article a[href*='learning-next-door']"))
    for details in reader.locator("#review details").all():
        details.locator("summary").click()
    check_page(reader)
    expect(reader.locator("#review")).to_contain_text("Miasto Zielone Wzgórza")


@pytest.mark.parametrize("language", PROJECTS_IN)
def test_the_office_sees_a_review(site, person, language):
    ema = person(language=language)
    become(ema, "ema")
    ema.goto(f"/{language}/console/projects/practices/")
    press(ema.locator("main tbody a, main article a").first)
    press(ema.get_by_role("link", name=words(language, "Peer review")))
    check_page(ema)
