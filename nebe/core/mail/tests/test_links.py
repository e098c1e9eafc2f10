import uuid
from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from nebe.core.mail import links
from nebe.core.mail.models import Link

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
TARGET = uuid.UUID(int=7)


def issue(**more):
    return links.link_issue(**{"purpose": "room.open", "target": TARGET, "days": 7} | more)


def test_it_works():
    token = issue()
    assert links.link_open(purpose="room.open", token=token).target == TARGET


def test_the_token_itself_is_not_stored():
    token = issue()
    assert token not in str(list(Link.objects.values()))


def test_every_token_is_new():
    assert len({issue() for _ in range(20)}) == 20


@pytest.mark.parametrize("token", ["", "x", "é" * 32, "A" * 5000])
def test_an_invented_token_opens_nothing(token):
    with pytest.raises(links.LinkUnknown):
        links.link_open(purpose="room.open", token=token)


def test_a_token_is_for_one_purpose():
    with pytest.raises(links.LinkUnknown):
        links.link_open(purpose="room.delete", token=issue())


def test_it_expires():
    token = issue()
    with time_machine.travel(timezone.now() + timedelta(days=7)), pytest.raises(links.LinkExpired):
        links.link_open(purpose="room.open", token=token)


def test_it_is_used_once():
    token = issue()
    link = links.link_open(purpose="room.open", token=token)
    same = links.link_open(purpose="room.open", token=token)
    links.link_use(link)
    with pytest.raises(links.LinkUsed):
        links.link_use(same)
    with pytest.raises(links.LinkUsed) as problem:
        links.link_open(purpose="room.open", token=token)
    assert problem.value.link.target == TARGET


def test_all_links_of_a_row_can_be_ended():
    token, other = issue(), issue(purpose="room.delete")
    assert links.links_revoke(target=TARGET, purpose="room.open") == 1
    with pytest.raises(links.LinkUnknown):
        links.link_open(purpose="room.open", token=token)
    assert links.link_open(purpose="room.delete", token=other)
    assert links.links_revoke(target=TARGET) == 1


def test_its_address_is_in_the_readers_language(settings):
    settings.BASE_URL = "https://nebe.example.org/"
    url = links.link_url(purpose="room.open", token="abc", language="uk")
    assert url == "https://nebe.example.org/uk/l/room.open/abc/"


def test_old_ones_are_purged():
    issue(days=1)
    issue(days=60)
    assert links.links_purge(before=timezone.now() + timedelta(days=30)) == 1
