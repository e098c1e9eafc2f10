import pytest
from django.core.cache import cache
from django.test import RequestFactory

from nebe.core.people.limits import address_pseudonym, limit, network_of, pseudonym


@pytest.fixture(autouse=True)
def no_counts_before(db):
    cache.clear()


def request_from(address):
    return RequestFactory().get("/", REMOTE_ADDR=address)


def test_it_works():
    assert [limit("ask", "someone", rate="2/h") for _ in range(3)] == [True, True, False]
    assert limit("ask", "someone else", rate="2/h")


def test_windows_pass(time_machine_at):
    with time_machine_at("2026-11-22 10:00"):
        assert [limit("ask", rate="1/10m") for _ in range(2)] == [True, False]
    with time_machine_at("2026-11-22 10:11"):
        assert limit("ask", rate="1/10m")


@pytest.fixture
def time_machine_at():
    import time_machine

    return lambda moment: time_machine.travel(f"{moment}+00:00", tick=False)


def test_parts_are_told_apart():
    assert pseudonym("ab", "c") != pseudonym("a", "bc")


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3::4", "2001:db8:1::"),
        ("", ""),
        ("not an address", ""),
    ],
)
def test_network(address, network):
    assert network_of(request_from(address)) == network


def test_pseudonyms_of_addresses_change_daily(time_machine_at):
    with time_machine_at("2026-11-22 10:00"):
        today = address_pseudonym(request_from("192.0.2.7"))
        assert today == address_pseudonym(request_from("192.0.2.7"))
        assert today != address_pseudonym(request_from("192.0.2.8"))
    with time_machine_at("2026-11-23 10:00"):
        assert today != address_pseudonym(request_from("192.0.2.7"))
