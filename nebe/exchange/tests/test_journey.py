"""Offer → confirm → find → ask → confirm → answer → share, as two people do it."""

import pytest
from django.urls import reverse

from nebe.core.people.guard import stamp_make
from nebe.exchange.models import Offer

pytestmark = [
    pytest.mark.django_db(databases=["default", "keys"]),
    pytest.mark.usefixtures("at_once"),
]

OFFER = {
    "title": "Books for school",
    "text": "Maths and Czech, for children from 6 to 15.",
    "language": "en",
    "place_1": "plzen",
    "reach_km": "15",
    "languages": ["cs", "uk"],
    "capacity": "2",
    "name": "Petr",
    "email": "petr@example.org",
    "phone": "+420 601 000 001",
    "conduct": "on",
}


def press(client, path, **data):
    """POST and follow; the last page as text."""
    response = client.post(path, data, follow=True)
    assert response.status_code == 200, response.content.decode()
    return response.content.decode(), response.request["PATH_INFO"]


def test_it_works(client, network, plzen, categories, mails):
    give = reverse("exchange:give") + "?category=textbooks"
    assert "Textbooks" in client.get(give).content.decode()
    page, _ = press(client, give, **OFFER, stamp=stamp_make())
    assert "confirm your e-mail" in page
    offer = Offer.objects.get()
    assert client.get(reverse("exchange:offer", args=[offer.number])).status_code == 404

    confirm = mails.link("offer_confirm", "petr@example.org")
    assert "Books for school" in client.get(confirm).content.decode()
    page, _ = press(client, confirm)
    assert "Books for school" in page
    offer.refresh_from_db()
    assert offer.status == "live"

    page = client.get(reverse("exchange:find"), {"q": "books", "place": "Пльзень"}).content.decode()
    assert "Books for school" in page
    page = client.get(reverse("exchange:offer", args=[offer.number])).content.decode()
    assert "petr@example.org" not in page
    assert "601" not in page

    ask = reverse("exchange:ask", args=[offer.number])
    assert "under 18" in client.get(ask).content.decode()
    page, _ = press(client, ask, alone="no")
    assert "What do you need?" in page
    page, _ = press(
        client,
        ask,
        alone="no",
        category="textbooks",
        text="Books for the third class. Call +420 601 000 002",
        name="Olena",
        email="olena@example.org",
        stamp=stamp_make(),
    )
    assert "confirm your e-mail" in page
    assert not mails.all("asked")
    page, _ = press(client, mails.link("ask_confirm", "olena@example.org"))
    assert "Books for school" in page

    asked = mails.link("asked", "petr@example.org")
    page = client.get(asked).content.decode()
    talk = talk_of(page)
    page = client.get(talk).content.decode()
    assert "third class" in page
    assert "601 000 002" not in page
    page, _ = press(client, talk, text="I have them.", stamp=stamp_make())
    assert "I have them." in page

    olena_talk = talk_of(client.get(mails.link("message", "olena@example.org")).content.decode())
    page, _ = press(client, olena_talk + "share/", name="Olena", phone="+420 601 000 002")
    assert "petr@example.org" not in page
    page, _ = press(client, talk + "share/", name="Petr", phone="+420 601 000 001")
    assert "olena@example.org" in page
    page = client.get(olena_talk).content.decode()
    assert "petr@example.org" in page
    assert "+420 601 000 001" in page
    assert len(mails.all("shared")) == 2


def talk_of(page: str) -> str:
    start = page.index("/talks/")
    begin = page.rindex('"', 0, start) + 1
    return page[begin : page.index('"', begin)]
