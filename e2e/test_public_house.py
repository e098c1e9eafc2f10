"""What the public house is for: a law that moves, an infoline for the frightened, an expert for
a journalist, a story that is taken back, news before its hour, and an old site that moves in."""

import csv
import os
import re
import time
import uuid
from datetime import date, timedelta
from pathlib import Path

import httpx
from playwright.sync_api import Page, expect

from nebe.newsroom.tests.old_site import OldSite

from .conftest import check_page
from .journey import become, press, press_the_one_button, send, words
from .looks import ON_POSTGRES
from .machine import PHRASES

TITLE, SUMMARY, WHOM, WHAT, WHO = PHRASES
TODAY = date.today()
POSTS = int(os.environ.get("NEBE_OLD_POSTS", "50" if ON_POSTGRES else "500"))  # of the old site
WAIT = 60_000  # for the worker, on a busy machine
# Addresses of all that the service worker of this browser keeps.
KEPT = """async () => {
  const names = await caches.keys(), found = []
  for (const name of names)
    for (const one of await (await caches.open(name)).keys()) found.push(one.url)
  return found
}"""
# Every page of a frightened person is different: home, lists, forms, errors, other rooms.
ANYWHERE = [
    "", "offers/?q=zzzz", "need/", "laws/stay-bill/", "jobs/coordinator-brno/", "account/login/",
    "no-such-page/", "l/my/unknown/", "organisations/", "newsletter/",
]  # fmt: skip


def publish(page: Page) -> None:
    """In the editor of the CMS: the other things that can be done, then `Publish`."""
    # A calendar opens a tenth of a second after its date was filled, and a press elsewhere closes
    # it: let it open first, by the clock of the page.
    page.evaluate("() => new Promise(done => setTimeout(done, 300))")
    page.locator("body").dispatch_event("mousedown")
    expect(page.locator(".xdsoft_datetimepicker:visible")).to_have_count(0)
    page.locator("footer [data-w-dropdown-target=toggle]").last.click()
    press(page.locator("button[name=action-publish]"))


def add_stage(page: Page, number: int, stage: str, on: date) -> None:
    part = page.locator("#panel-child-content-stages-section")
    part.get_by_role("button", name="Insert a block").last.click()
    page.select_option(f"[name=stages-{number}-value-stage]", stage)
    page.fill(f"[name=stages-{number}-value-on]", on.isoformat())


def write_law(page: Page, site, slug: str) -> None:
    """A law change in Czech, verified today, with what changes for whom; published."""
    page.goto(f"/cms/pages/add/nebe_newsroom/law/{site.inside('section', 'law', 'cs')}/")
    page.fill("[name=title]", TITLE)
    page.fill("[name=summary]", SUMMARY)
    add_stage(page, 0, "lower", TODAY - timedelta(days=9))
    part = page.locator("#panel-child-content-changes-section")
    part.get_by_role("button", name="Insert a block").last.click()
    page.fill("[name=changes-0-value-whom]", WHOM)
    page.fill("[name=changes-0-value-what]", WHAT)
    page.fill("[name=verified_on]", TODAY.isoformat())
    page.fill("[name=verified_by]", WHO)
    for _try in range(20):  # the script of the CMS may not listen yet
        page.get_by_role("tab", name="Promote").click()
        if page.locator("[name=slug]").is_visible():
            break
        page.wait_for_timeout(500)
    page.fill("[name=slug]", slug)
    publish(page)


def send_for_translation(page: Page, cs: int) -> None:
    page.goto(f"/cms/localize/submit/page/{cs}/")
    page.get_by_label("Ukrainian").or_(page.get_by_label("Українська")).first.check()
    press(page.locator("main form button[type=submit], main form input[type=submit]").last)


