"""Buttons of the console pressed twice: one effect, one entry in the trail, no false alarm."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django_scopes import scopes_disabled

from nebe.core.people.actors import Actor
from nebe.core.privacy.models import AuditEntry
from nebe.exchange.models import BulkAction, ImportBatch
from nebe.exchange.services.imports import import_check
from nebe.exchange.services.reports import complaint_submit, report_submit

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
ALARM = "no longer possible"


@pytest.fixture
def network(cast):
    return cast.office


@pytest.fixture
def jana(cast, client_for):
    return client_for(cast.jana)


def twice(client, address, data=None) -> str:
    """What the second press showed, with the messages of both."""
    client.post(address, data or {})
    return client.post(address, data or {}, follow=True).content.decode()


def entries(action: str) -> int:
    return AuditEntry.objects.filter(action=action).count()


@pytest.mark.parametrize(
    ("verb", "before", "action"),
    [
        ("take-on", (), "offer.take_on"),
        ("hand-back", ("take-on",), "offer.hand_back"),
        ("hide", (), "offer.hide"),
        ("show", ("hide",), "offer.show"),
    ],
)
def test_one_offer(jana, make_offer, verb, before, action):
    offer = make_offer()
    for one in (*before, verb):
        address = reverse("exchange_staff:act", args=[offer.pk, one])
        page = twice(jana, address, {"reason": "Reported"})
        assert ALARM not in page
        assert "Done." in page
    assert entries(action) == 1


def test_what_was_not_done_is_still_said(jana, make_offer):
    address = reverse("exchange_staff:act", args=[make_offer(status="paused").pk, "show"])
    assert ALARM in jana.post(address, follow=True).content.decode()


def test_many_offers(jana, make_offer):
    offers = [make_offer(title=f"Books {n}") for n in range(3)]
    data = {"kind": "take_on", "ids": [str(offer.pk) for offer in offers]}
    twice(jana, reverse("exchange_staff:bulk"), data)
    assert BulkAction.objects.count() == 1
    assert entries("offer.take_on") == 3


@pytest.mark.parametrize("queue", ["reports", "complaints"])
def test_reports_and_complaints(cast, client_for, queue):
    said = {"text": "Hm", "language": "en", "once": "1"}
    with scopes_disabled():
        if queue == "reports":
            row = report_submit(
                organisation=cast.pomoc, reason="other", actor=Actor.nobody(), **said
            )
        else:
            row = complaint_submit(
                about="staff", about_organisation=cast.office, actor=Actor.nobody(), **said
            )
    admin, other = client_for(cast.adam), client_for(cast.jana)
    take = reverse("exchange_staff:queue_act", args=[queue, row.pk, "take"])
    close = reverse("exchange_staff:queue_act", args=[queue, row.pk, "close"])
    assert ALARM not in twice(admin, take)
    if queue == "reports":
        assert ALARM in other.post(take, follow=True).content.decode()
    assert ALARM not in twice(admin, close, {"outcome": "We talked."})
    assert ALARM in admin.post(close, {"outcome": "Another word"}, follow=True).content.decode()
    name = queue.removesuffix("s")
    assert [entries(f"{name}.{verb}") for verb in ("submit", "take", "close")] == [1, 1, 1]


def test_a_file(jana, towns, categories):
    start = reverse("exchange_staff:import_start")
    once = re.search(r'name="once" value="(\w+)"', jana.get(start).content.decode())[1]
    content = b"title,category,email,place\nBooks,textbooks,petr@example.org,Brno\n"
    sent = []
    for _ in range(2):
        upload = SimpleUploadedFile("a.csv", content)
        data = {"file": upload, "language": "en", "assured": "on", "once": once}
        sent.append(jana.post(start, data).url)
    assert sent[0] == sent[1]
    batch = ImportBatch.objects.get()
    assert batch.rows.count() == 1
    import_check(batch=batch)
    confirm = reverse("exchange_staff:import_confirm", args=[batch.pk])
    assert ALARM not in twice(jana, confirm)
    assert entries("import.start") == 1
