"""Every page that takes a code from paper counts the tries of a network."""

import pytest
from django.core.cache import cache
from django.urls import reverse

from nebe.exchange.limits import PER_NETWORK

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


@pytest.mark.parametrize(
    ("name", "unknown"),
    [("ask_code", 404), ("need_code", 404), ("my_door", 422), ("complaint", 422)],
)
def test_it_works(client, monkeypatch, name, unknown):
    cache.clear()
    monkeypatch.setitem(PER_NETWORK, "code", "2/h")
    address, data = reverse(f"exchange:{name}"), {"code": "ABCD-EFGH-JKMN"}
    tries = [client.post(address, data) for _ in range(3)]
    assert [one.status_code for one in tries] == [unknown, unknown, 429]
    assert "Very many requests come from your network" in tries[-1].content.decode()
