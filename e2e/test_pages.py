"""Public and staff pages at three widths, in three languages, light and dark, before axe."""

import re

import pytest
from django.urls import resolve, reverse
from django.utils import translation

from nebe.config.tests.rights import RIGHTS
from nebe.newsroom.models import ARTICLES

from .conftest import check_page, check_width
from .crawl import SEVERAL, address_of, crawl
from .html import html_errors
from .journey import become, press, send
from .looks import COLOURED, LOOKED_AT_TOO, LOOKS, ON_POSTGRES

# Where to begin as whom; pages that no link leads to are named here.
BEGIN = {
    "nobody": [
        "",
        "offers/?q=zzzz&km=5&language=uk",
        "give/?category=housing&category=tutoring",
        "search/?q=help",
        "give/sent/",
        "ask/sent/",
        "need/sent/",
        "newsletter/sent/",
        "newsletter/gone/",
        "my/sent/",
        "report/sent/",
        "organisations/join/thanks/",
        "follow/sent/",
        "ask-an-expert/sent/",
        "leaving/",
        "offline/",
        "under-18/",
        "complain/code/",
        "account/login/",
        "apply/sent/",
        "ask-about/sent/",
        "was-it-useful/thanks/",
        "embed/list/all/",
        "embed/infoline/",
        "embed/banner/your-wage/",
        "projects/calls/follow/sent/",
        "projects/calls/follow/gone/",
    ],
    "petr": ["account/", "my/account/", "account/logout/"],
    "adam": ["console/", "console/members/invite/", "console/projects/waiting/"],
    "jana": ["console/"],
    "ema": [
        "console/",
        "console/projects/",
        "console/projects/waiting/",
        "console/projects/identifiers/",
    ],
    "hana": ["console/", "console/projects/waiting/"],
    "eva": ["console/", "console/complaints/", "account/elevated/"],
}
ELSEWHERE = ["no-such-page/", "l/my/unknown/", "ask/code/", "../-/cast/", "../-/mail"]
# They are there once a journey has been, and looked at by it.
IN_JOURNEYS = {
    "projects_staff:import",
    "projects_staff:practice_review",
    "projects_staff:proposal",
    "projects_staff:unmerge",
}
# Files, parts of pages, doors that lead on, and what only buttons open.
NO_PAGES = {
    "/.well-known/security.txt",
    "/robots.txt",
    "data_catalogue",
    "events_calendar",
    "exchange:my_account_make",
    "exchange:my_answer",
    "exchange:my_consent_end",
    "exchange:my_data_file",
    "exchange:my_file",
    "exchange:my_kept",  # in test_threads.py
    "exchange:my_talk_file",
    "exchange:my_talk_share",
    "exchange:my_translate",
    "exchange:my_translate_request",
    "exchange:my_unblock",
    "exchange:my_worker",
    "exchange:statistics_file",
    "exchange_staff:export",
    "newsroom_staff:job_scores",
    "exchange_staff:import_refused",
    "exchange_staff:import_template",
    "exchange_staff:need_table_rows",
    "exchange_staff:need_template",
    "exchange_staff:statistics_export",
    "items_feed",
    "sitemap_of",
    "live",
    "mailbox",  # ELSEWHERE
    "manifest",
    "people:account_create",  # in the journey
    "people_cast",  # ELSEWHERE
    "places:suggest",
    "projects:file",
    "projects:calls_calendar",
    "projects:calls_feed",
    "projects:calls_json",
    "projects:calls_rss",
    "projects:calls_table",
    "projects:evaluations_table",
    "projects:lessons_table",
    "projects:practices_table",
    "projects:results",
    "projects:compare_file",
    "projects:feed",
    "projects:money_file",
    "projects:report_made",  # in test_projects_pictures.py
    "projects:timeline_file",
    "projects_staff:figures_sheet",
    "projects_staff:import_columns",  # in test_project_tables.py
    "projects_staff:import_double",
    "projects_staff:import_fates",
    "projects_staff:proposal_section",
    "projects_staff:record_delete",
    "projects_staff:record_restore",
    "projects_staff:suggest_organisations",
    "projects_staff:suggest_projects",
    "projects_staff:merge_into",
    "projects_staff:claim",
    "ready",
    "service_worker",
    "newsroom_staff:press_release",  # in the journey of news before its hour
    "newsroom_staff:tender_question",  # in the journey of a tender
    "search_suggest",
    "sitemap",
    "tender_releases",
    "ui_design",  # has a test of its own
}
# Of rows that the small demonstration may not have: `test_pages_of_rare_rows` makes them.
RARE = {
    "exchange:my_conduct",
    "exchange:report_message",
    "exchange_staff:ban",
    "exchange_staff:case",
    "exchange_staff:case_ban",
    "exchange_staff:case_hide",
    "exchange_staff:session",
}
LEADS_ON = {"exchange:my_conduct": "exchange:my"}  # which then asks for a yes
# Below `/cms/`, without a language; `test_pages_of_the_cms` looks at those without arguments.
CMS = (
    *("newsroom_editing:", "newsroom_library:", "newsroom_newsletters:", "newsroom_parts:"),
    *("newsroom_search:", "newsroom_texts:"),
)
CHOSEN = ("choose", "choose_results", "chosen_multiple")
CMS_FORMS = {
    *("newsroom_po_in", "wagtailsnippets_nebe_newsroom_search_recommended:add"),
    "newsroom_own_settings",
    # Wagtail's own lists of pictures, with a filter of ours
    *("newsroom_pictures", "newsroom_pictures_rest"),
    *("newsroom_pictures_choose", "newsroom_pictures_in"),
    *(f"wagtailsnippetchoosers_nebe_newsroom_download:{name}" for name in CHOSEN),
}
# In the journey of an old site.
CMS_ROWS = {"newsroom_editing:moving_in_site", "newsroom_editing:moving_in_fates"}
NEEDS = "Kind\tWhat\tHow many\tTown\ntextbooks\tBooks\t12\tBrno\nMagic\tWands\tmany\t\n"
ROWS = "title;categories;email\nBooks;textbooks;helper@example.org\nTutor;nothing;\n"

