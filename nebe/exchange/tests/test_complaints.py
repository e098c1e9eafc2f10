"""Complaints have a day by which they are answered, and a reader whom they are not about."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from django_scopes import scope, scopes_disabled

from nebe.core.people.actors import Actor
from nebe.core.people.models import Membership, Organisation, Role
from nebe.exchange.models import Complaint
from nebe.exchange.selectors.reports import complaints_overdue
from nebe.exchange.services.reports import complaint_reader, complaint_submit, queue_take

from .conftest import old_stamp

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
LIST = "exchange_staff:queue"


def complain(about=None, once="1") -> Complaint:
    return complaint_submit(
        about="staff",
        about_organisation=about,
        text="They asked for my passport",
        language="en",
        once=once,
        actor=Actor.nobody(),
    )


def overdue(organisation, days) -> bool:
    with scope(organisation=organisation):
        return complaints_overdue(timezone.now() + timedelta(days=days)).exists()


def test_it_works(client, cast):
    page = reverse("exchange:complain")
    data = {"about": "staff", "about_organisation": str(cast.pomoc.pk), "text": "They shouted"}
    assert client.post(page, data | {"stamp": old_stamp(10)}).status_code == 200
    with scopes_disabled():
        complaint = Complaint.objects.get()
    assert complaint.about_organisation == cast.pomoc
    assert complaint.organisation == cast.office
    assert complaint.due_on == timezone.localdate() + timedelta(days=30)


def test_those_whom_it_is_about_do_not_read_it(cast, client_for):
    complain(cast.pomoc)
    address = reverse(LIST, args=["complaints"])
    for user, sees in ((cast.adam, False), (cast.eva, True)):
        client = client_for(user, elevated=user == cast.eva)
        assert ("a member of staff" in client.get(address).content.decode()) is sees


def test_about_the_office_another_organisation_reads_it(cast, client_for, settings):
    assert complain(cast.office).organisation == cast.pomoc, "the first one with an admin"
    Membership.objects.create(user=cast.karim, organisation=cast.breh, role=Role.ORGANISATION_ADMIN)
    settings.COMPLAINTS_READER = cast.breh.slug
    assert complain(cast.office, once="2").organisation == cast.breh
    Organisation.objects.exclude(pk=cast.office.pk).update(status="closed")
    assert complaint_reader(cast.office) == cast.office, "nobody else is there"


def test_nobody_took_it_up_within_a_week(cast):
    complaint = complain()
    assert not overdue(cast.office, 6)
    assert overdue(cast.office, 8)
    queue_take(row=complaint, actor=Actor(user=cast.eva, organisation=cast.office))
    with scopes_disabled():
        complaint.refresh_from_db()
    assert complaint.acknowledged_at
    assert not overdue(cast.office, 8)
    assert not overdue(cast.office, 30)
    assert overdue(cast.office, 31)


def test_overdue_it_is_marked_in_the_list_and_on_the_first_page(cast, client_for):
    complaint = complain()
    eva = client_for(cast.eva, elevated=True)
    pages = [
        reverse(LIST, args=["complaints"]),
        reverse("exchange_staff:queue_row", args=["complaints", complaint.pk]),
    ]
    assert not any(">overdue<" in eva.get(page).content.decode() for page in pages)
    with scopes_disabled():
        Complaint.objects.update(due_on=timezone.localdate() - timedelta(days=1))
    assert all(">overdue<" in eva.get(page).content.decode() for page in pages)
    assert "overdue complaints" in eva.get(reverse("console")).content.decode()


def test_whoever_complained_reads_the_day(client, cast):
    data = {"about": "staff", "text": "They shouted", "stamp": old_stamp(10)}
    code = client.post(reverse("exchange:complain"), data).context["code"]
    page = client.post(reverse("exchange:complaint"), {"code": code}).content.decode()
    assert "You read our answer here by" in page
