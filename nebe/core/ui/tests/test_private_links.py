import uuid

import pytest
from django.http import HttpResponse
from django.test import Client

from nebe.core.mail import links
from nebe.core.mail.models import Link
from nebe.core.ui.private_links import confirm_page

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
done: list = []


def view(request, link):
    def act():
        done.append(link.target)
        return HttpResponse("thank you")

    return confirm_page(
        request, link, title="Publish?", text="It goes live.", button="Publish", act=act
    )


@pytest.fixture(autouse=True)
def _room(monkeypatch):
    done.clear()
    monkeypatch.setattr(links, "_views", {"room.publish": view})


@pytest.fixture
def path():
    token = links.link_issue(purpose="room.publish", target=uuid.uuid4(), days=3)
    return f"/en/l/room.publish/{token}/"


def test_it_works(client, path):
    page = client.get(path)
    assert page.status_code == 200
    assert "Publish?" in page.content.decode()
    assert client.post(path).content == b"thank you"
    assert len(done) == 1


def test_a_mail_scanner_changes_nothing(client, path):
    for _ in range(3):
        client.get(path)
        client.head(path)
    assert done == []
    assert Link.objects.get().used_at is None


def test_a_double_submit_acts_once_and_says_that_all_is_well(client, path):
    client.post(path)
    again = client.post(path)
    assert len(done) == 1
    assert again.status_code == 410
    assert "What you did with it counts" in again.content.decode()


def test_a_room_may_lead_on_whoever_opens_a_used_link(client, path, monkeypatch):
    monkeypatch.setattr(
        links,
        "_used_views",
        {"room.publish": lambda request, link: HttpResponse(f"done {link.used_at:%Y}")},
    )
    client.post(path)
    for again in (client.get(path), client.post(path)):
        assert again.content.decode().startswith("done 20")
        assert again["Referrer-Policy"] == "no-referrer"
        assert "no-store" in again["Cache-Control"]
    assert len(done) == 1


def test_another_site_cannot_press_the_button(path):
    assert Client(enforce_csrf_checks=True).post(path).status_code == 403
    assert done == []


@pytest.mark.parametrize("language", ["en", "uk", "ar"])
def test_an_unknown_link_says_what_to_do_and_nothing_of_anyone(client, language):
    page = client.get(f"/{language}/l/room.publish/nonsense/")
    assert page.status_code == 410
    assert f'lang="{language}"' in page.content.decode()


def test_an_expired_link(client, path):
    Link.objects.update(expires_at="2020-01-01T00:00:00Z")
    assert "That time is over" in client.get(path).content.decode()


def test_an_unknown_purpose_is_a_404(client):
    assert client.get("/en/l/room.other/nonsense/").status_code == 404


def test_the_address_stays_out_of_referrers_caches_and_search(client, path):
    for response in (client.get(path), client.get("/en/l/room.publish/nonsense/")):
        assert response["Referrer-Policy"] == "no-referrer"
        assert "no-store" in response["Cache-Control"]
        assert "noindex" in response["X-Robots-Tag"]
