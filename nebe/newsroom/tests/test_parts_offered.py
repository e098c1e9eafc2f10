"""Links and buttons of the CMS lead an editor of a member nowhere that is closed to her."""

import re
from urllib.parse import urlsplit

import pytest
from django.urls import Resolver404, resolve
from wagtail.models import Page

from nebe.core.people.cms import OPEN_TO_MEMBERS
from nebe.newsroom.parts import services

from .test_parts import SYSTEM, own_page, write
from .test_parts_translated import translation  # noqa: F401 (a fixture)

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
LINK = re.compile(r'(?:href|action|data-[a-z-]*url[a-z-]*)="(/cms/[^"]*)"')
# `cms-of-members.css` takes them from sight.
HIDDEN = {
    "wagtail_bulk_action",
    "wagtailadmin_pages:copy",
    "wagtailadmin_pages:set_privacy",
    "wagtailadmin_pages:type_use",
    "wagtailadmin_pages:usage",
    "wagtailsnippets:index",
}
QUIET = {"wagtailadmin_tag_autocomplete"}  # a field asks it for suggestions and gets none


def names_in(html: str) -> set[str]:
    found = set()
    for address in LINK.findall(html):
        try:
            found.add(resolve(urlsplit(address).path).view_name)
        except Resolver404:
            found.add(address)
    return found


def closed(client, addresses) -> set[str]:
    answers = [client.get(address) for address in addresses]
    assert {answer.status_code for answer in answers} == {200}
    assert all("cms-of-members.css" in answer.text for answer in answers)
    return set().union(*(names_in(answer.text) for answer in answers)) - OPEN_TO_MEMBERS


def test_pages_offer_what_is_open(pages, cast, client_for):
    part = services.part_create(organisation=cast.breh, actor=SYSTEM)
    services.part_publishes_set(part=part, publishes=True, actor=SYSTEM)
    hana, own = client_for(cast.hana), own_page(part).pk
    write(hana, part)
    news = f"/cms/pages/{Page.objects.get(slug='tea-on-saturdays').pk}/"
    offered = closed(
        hana,
        [
            *("/cms/", "/cms/pages/search/?q=tea", "/cms/account/", "/cms/texts/"),
            *(f"/cms/pages/{own}/", f"/cms/pages/{own}/edit/", f"/cms/pages/{own}/add_subpage/"),
            f"/cms/pages/add/nebe_newsroom/newsitem/{own}/",
            *(f"{news}{name}/" for name in ("edit", "history", "delete", "move")),
            *("/cms/images/add/", "/cms/snippets/nebe_newsroom/download/"),
            "/cms/snippets/nebe_newsroom/download/add/",
        ],
    )
    assert offered <= HIDDEN | QUIET


def test_translations_offer_what_is_open(translation, cast, client_for):  # noqa: F811
    page = translation.get_target_instance().pk
    addresses = [f"/cms/texts/{page}/", f"/cms/pages/{page}/edit/", f"/cms/pages/{page}/history/"]
    assert closed(client_for(cast.hana), addresses) <= HIDDEN
