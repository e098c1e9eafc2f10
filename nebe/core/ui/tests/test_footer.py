"""The links below every public page, in groups with headings, without JavaScript."""

import re

import pytest

from nebe.core.ui.registry import FOOTER, GROUPS, navigation

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


def test_it_works(client):
    page = client.get("/en/privacy/").content.decode()
    wide, narrow = re.findall(r"<nav[^>]*footer-.*?</nav>", page, re.DOTALL)
    labels = [str(GROUPS[key]) for key in FOOTER]
    assert re.findall(r"<h2>(.*?)</h2>", wide) == labels
    assert re.findall(r"<summary><h2>(.*?)</h2></summary>", narrow) == labels
    links = [re.findall(r'<li><a href="([^"]*)"', nav) for nav in (wide, narrow)]
    assert links[0] == links[1]
    assert sorted(links[0]) == sorted(item.url for item in navigation.all("footer"))
    assert re.findall(r'href="([^"]*)" aria-current="page"', wide) == ["/en/privacy/"]


def test_every_link_has_a_group():
    assert {item.group for item in navigation.all("footer")} == set(FOOTER)