def correct_and_publish(page: Page, uk: int, slug: str) -> None:
    """The machine drafts, the worker brings it; nothing of it is public before somebody read it."""
    page.goto(f"/cms/texts/{uk}/")
    press(page.locator("form[action$='/draft/'] button"))
    draft = page.locator("textarea", has_text=PHRASES[WHAT])
    for _try in range(60):
        if draft.count():
            break
        page.wait_for_timeout(1000)
        page.reload()
    assert page.request.get(f"/uk/laws/{slug}/").text().count(PHRASES[WHAT]) == 0
    draft.fill("Дозвіл діє на один рік довше.")
    page.check("[name=seen-all]")
    press(page.locator("button[name=publish]"))


def test_a_law_moves_and_its_reader_is_told(own_site, person):
    site, mark = own_site, uuid.uuid4().hex[:6]
    slug, reader_mail = f"novela-{mark}", f"reader.{mark}@example.org"
    ema, eva = person(), person()
    become(ema, "ema")
    write_law(ema, site, slug)
    send_for_translation(ema, site.inside("page_of", slug, "cs"))
    become(eva, "eva")
    eva.goto("/cms/")
    eva.fill("[name=reason]", "Correcting a translation")
    press(eva.locator("main form[method=post] button").last)
    correct_and_publish(eva, site.inside("page_of", slug, "uk"), slug)

    reader = person(language="uk", width=390)
    reader.goto(f"/uk/laws/{slug}/")
    expect(reader.locator("main")).to_contain_text("Дозвіл діє на один рік довше.")
    expect(reader.locator("main .tag.good").first).to_contain_text(words("uk", "Checked today"))
    check_page(reader)
    press(reader.locator("main a[href*='/follow/']"))
    reader.fill("[name=email]", reader_mail)
    check_page(reader)
    send(reader)
    press_the_one_button(reader, site.wait_for_mail(reader_mail).link)

    ema.goto(f"/cms/pages/{site.inside('page_of', slug, 'cs')}/edit/")
    add_stage(ema, 1, "upper", TODAY)
    publish(ema)
    news = site.wait_for_mail(reader_mail, containing="law-stop")
    reader.goto(news.link)
    assert f"/uk/laws/{slug}/" in reader.url
    expect(reader.locator("main [aria-current=step]")).to_contain_text(words("uk", "in the senate"))
    stop = next(word for word in news.text.split() if "/law-stop/" in word)
    press_the_one_button(reader, stop)
    expect(reader.locator("main form")).to_have_count(0)
    assert site.inside("remains", reader_mail) == []


def test_the_infoline_is_two_taps_away(person):
    """On an old phone, in Arabic, without JavaScript; and by keyboard."""
    page = person(language="ar", width=320, java_script_enabled=False)
    states = [words("ar", "Open now"), words("ar", "Closed now")]
    for path in ANYWHERE:
        page.goto(f"/ar/{path}")
        page.locator("header .narrow-nav summary").click()  # the first tap
        press(page.locator("header .narrow-nav a[href$='/infoline/']"))  # the second
        said = page.locator("main .notice strong").all_inner_texts()
        assert any(each in states for each in said), (path, said)
    expect(page.locator("main a[href^='tel:']").first).to_be_in_viewport()

    hands = person(language="ar", width=320)
    hands.goto("/ar/offers/")
    for _press in range(20):
        hands.keyboard.press("Tab")
        if hands.evaluate("document.activeElement.closest('.narrow-nav') != null"):
            break
    hands.keyboard.press("Enter")
    hands.keyboard.press("Tab")
    with hands.expect_navigation():
        hands.keyboard.press("Enter")
    assert hands.url.endswith("/ar/infoline/")
    check_page(hands)

    jana = person()
    become(jana, "jana")
    jana.goto("/en/console/needs/new/")
    press(jana.locator("footer a[href$='/infoline/']"))


