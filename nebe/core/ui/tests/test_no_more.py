"""The way out of mails to many: by a mail program's POST, or by the button of its page."""

import uuid

import pytest
from django.core.cache import cache
from django.test import Client

from nebe.core.mail import lists
from nebe.core.mail.links import LinkUnknown
from nebe.core.mail.lists import list_headers
from nebe.core.mail.models import Link
from nebe.core.ui import private_links

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
ONE_CLICK = {
    "data": "List-Unsubscribe=One-Click",
    "content_type": "application/x-www-form-urlencoded",
}
stopped: list = []


def stop(request, link) -> None:
    if link.target == GONE:
        raise LinkUnknown
    stopped.append(link.target)


READER, GONE = uuid.uuid4(), uuid.uuid4()


@pytest.fixture(autouse=True)
def _room(monkeypatch):
    stopped.clear()
    cache.clear()
    news = lists.MailList(stop, "News", "We write to you each month.", "No more", "It is done.")
    monkeypatch.setattr(lists, "_lists", {"news": news})
    yield
    cache.clear()


def path_for(target=READER, language="en") -> str:
    headers = list_headers(name="news", target=target, days=3, language=language)
    return "/" + headers.unsubscribe.split("/", 3)[3]


@pytest.fixture
def program():
    """A mail program: no cookies, no page of ours, no token against forgery."""
    return Client(enforce_csrf_checks=True)


def test_it_works(program):
    response = program.post(path_for(), **ONE_CLICK)
    assert response.status_code == 200
    assert stopped == [READER]
    assert not response.cookies
    assert "no-store" in response["Cache-Control"]
    assert response["Referrer-Policy"] == "no-referrer"


def test_by_get_it_is_a_page_with_a_button(client):
    path = path_for()
    for _thrice in range(3):
        page = client.get(path).content.decode()
        client.head(path)
    assert stopped == []
    assert "We write to you each month." in page
    assert ">No more</button>" in page
    page = client.post(path).content.decode()
    assert "It is done." in page
    assert "<form" not in page.split("<main", 1)[1].split("</main>")[0]
    assert stopped == [READER]


def test_pressed_again_it_says_the_same(program):
    path = path_for()
    assert [program.post(path, **ONE_CLICK).status_code for _twice in range(2)] == [200, 200]


@pytest.mark.parametrize("language", ["en", "uk", "ar"])
def test_the_page_is_in_the_readers_language(client, language):
    assert f'lang="{language}"' in client.get(path_for(language=language)).content.decode()


def test_a_link_that_opens_nothing(program):
    expired = path_for()
    Link.objects.update(expires_at="2020-01-01T00:00:00Z")
    for path in (expired, "/en/l/news/nonsense/no-more/", path_for(GONE)):
        assert program.post(path, **ONE_CLICK).status_code == 410
    assert program.post("/en/l/other/nonsense/no-more/", **ONE_CLICK).status_code == 404
    assert stopped == []


def test_no_other_way_of_asking(program):
    path = path_for()
    assert program.put(path).status_code == 405
    assert program.delete(path).status_code == 405
    assert stopped == []


def test_one_network_does_not_flood_it(program, monkeypatch):
    monkeypatch.setattr(private_links, "NO_MORE_PER_NETWORK", "2/h")
    path = path_for()
    answers = [program.post(path, **ONE_CLICK) for _thrice in range(3)]
    assert [one.status_code for one in answers] == [200, 200, 429]
    assert answers[-1]["Retry-After"]
