"""A municipality finds an open call that it may apply for, sees why, subscribes and confirms."""

from icalendar import Calendar
from playwright.sync_api import expect

from .conftest import check_page
from .journey import become, press, press_the_one_button, send


def test_a_municipality_finds_a_call_and_subscribes(site, person):
    clerk = person(width=390)
    clerk.goto("/en/projects/calls/")
    check_page(clerk)
    clerk.select_option("[name=applicant]", "municipality")
    clerk.locator("main form details summary").click()
    clerk.select_option("[name=theme]", "housing")
    clerk.select_option("[name=territory]", "CZ")
    clerk.select_option("[name=status]", "open")
    press(clerk.locator("main form button").first)
    check_page(clerk)
    expect(clerk.locator("main article")).to_have_count(1)
    calendar = clerk.request.get(clerk.locator("a[href*='deadlines.ics']").get_attribute("href"))
    (entry,) = Calendar.from_ical(calendar.text()).walk("VEVENT")
    assert entry.decoded("dtstart").tzinfo.key == "Europe/Prague"
    press(clerk.locator("main article h2 a"))
    check_page(clerk)
    expect(clerk.locator("main")).to_contain_text("municipality, region")
    one = clerk.request.get(clerk.locator("a[href$='deadlines.ics']").get_attribute("href"))
    assert Calendar.from_ical(one.text()).walk("VEVENT")[0].decoded("dtstart") == entry.decoded(
        "dtstart"
    )
    clerk.go_back()
    press(clerk.locator("main a[href*='/calls/follow/']"))
    check_page(clerk)
    clerk.fill("[name=email]", "obec@example.org")
    send(clerk)
    check_page(clerk)
    press_the_one_button(clerk, site.wait_for_mail("obec@example.org").link)
    check_page(clerk)
    expect(clerk.locator("main")).to_contain_text("municipality, Czechia, Housing")
    expect(clerk.locator("main fieldset.card")).to_have_count(1)

    adam = person()
    become(adam, "adam")
    adam.goto("/en/console/projects/calls/for-us/profile/")
    check_page(adam)
    adam.select_option("[name=applicant]", "municipality")
    press(adam.locator("main form button").last)
    check_page(adam)
    first = adam.locator("main article").first
    expect(first).to_contain_text("You may apply: municipality.")
    press(adam.get_by_role("button", name="Switch on"))
    expect(adam.get_by_role("button", name="No more such mails")).to_be_visible()

    ema = person()
    become(ema, "ema")
    ema.goto("/en/console/projects/calls/")
    check_page(ema)
    press(ema.get_by_role("link", name="Towns that open their doors"))
    check_page(ema)
    press(ema.get_by_role("button", name="Copy for the next round"))
    check_page(ema)
    ema.fill("[name=deadline_1]", "2099-01-31T12:00")
    press(ema.get_by_role("button", name="Save and look at it"))
    press(ema.get_by_role("button", name="Publish"))
    press(ema.get_by_role("link", name="This is what everyone sees"))
    expect(ema.locator("main")).to_contain_text("12:00 (time of Prague)")
    ema.goto("/en/console/projects/calls/import/")
    check_page(ema)
    table = {"name": "a.csv", "mimeType": "text/csv", "buffer": b"Title;Deadlines\nBikes;soon\n"}
    ema.set_input_files("[type=file]", table)
    press(ema.locator("main form button").last)
    expect(ema.locator("main table")).to_contain_text("refused")
    check_page(ema)

    for language, width in (("ar", 320), ("uk", 390)):
        reader = person(language=language, width=width)
        reader.goto(f"/{language}/projects/calls/")
        check_page(reader)
        press(reader.locator("main article h2 a").first)
        check_page(reader)
        press(reader.locator("main a[href$='/remind/']"))
        check_page(reader)
