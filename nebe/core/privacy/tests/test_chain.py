from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.core import mail
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from nebe.core.people.models import User
from nebe.core.privacy import append_only, chain
from nebe.core.privacy.audit import audit
from nebe.core.privacy.models import AuditEntry
from nebe.core.privacy.selectors import trail
from nebe.core.privacy.tasks import audit_publish_head, audit_seal

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


@pytest.fixture(autouse=True)
def _heads(settings, tmp_path):
    settings.NEBE_AUDIT_HEADS = str(tmp_path / "outside" / "heads.txt")


@pytest.fixture
def entries():
    """Ten sealed entries."""
    for n in range(10):
        audit(action=f"test.{n}", actor=None)
    assert chain.seal(batch=3) == 10
    return list(AuditEntry.objects.order_by("sequence"))


def problems():
    return list(chain.verify())


def test_it_works(entries, capsys):
    assert [entry.sequence for entry in entries] == list(range(1, 11))
    call_command("audit", "verify")
    assert "entries 1 to 10" in capsys.readouterr().out
    assert chain.seal() == 0


def test_a_removed_entry_is_found(entries):
    AuditEntry.objects.filter(sequence__in=[4, 5]).delete()
    assert problems() == ["Entries 4 to 5 are missing"]
    with pytest.raises(SystemExit):
        call_command("audit", "verify")


@pytest.mark.parametrize(
    "change",
    [
        {"action": "test.x"},
        {"reason": "no"},
        {"elevated": True},
        {"row": "1"},
        {"at": timezone.now() - timedelta(minutes=1)},
        {"digest": "f" * 64},
    ],
)
def test_a_changed_entry_is_found(entries, change):
    AuditEntry.objects.filter(sequence=4).update(**change)
    assert problems()[0] == "Entry 4 was changed, inserted or exchanged"


def test_exchanged_entries_are_found(entries):
    for sequence, other in ((4, 99), (5, 4), (99, 5)):
        AuditEntry.objects.filter(sequence=sequence).update(sequence=other)
    assert "Entry 4 was changed, inserted or exchanged" in problems()


def test_an_inserted_entry_is_found(entries):
    AuditEntry.objects.filter(sequence__gt=5).delete()
    late = audit(action="test.inserted", actor=None)
    AuditEntry.objects.filter(pk=late.pk).update(sequence=6, digest="0" * 64)
    assert problems() == ["Entry 6 was changed, inserted or exchanged"]


def test_an_entry_dated_back_is_found(entries):
    late = audit(action="test.late", actor=None)
    AuditEntry.objects.filter(pk=late.pk).update(at=timezone.now() - timedelta(days=2))
    chain.seal()
    assert ["is dated" in problem for problem in problems()] == [True]


def test_a_chain_written_anew_is_found_by_its_published_head(entries):
    chain.publish_head(timezone.now())
    AuditEntry.objects.update(sequence=None)
    AuditEntry.objects.filter(pk=entries[3].pk).update(reason="forged")
    chain.seal()
    assert problems() == ["Entry 10 is not the one whose hash was published"]


def test_a_chain_cut_at_its_end_is_found_by_its_published_head(entries):
    chain.publish_head(timezone.now())
    AuditEntry.objects.filter(sequence__gt=7).delete()
    assert problems() == ["The chain ends at 7, but entry 10 was published"]


def test_the_jobs_seal_and_publish(settings, entries):
    settings.NEBE_AUDIT_MAIL = ["auditor@example.org"]
    audit(action="test.more", actor=None)
    audit_seal()
    assert chain.head().sequence == 11
    audit_publish_head()
    assert [(one.sequence, one.digest) for one in chain.published_heads()] == [
        (11, chain.head().digest)
    ]
    assert problems() == []


@pytest.mark.parametrize(
    "sql",
    [
        "DELETE FROM {table}",
        "UPDATE {table} SET action = 'x' WHERE sequence = 3",
        "UPDATE {table} SET at = '2020-01-01' WHERE sequence = 3",
        "UPDATE {table} SET sequence = NULL, digest = '' WHERE sequence = 3",
        "UPDATE {table} SET sequence = 99 WHERE sequence = 3",
    ],
)
def test_the_database_refuses_changes(entries, sql):
    append_only.install(connection)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():  # noqa: SIM117
        with connection.cursor() as cursor:
            cursor.execute(sql.format(table=append_only.TABLE))
    audit(action="test.more", actor=None)
    assert chain.seal() == 1
    assert problems() == []


def test_who_sees_the_trail(entries):
    jana = User.objects.create_user("jana@example.org", name="Jana")
    most = SimpleNamespace(pk="11111111-1111-1111-1111-111111111111")
    worker = SimpleNamespace(user=jana, organisation=most)
    audit(action="user.change", actor=worker, row=jana)
    other = SimpleNamespace(organisation=SimpleNamespace(pk="2" * 32))
    eva = SimpleNamespace(organisation=None, is_elevated=True)
    assert trail(actor=worker).count() == 1
    assert trail(actor=other).count() == 0
    assert trail(actor=SimpleNamespace(organisation=None)).count() == 0
    assert trail(actor=eva).count() == 11
    assert trail(actor=eva, row=str(jana.pk)).get().user == jana.pk
    assert trail(actor=eva, user=jana.pk, action="user.change").count() == 1
    today = timezone.localdate()
    assert trail(actor=eva, since=today, until=today).count() == 11
    assert trail(actor=eva, since=today + timedelta(days=1)).count() == 0
    assert mail.outbox == []
