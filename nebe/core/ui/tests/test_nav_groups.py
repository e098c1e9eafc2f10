"""Links of the console that stand together below one label."""

import re

import pytest
from django.test import RequestFactory

from nebe.core.ui import registry
from nebe.core.ui.registry import GROUPS, NavItem, navigation
from nebe.core.ui.templatetags.ui import nav_groups

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


@pytest.fixture
def groups(monkeypatch):
    """`groups("/en/", …)`: the groups of these items, seen from that page."""

    def seen(path: str, *items: NavItem) -> list[dict]:
        fresh = registry.Registry()
        fresh.register(*items)
        monkeypatch.setattr("nebe.core.ui.templatetags.ui.navigation", fresh)
        return nav_groups({"request": RequestFactory().get(path)}, "console")

    return seen


def item(key, position, group="", visible=True) -> NavItem:
    name = {"one": "privacy", "two": "people:organisations", "three": "people:apply"}[key]
    return NavItem("console", key, key, name, position, group=group, visible=lambda actor: visible)


def test_it_works(groups):
    plain, menu = groups("/en/", item("one", 1, "add"), item("two", 0), item("three", 2, "add"))
    assert plain["label"] == "two"
    assert menu["label"] == GROUPS["add"]
    assert [one["label"] for one in menu["links"]] == ["one", "three"]
    assert not menu["current"]


def test_a_group_says_that_one_of_its_pages_is_open(groups):
    [menu] = groups("/en/privacy/", item("one", 1, "add"), item("two", 2, "add"))
    assert menu["current"]
    assert [one["current"] for one in menu["links"]] == [True, False]


def test_what_is_alone_needs_no_menu(groups):
    [only] = groups("/en/", item("one", 1, "add"), item("two", 2, "add", visible=False))
    assert only["label"] == "one"
    assert "links" not in only


def test_every_group_has_a_name():
    assert {one.group for one in navigation.all()} - {""} == set(GROUPS)


@pytest.mark.parametrize(("who", "menus"), [("adam", 4), ("jana", 2), ("anton", 1)])
def test_the_console_has_them_without_javascript(client_for, cast, who, menus):
    page = client_for(getattr(cast, who)).get("/en/console/").content.decode()
    header = page[page.index("<header") : page.index("</header>")]
    assert header.count('name="console"') == menus
    navs = re.findall(r"<nav.*?</nav>", header, re.DOTALL)
    narrow, wide = (re.findall(r'href="(/en/console/[^"]*)"', nav) for nav in navs)
    assert narrow == wide != []