def test_a_journalist_finds_an_expert_who_speaks_polish(own_site, person):
    mark = uuid.uuid4().hex[:6]
    writer = person(language="pl")
    writer.goto("/pl/press/")
    press(writer.locator("main a[href$='/experts/']").first)
    writer.select_option("[name=speaks]", "pl")
    press(writer.locator("main form[method=get] button").first)
    expect(writer.locator("main h2, main h3").filter(has_text="Dvorská")).to_have_count(0)
    press(writer.locator("main a[href*='/experts/marek-zielinski/']").first)
    expect(writer.locator("main")).not_to_contain_text("@")
    press(writer.locator("main a[href*='/ask-an-expert/']"))
    writer.fill("[name=name]", "Dana Malá")
    writer.fill("[name=medium]", "Radio 7")
    writer.fill("[name=email]", f"{mark}@radio.example")
    writer.fill("[name=text]", f"Szukam kogoś, kto opowie o pracy sezonowej. {mark}")
    check_page(writer)
    send(writer)
    check_page(writer)
    ema = person(width=390)
    become(ema, "ema")
    ema.goto(own_site.wait_for_mail(office(own_site), containing="/console/press/").link)
    expect(ema.locator("main")).to_contain_text(mark)
    check_page(ema)


def office(site) -> str:
    return site.inside("press_address")


def shown(web: httpx.Client, address: str) -> httpx.Response:
    """Pictures are public as soon as the worker has noted on which pages they stand."""
    until = time.monotonic() + WAIT / 1000
    while (answer := web.get(address)).status_code == 404 and time.monotonic() < until:
        time.sleep(0.3)
    assert answer.status_code == 200, address
    return answer


def test_a_story_is_taken_back_and_is_nowhere(own_site, person):
    site, mark = own_site, f"amal-{uuid.uuid4().hex[:6]}"
    email = f"{mark}@example.org"
    told = site.inside("story_told", mark, email)
    pages = [f"/{code}/stories/{mark}/" for code in ("en", "uk", "cs", "vi", "ar")]
    lists = ["/sitemap-en.xml", "/sitemap-uk.xml", f"/en/search/?q={mark}"]
    for code in ("en", "uk", "cs"):
        lists += [f"/{code}/stories/", f"/{code}/feeds/story.xml"]
    reader = person(language="uk", width=390)
    reader.goto(pages[1])
    check_page(reader)
    with httpx.Client(base_url=site.url, timeout=20) as web:
        for address in [*pages, *told["files"]]:
            answer = shown(web, address)
            assert "no-store" in answer.headers["Cache-Control"], address
        for address in lists:
            assert f"/stories/{mark}/" in web.get(address).text, address

        ema = person()
        become(ema, "ema")
        ema.goto(f"/en/console/stories/{told['key']}/")
        press(ema.locator("button[name=mail]"))
        amal = person(language="uk", width=320, java_script_enabled=False)
        amal.goto(site.wait_for_mail(email, containing="/l/story/").link)
        pressed = time.monotonic()
        press(amal.locator("main form button"))
        check = person(language="uk", width=320)
        for address in [*pages, *told["files"]]:
            assert web.get(address).status_code in (404, 410), address
        for address in lists:
            assert f"/stories/{mark}/" not in web.get(address).text, address
        assert time.monotonic() - pressed < 60
    check.goto(pages[1])
    check_page(check)
    assert reader.goto(pages[1]).status == 404  # nor did this phone keep it
    assert not [url for url in reader.evaluate(KEPT) if mark in url]
    assert not Path(told["stored"]).exists()
    assert site.inside("remains", f"tells of {mark}") == []


def test_news_before_its_hour(own_site, person):
    site, mark = own_site, f"zebra-{uuid.uuid4().hex[:6]}"
    key = site.inside("release_waits", mark)
    ema = person()
    become(ema, "ema")
    ema.goto("/en/console/press/before/")
    check_page(ema)
    press(ema.locator(f"main a[href*='{key}']"))

    def give(outlet: str) -> str:
        ema.fill("[name=outlet]", outlet)
        press(ema.locator("main form:has([name=outlet]) button"))
        return ema.locator("main [role=status] code").inner_text().removeprefix(site.url)

    radio, weekly = give("Radio 7"), give("Weekly")
    check_page(ema)
    writer = person(language="pl", width=390)
    writer.goto(radio)
    expect(writer.locator("main")).to_contain_text("Radio 7")
    check_page(writer)
    assert writer.request.get(f"/en/press/{mark}/").status == 404
    ema.goto(f"/en/console/press/before/{key}/")
    row = ema.locator("tr", has_text="Radio 7")
    expect(row.locator("td").nth(1)).to_have_text("1")
    row.locator("summary").click()
    press(row.locator("button"))
    assert writer.goto(radio).status == 410
    assert writer.goto(weekly).status == 200
    site.inside("hour_comes", mark)
    writer.goto(weekly)
    assert writer.url.endswith(f"/en/press/{mark}/")


