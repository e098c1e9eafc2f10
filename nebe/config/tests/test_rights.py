"""Every address × the whole cast. The table is `rights.py`; an address missing there fails."""

import pytest
from django.db import transaction
from django.http import HttpResponseNotFound
from django.urls import URLPattern, get_resolver, reverse

from nebe.config import urls
from nebe.core.people import access
from nebe.core.people.testing import make_client

from .rights import KINDS, RIGHTS

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


def patterns(resolver=None, namespaces=(), route=""):
    """(name with its namespaces or else the path, route, view) of every address."""
    for pattern in (resolver or get_resolver()).url_patterns:
        here = route + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            yield ":".join([*namespaces, pattern.name or f"/{here}"]), here, pattern.callback
        else:
            inner = [*namespaces, pattern.namespace] if pattern.namespace else namespaces
            yield from patterns(pattern, inner, here)


def is_ours(view) -> bool:
    return hasattr(view, "access") or getattr(view, "view_class", view).__module__.startswith(
        "nebe."
    )


OURS = {name: view for name, route, view in patterns() if is_ours(view)}
THEIRS = {
    (name, route): view
    for name, route, view in patterns()
    if not is_ours(view) and not route.startswith(access.CMS_PREFIX.lstrip("/"))
}


def test_every_address_is_in_the_table():
    assert set(OURS) == set(RIGHTS)


def test_every_view_says_who_may_open_it():
    silent = [name for name, view in OURS.items() if access.access_of(view, "/") is None]
    assert not silent


def test_views_of_others_are_covered_by_one_rule_each():
    silent = [name for name, view in THEIRS.items() if access.access_of(view, "/") is None]
    assert not silent


@pytest.fixture
def clients(cast):
    return {
        kind: make_client(getattr(cast, member) if member else None, **options)
        for kind, (member, options) in KINDS.items()
    }


def test_whoever_is_refused_gets_a_page(clients):
    for client in clients.values():
        assert "</html>" in client.get("/en/not-there/").content.decode()


def test_rights(cast, clients, monkeypatch):
    # That page, the same each time, would be drawn thousands of times.
    monkeypatch.setattr(urls, "handler404", lambda *_, **__: HttpResponseNotFound(), raising=False)
    wrong = {name: different(name, rule, cast, clients) for name, rule in RIGHTS.items()}
    assert not {name: kinds for name, kinds in wrong.items() if kinds}


def different(name, rule, cast, clients) -> dict[str, str]:
    """Kind of person → what was found, where that is not what the table says."""
    with transaction.atomic():  # rows made for one address are gone before the next
        url = name if name[0] == "/" else reverse(name, args=rule.args, kwargs=rule.kwargs(cast))
        found = {kind: client.get(url).status_code for kind, client in clients.items()}
        transaction.set_rollback(True)
    return {
        kind: f"{status}, not {rule.statuses[kind]}"
        for kind, status in found.items()
        if status != rule.statuses[kind]
    }
