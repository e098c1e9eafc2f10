from types import SimpleNamespace

import pytest

from nebe.core.people.models import Organisation, User
from nebe.core.privacy.audit import audit, audit_flush, audit_read
from nebe.core.privacy.models import AuditEntry

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


@pytest.fixture
def jana():
    user = User.objects.create_user("jana@example.org", name="Jana")
    organisation = Organisation.objects.create(name="Most", slug="most", kind="member")
    return SimpleNamespace(user=user, organisation=organisation)


def test_it_works(jana):
    audit(action="organisation.approve", actor=jana, row=jana.organisation, reason="known to us")
    entry = AuditEntry.objects.get()
    assert (entry.user, entry.organisation) == (jana.user.pk, jana.organisation.pk)
    assert (entry.model, entry.row) == ("nebe_people.organisation", str(jana.organisation.pk))
    assert entry.reason == "known to us"


def test_nobody_and_no_row():
    audit(action="audit.verify", actor=None)
    assert AuditEntry.objects.get().user is None


def test_reads_are_written_in_one_insert(jana, django_assert_num_queries):
    with django_assert_num_queries(0):
        for _ in range(3):
            audit_read(actor=jana, row=jana.organisation)
    with django_assert_num_queries(1):
        audit_flush()
    assert AuditEntry.objects.filter(action="read", user=jana.user.pk).count() == 3
    with django_assert_num_queries(0):
        audit_flush()


def test_reads_are_written_when_a_request_ends(jana, client):
    audit_read(actor=jana, row=jana.organisation)
    client.get("/nowhere")
    assert AuditEntry.objects.filter(action="read").count() == 1


def test_entries_are_not_changed_through_the_model(jana):
    entry = audit(action="x", actor=jana)
    with pytest.raises(TypeError):
        entry.save()
    with pytest.raises(TypeError):
        entry.delete()


def test_a_contact_typed_as_a_reason_does_not_stay_for_ever(jana):
    entry = audit(action="x", actor=jana, reason="Petr, petr@example.org, 601 000 001, lied")
    assert "petr@" not in entry.reason
    assert "601" not in entry.reason
    assert entry.reason.endswith("lied")


def test_the_name_of_a_page_is_no_contact(jana):
    page = "POST exchange_staff:offers"
    assert audit(action="elevation.request", actor=jana, reason=page).reason == page
