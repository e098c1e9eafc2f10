"""Reports and complaints reach those who look into them, from anyone, once."""

import pytest
from django.db import connection
from django.urls import reverse
from django_scopes import scope, scopes_disabled

from nebe.core.errors import NotPossible
from nebe.core.people.actors import Actor
from nebe.exchange.models import Complaint, Report
from nebe.exchange.services.reports import queue_close, queue_take

from .conftest import old_stamp
from .test_my import asked, olena, petr, stranger, url  # noqa: F401 (fixtures)

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


def test_an_offer_is_reported(client, make_offer, network):
    page = reverse("exchange:report_offer", args=[make_offer().number])
    assert client.get(page).status_code == 200
    data = {"reason": "money", "text": "He wanted 500", "stamp": old_stamp(10)}
    for _ in range(2):
        assert client.post(page, data).status_code == 302
    with scope(organisation=network):
        report = Report.objects.get()
    assert (report.reason, report.text) == ("money", "He wanted 500")
    assert client.post(page, {**data, "reason": "", "stamp": old_stamp(9)}).status_code == 422


def test_a_request_is_reported_by_the_helper_only(client, asked, petr, stranger):  # noqa: F811
    data = {"reason": "rude", "stamp": old_stamp(10)}
    assert client.post(url("report_request", stranger, pk=asked.pk), data).status_code == 404
    assert client.post(url("report_request", petr, pk=asked.pk), data).status_code == 302
    with scopes_disabled():
        assert Report.objects.get().need == asked.need


def test_a_complaint_is_followed_by_its_code(client, network):
    data = {"about": "staff", "text": "They asked for my passport", "stamp": old_stamp(10)}
    page = reverse("exchange:complain")
    codes = {client.post(page, data).context["code"] for _ in range(2)}
    [code] = codes
    with scopes_disabled():
        complaint = Complaint.objects.get()
    follow = reverse("exchange:complaint")
    assert "Nobody has read it yet" in client.post(follow, {"code": code}).content.decode()
    jana = Actor(organisation=network)
    queue_take(row=complaint, actor=jana)
    with pytest.raises(NotPossible):
        queue_take(row=complaint, actor=jana)
    queue_close(row=complaint, outcome="We talked to them.", actor=jana)
    assert "We talked to them." in client.post(follow, {"code": code}).content.decode()
    assert client.post(follow, {"code": "0000-0000-0000"}).status_code == 422


def test_what_was_written_is_not_in_the_database_in_clear(client, network):
    text = "They asked for my passport"
    client.post(
        reverse("exchange:complain"),
        {"about": "staff", "text": text, "contact": "olena@example.org", "stamp": old_stamp(10)},
    )
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM nebe_exchange_complaint")
        row = str(cursor.fetchall())
    assert "passport" not in row
    assert "olena" not in row


def test_a_foreign_organisation_sees_none_of_it(client, make_offer, network):
    from nebe.core.people.models import Organisation

    other = Organisation.objects.create(name="Other", slug="other", kind="member")
    client.post(
        reverse("exchange:report_offer", args=[make_offer().number]),
        {"reason": "money", "stamp": old_stamp(10)},
    )
    with scope(organisation=other):
        assert not Report.objects.exists()