RECORD = "all => all.map(one => one.getAttribute('href')).find(to => /[0-9a-f-]{36}\\/$/.test(to))"


@pytest.fixture(scope="session")
def sources() -> dict[str, str]:
    """HTML as it was sent, by path; filled where the pages are looked for."""
    return {}


@pytest.fixture(scope="session")
def paths(site, browser, sources) -> dict[str, list[str]]:
    """Whose session → the pages to look at; each address once."""
    seen: set[str] = set()
    found = {}
    for who, seeds in BEGIN.items():
        context = browser.new_context(base_url=site.url, locale="en")
        page = context.new_page()
        enter(page, who)
        made = [act(page) for act in ACTS.get(who, [])]
        found[who] = crawl(page, [*made, *seeds], seen, sources)
        context.close()
    return found


def enter(page, who: str) -> None:
    if who != "nobody":
        become(page, who)
    if who == "eva":
        page.goto("/en/console/network/organisations/")
        page.fill("[name=reason]", "Looking at every page")
        page.locator("main form[method=post] button").last.click()


def import_some_rows(page) -> str:
    page.goto("/en/console/import/")
    rows = {"name": "rows.csv", "mimeType": "text/csv", "buffer": ROWS.encode()}
    page.set_input_files("[type=file]", rows)
    page.locator("main form [type=checkbox]").check()
    page.locator("main form button").first.click()
    page.wait_for_url(re.compile("/console/import/[0-9a-f-]{36}/"))
    page.locator("a[href$='/forget/']").wait_for()  # the worker has read the file
    return page.url.split("/en/")[1]


def paste_some_needs(page) -> str:
    """One that can be taken, one that has to be put right."""
    page.goto("/en/console/needs/own/table/")
    page.fill("[name=pasted]", NEEDS)
    page.locator("main form button").first.click()
    page.wait_for_url(re.compile("/console/needs/own/table/[0-9a-f-]{36}/"))
    return page.url.split("/en/")[1]


def act_in_bulk(page) -> str:
    page.goto("/en/console/offers/?status=live")
    page.locator("tr:has(td .quiet) [name=ids]").first.check()  # nobody has taken it on
    page.locator("[name=kind][value=take_on]").click()
    return page.locator("main a[href*='/undo/']").get_attribute("href").removeprefix("/en/")


