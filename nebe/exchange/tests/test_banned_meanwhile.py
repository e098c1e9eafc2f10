"""Someone is banned in the very moment in which what they need again and again is copied."""

import threading
from datetime import timedelta

import pytest
from django.db import connections
from django.utils import timezone
from django_scopes import scopes_disabled

from nebe.core.people.actors import Actor
from nebe.core.people.models import Person
from nebe.exchange.models import Ban, Need
from nebe.exchange.services import need_times
from nebe.exchange.services.bans import person_ban

pytestmark = pytest.mark.django_db(
    transaction=True, serialized_rollback=True, databases=["default", "keys"]
)
NOW = timezone.now()
WAITS = 1.0  # seconds; a ban that need not wait takes a tenth of it


@pytest.fixture
def repeating(make_need) -> Need:
    """Met today, the next time due."""
    today = timezone.localdate(NOW)
    return make_need(
        repeats=Need.Repeats.WEEKLY, needed_from=today, needed_until=today,
        status=Need.Status.MET, quantity=1, found=1,
    )  # fmt: skip


@pytest.fixture
def ban(network, cast):
    """`ban(person)`: in another thread, which is returned."""

    def begin(person) -> threading.Thread:
        def run() -> None:
            try:
                person_ban(
                    person=person, cause="other", reason="Said so",
                    review_on=timezone.localdate() + timedelta(days=30),
                    actor=Actor(organisation=network, user=cast.ema),
                )  # fmt: skip
            finally:
                connections.close_all()

        thread = threading.Thread(target=run)
        thread.start()
        return thread

    return begin


@pytest.fixture
def network(cast):
    return cast.office


def living() -> list[Need]:
    with scopes_disabled():
        return list(Need.objects.exclude(status__in=[Need.Status.MET, Need.Status.WITHDRAWN]))


def opened(need: Need) -> Need | None:
    with scopes_disabled():
        return need_times.need_next_open(need=need, now=NOW, actor=Actor.system())


@pytest.mark.parametrize("of_whom", ["the person", "the same person at another organisation"])
@pytest.mark.parametrize("moment", ["_copy", "_follow_once"])
def test_the_copy_of_someone_banned_meanwhile_ends(
    repeating, ban, cast, monkeypatch, moment, of_whom
):
    with scopes_disabled():
        person = Person.objects.get(pk=repeating.person_id)
        if of_whom != "the person":
            twin = Person(name=person.name, language="uk", controller=cast.breh)
            twin.email, twin.email_index = person.email, person.email_index
            twin.save()
            person = twin
    bans, waited = [], []
    original = getattr(need_times, moment)

    def meanwhile(*args):
        bans.append(ban(person))
        bans[0].join(WAITS)
        waited.append(bans[0].is_alive())
        return original(*args)

    monkeypatch.setattr(need_times, moment, meanwhile)
    assert opened(repeating), "it was first"
    bans[0].join()
    assert waited == [True], "the ban waits for the copy, else it would not see it"
    with scopes_disabled():
        assert Ban.objects.count() == 1
        assert Need.objects.count() == 2
    assert not living()


def test_a_ban_that_was_first_leaves_nothing_to_copy(repeating, ban, monkeypatch):
    """The night's list of those to repeat was read before."""
    with scopes_disabled():
        person = Person.objects.get(pk=repeating.person_id)
        ban(person).join()
        Need.objects.filter(pk=repeating.pk).update(repeats_ended_at=None)
    assert opened(repeating) is None
    assert not living()