def test_an_editor_sees_it_as_a_phone_does_and_takes_a_change_back(own_site, person):
    slug, address = f"undone-{uuid.uuid4().hex[:6]}", "/en/news/{}/"
    page = own_site.inside("news_told", slug, "As it was")
    ema, reader = person(), person(width=390)
    become(ema, "ema")
    ema.goto(f"/cms/pages/{page}/edit/")
    ema.fill("[name=title]", "By mistake")
    ema.locator("[data-side-panel-toggle=preview]").click()
    ema.locator("[name=preview-size][value=mobile]").check(force=True)
    shown = ema.frame_locator("#w-preview-iframe")
    expect(shown.locator("h1")).to_have_text("By mistake", timeout=WAIT)
    wide = shown.locator("html").evaluate("html => [html.clientWidth, html.scrollWidth]")
    assert 320 <= wide[0] == wide[1] <= 390
    publish(ema)
    reader.goto(address.format(slug))
    expect(reader.locator("h1")).to_have_text("By mistake")
    history = ema.request.get(f"/cms/pages/{page}/history/").text()  # its menus open by a script
    ema.goto(re.findall(r'href="([^"]+/revert/)"', history)[-1])
    expect(ema.locator("[name=title]")).to_have_value("As it was")
    publish(ema)
    reader.reload()
    expect(reader.locator("h1")).to_have_text("As it was")


def test_an_old_site_moves_in_with_its_addresses_alive(own_site, person, tmp_path):
    site, old = own_site, OldSite(seed=11, posts=POSTS)
    file = old.write(tmp_path)
    ema = person()
    become(ema, "ema")
    ema.goto("/cms/editing/moving-in/")
    ema.set_input_files("[name=file]", file)
    ema.uncheck("[name=with_media]")
    press(ema.locator("main form button").last)
    expect(ema.locator("main progress")).to_be_visible()
    expect(ema.locator("main progress[value='0']")).to_have_count(0, timeout=WAIT)  # it moves
    expect(ema.locator("main .help-info")).to_be_visible(timeout=5 * WAIT)  # all is taken in
    expect(ema.locator("main")).to_contain_text(f": {len(old.public) + len(old.drafts)}")
    table = ema.locator("main a[href$='/fates.csv']").get_attribute("href")
    fates = csv.DictReader(ema.request.get(table).text().removeprefix("\ufeff").splitlines())
    became = {int(row["number"]): row["fate"] for row in fates}
    assert {number for number, fate in became.items() if fate == "made"} == {
        *old.public,
        *old.drafts,
    }
    assert became.keys() >= {*old.refused, *old.pictures}
    with httpx.Client(base_url=site.url, timeout=20) as web:
        leads = {path: leads_to(web, path) for path in old.public.values()}
        numbered = {f"/?p={number}": path for number, path in list(old.public.items())[:20]}
        assert {path: leads_to(web, path) for path in numbered} == {
            path: leads[public] for path, public in numbered.items()
        }
    assert len(set(leads.values())) == len(old.public)
    reader = person(language="cs", width=390)
    for path in list(old.public.values())[3 :: len(old.public) // 3]:
        reader.goto(path)
        assert "/news/" in reader.url
        check_page(reader)


def leads_to(web: httpx.Client, path: str) -> str:
    """The page behind an old address, for good: at once, or where the address is as it was."""
    answer = web.get(path)
    if answer.status_code == 301:
        path = answer.headers["Location"]
        answer = web.head(path)
    assert answer.status_code == 200, path
    return path