def hand_over(page) -> str:
    """The form that gives an offer of the own organisation to another one."""
    page.goto("/en/console/offers/?handler=mine")
    offer = page.locator("tbody th a").first.get_attribute("href")
    return f"{offer.removeprefix('/en/')}hand-over/"


def write_to_helpers(page) -> str:
    """A draft to a helper, seen as it will be read; nothing is sent."""
    page.goto("/en/console/offers/?handler=mine&status=live")
    page.locator("tbody [name=ids]").first.check()
    press(page.locator("button[formaction$='/offers/mail/']"))
    page.fill("[name=text_en]", "We look for winter clothes. Do you have some?")
    press(page.get_by_role("button", name="See how it reads"))
    return page.url.split("/en/")[1]


def ask_for_books(page) -> str:
    """The page of somebody with a code on paper."""
    page.goto("/en/need/?category=textbooks")
    page.check("[name=alone][value=no]")
    press(page.locator("main form button"))
    page.fill("[name=text]", "Books for learning Czech")
    page.check("[name=remote]")
    page.check("[name=no_email]")
    send(page)
    press(page.locator("main form[method=post] button").last)
    return page.url.split("/en/")[1]


def write_down_a_need(page) -> str:
    """The card of somebody who was on the phone."""
    page.goto("/en/console/needs/new/")
    page.check("[name=alone][value=no]")
    press(page.locator("main form button"))
    page.check("[name=category][value=textbooks]")
    press(page.locator("main form button"))
    page.fill("[name=text]", "Books for learning Czech")
    page.fill("[name=name]", "Amal")
    page.check("[name=remote]")
    page.check("[name=consent]")
    send(page)
    return page.url.split("/en/")[1]


def choose_who_reports(page) -> str:
    page.goto("/en/console/projects/")
    record = page.locator("main a").evaluate_all(RECORD)
    page.goto(f"{record}hand-over/")
    return page.url.split("/en/")[1]


def hand_a_project_over(page) -> str:
    """The question before another organisation reports it."""
    page.goto(f"/en/{choose_who_reports(page)}?q=a")
    press(page.locator("main li.card a").first)
    return page.url.split("/en/")[1]


# What is done first, for pages that come of it.
ACTS = {
    "nobody": [ask_for_books],
    "ema": [choose_who_reports, hand_a_project_over],
    "jana": [
        import_some_rows,
        paste_some_needs,
        act_in_bulk,
        hand_over,
        write_to_helpers,
        write_down_a_need,
    ],
}


@pytest.mark.parametrize("who", BEGIN)
@pytest.mark.parametrize(("language", "width", "colours"), COLOURED)
def test_every_page(site, person, paths, who, language, width, colours):
    """Each suits everyone, and nothing is asked of third parties."""
    page = person(language=language, width=width, color_scheme=colours)
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    enter(page, who)
    for path in paths[who] + (ELSEWHERE if who == "nobody" else []):
        page.goto(f"/{language}/{path}")
        check_page(page)
        if width == 390:
            page.set_viewport_size({"width": 320, "height": 568})
            check_width(page)
            page.set_viewport_size({"width": width, "height": 844})
    foreign = [url for url in asked if not url.startswith((site.url, "data:"))]
    assert asked
    assert not foreign


@pytest.fixture(scope="session")
def articles(site, paths) -> dict[str, str]:
    """Kind of article → the path of the one that is looked at."""
    if not site.environment:
        pytest.skip("the site that runs already keeps its database for itself")
    kinds = site.inside("kinds_of", paths["nobody"])
    return {kind: path for path, kind in kinds.items()}


def test_every_kind_of_article_is_met(articles):
    """In every look, by `test_every_page`."""
    assert set(articles) == {model.kind for model in ARTICLES}


@pytest.mark.skipif(ON_POSTGRES, reason="pages are the same on both databases")
@pytest.mark.parametrize(("language", "widths"), LOOKED_AT_TOO.items())
def test_every_kind_in_both_directions_at_each_width(person, articles, language, widths):
    page = person(language=language, width=widths[0])
    for path in articles.values():
        page.goto(f"/{language}/{path}")
        for width in widths:
            page.set_viewport_size({"width": width, "height": 844})
            check_page(page)


@pytest.mark.skipif(ON_POSTGRES, reason="pages are the same on both databases")
def test_html_is_valid(person, paths, sources):
    """Each page as it was sent; those that everybody may see from right to left, too."""
    page = person()
    for path in paths["nobody"]:
        answer = page.request.get(f"/ar/{path}")
        sources[f"/ar/{path}"] = answer.text()
    found = html_errors(page, sources)
    assert not found, "\n".join(found)


def test_html_that_is_wrong_is_found(person):
    wrong = '<!doctype html><html lang="en"><head><title>A</title></head><body>{}</body></html>'
    parts = {"a": "<p><div>x</div></p>", "b": "<ul><p>x</p></ul>", "c": "<p id=a></p><p id=a></p>"}
    sources = {name: wrong.format(part) for name, part in parts.items()}
    found = html_errors(person(), sources | {"d": wrong.format("<p>Fine</p>")})
    assert {each.partition(":")[0] for each in found} == set(parts)


def test_no_page_is_forgotten(paths):
    """A page that no link leads to would not be looked at: name it in `BEGIN`."""
    looked_at = {address_of(f"/en/{path}") for found in paths.values() for path in found}
    pages = {name for name, rule in RIGHTS.items() if rule.opened in (200, 410)}
    pages = {name for name in pages if not name.startswith(CMS)} - CMS_FORMS
    left = pages - looked_at - SEVERAL - RARE - IN_JOURNEYS
    assert left == NO_PAGES, " ".join(sorted(left ^ NO_PAGES))


@pytest.mark.parametrize(("language", "width", "colours"), COLOURED)
def test_pages_of_rare_rows(own_site, person, language, width, colours):
    """With rows of their own, so that what others look at stays as it is."""
    addresses = own_site.inside("rare_rows", language)
    assert addresses.keys() == RARE
    page = person(language=language, width=width, color_scheme=colours)
    become(page, "adam")
    for name, address in addresses.items():
        page.goto(address)
        with translation.override(language):
            shown = resolve(page.url.removeprefix(own_site.url).partition("?")[0]).view_name
        assert shown == LEADS_ON.get(name, name)
        check_page(page)


def test_pages_of_the_cms(own_site, person):
    """On the narrowest phone from right to left, and on PostgreSQL as most editors have it."""
    language, width = LOOKS[0]
    page = person(language=language, width=width)
    become(page, "ema")
    names = [
        name
        for name, rule in RIGHTS.items()
        if name.startswith(CMS) and rule.opened == 200 and not name.endswith("_export")
        if name not in CMS_ROWS
    ]
    forms = [
        f"/cms/pages/add/nebe_newsroom/{model}/{own_site.inside('section', kind, language)}/"
        for model, kind in (("vacancy", "vacancy"), ("annualreport", "annual_report"))
    ]
    for name in names:
        page.goto(reverse(name))
        assert page.locator("main h1, main h2").count(), name
        check_width(page)
    for address in forms:
        page.goto(address)
        check_width(page)
    page.locator("main [name=title]").evaluate("field => { field.style.minInlineSize = '200vw' }")
    with pytest.raises(AssertionError, match="cut off"):
        check_width(page)


def test_the_design_page(person, width):
    page = person(width=width)
    page.goto("/-/design")
    check_page(page)


def test_everything_works_without_javascript(person):
    page = person(width=390, java_script_enabled=False)
    page.goto("/en/")
    page.locator("main a[href*='/offers/']").first.click()
    page.fill("[name=q]", "books")
    page.locator("main form[method=get] button").first.click()
    assert "q=books" in page.url


def test_keyboard_alone_reaches_the_content(person):
    page = person()
    page.goto("/en/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_leaving_quickly_by_three_escapes(person):
    page = person()
    left = []
    page.route("https://www.wikipedia.org/**", lambda route: (left.append(1), route.abort()))
    page.goto("/en/offers/")
    for _press in range(3):
        page.keyboard.press("Escape")
    page.wait_for_timeout(500)
    assert left
