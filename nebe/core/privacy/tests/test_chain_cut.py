"""The oldest part of the trail goes; what stays is as verifiable as before."""

from datetime import date, timedelta

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from nebe.core.privacy import append_only, chain, chain_cut
from nebe.core.privacy.append_only import KEEP_DAYS
from nebe.core.privacy.audit import audit
from nebe.core.privacy.holds import hold_place
from nebe.core.privacy.models import AuditEntry
from nebe.core.privacy.tasks import audit_publish_head

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
NOW = timezone.now()


@pytest.fixture(autouse=True)
def _heads(settings, tmp_path):
    settings.NEBE_AUDIT_HEADS = str(tmp_path / "outside" / "heads.txt")


@pytest.fixture
def trail():
    """Six entries that are too old and four that stay; each day's head was published."""
    for n in range(10):
        days = KEEP_DAYS + 10 - n if n < 6 else 10 - n
        entry = audit(action=f"test.{n}", actor=None)
        at = NOW - timedelta(days=days)
        AuditEntry.objects.filter(pk=entry.pk).update(at=at)
        chain.seal()
        chain.publish_head(at + timedelta(hours=1))
    append_only.install(connection)
    return AuditEntry.objects.order_by("sequence")


def problems():
    return list(chain.verify())


def test_it_works(trail, capsys):
    assert problems() == []
    assert chain_cut.cut(NOW) == 6
    assert [entry.sequence for entry in trail] == [7, 8, 9, 10, 11]
    assert trail.last().action == "audit.cut"
    assert problems() == []
    call_command("audit", "verify")
    assert "entries 7 to 11" in capsys.readouterr().out
    audit(action="test.more", actor=None)
    assert chain.seal() == 1
    assert problems() == []
    assert chain_cut.cut(NOW) == 0
    assert AuditEntry.objects.filter(action="audit.cut").count() == 1


def test_the_nightly_job_cuts_and_publishes(trail):
    audit_publish_head()
    assert trail.first().sequence == 7
    [*_, cut, last] = chain.published_heads()
    assert (cut.sequence, cut.is_cut) == (6, True)
    assert (last.sequence, last.is_cut) == (11, False)
    assert problems() == []


def test_cut_again_after_years(trail):
    chain_cut.cut(NOW)
    append_only.remove(connection)  # the database's clock does not travel
    assert chain_cut.cut(NOW + timedelta(days=KEEP_DAYS - 2)) == 2
    assert trail.first().sequence == 9
    assert problems() == []


def test_everything_old_still_leaves_the_head(trail):
    append_only.remove(connection)
    assert chain_cut.cut(NOW + timedelta(days=2 * KEEP_DAYS)) == 10
    assert [entry.action for entry in trail] == ["audit.cut"]
    assert problems() == []
    audit(action="test.more", actor=None)
    chain.seal()
    assert chain.head().sequence == 12
    assert problems() == []


@pytest.mark.parametrize("step", ["publish", "seal", "_remove"])
def test_an_interruption_leaves_a_whole_trail(trail, monkeypatch, step):
    class Power(Exception):
        pass

    def fails(*args, **kwargs):
        raise Power

    with monkeypatch.context() as patch:
        patch.setattr(chain_cut if step == "_remove" else chain, step, fails)
        with pytest.raises(Power):
            chain_cut.cut(NOW)
    assert problems() == []
    chain.seal()
    assert problems() == []
    assert chain_cut.cut(NOW) == 6
    assert problems() == []


def test_interrupted_half_way_through_the_removal(trail, monkeypatch):
    monkeypatch.setattr(chain_cut, "AT_ONCE", 2)
    delete, calls = type(trail).delete, []

    def once(rows):
        if calls:
            raise KeyboardInterrupt
        calls.append(rows)
        return delete(rows)

    with monkeypatch.context() as patch:
        patch.setattr(type(trail), "delete", once)
        with pytest.raises(KeyboardInterrupt):
            chain_cut.cut(NOW)
    assert trail.first().sequence == 3
    assert problems() == []
    assert chain_cut.cut(NOW) == 4
    assert problems() == []


def test_a_legal_hold_on_the_trail_suspends_it(trail):
    until = date.today() + timedelta(days=30)
    hold_place(row=trail.first(), reason="A court asked", until=until, actor=None)
    assert chain_cut.cut(NOW) == 0
    assert chain_cut.cut(NOW + timedelta(days=40)) == 6


def test_the_database_refuses_to_delete_what_is_young(trail):
    for sequence in (7, 10):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            AuditEntry.objects.filter(sequence=sequence).delete()
    assert AuditEntry.objects.filter(sequence=1).delete()[0] == 1
    assert problems() == ["Entries 1 to 1 are missing"]


@pytest.mark.parametrize(
    ("sequence", "change", "found"),
    [
        (7, {"reason": "forged"}, "Entry 7 was changed"),
        (9, {"action": "test.x"}, "Entry 9 was changed"),
        (11, {"reason": "7"}, "Entries up to 7 were cut off, but that was not published"),
        (11, {"row": "f" * 64}, "Entries up to 6 were cut off, but that was not published"),
    ],
)
def test_tampering_after_a_cut_is_found(trail, sequence, change, found):
    chain_cut.cut(NOW)
    append_only.remove(connection)
    AuditEntry.objects.filter(sequence=sequence).update(**change)
    assert found in problems()[0]
    assert len(problems()) >= 1


def test_more_removed_than_was_cut_is_found(trail):
    chain_cut.cut(NOW)
    append_only.remove(connection)
    AuditEntry.objects.filter(sequence__in=[7, 8]).delete()
    assert problems() == ["Entries 7 to 8 are missing"]


def test_a_cut_by_a_thief_of_the_database_was_never_published(trail):
    append_only.remove(connection)
    eighth = AuditEntry.objects.get(sequence=8)
    entry = AuditEntry(
        at=NOW, action=chain.CUT, model="nebe_privacy.auditentry", row=eighth.digest, reason="8"
    )
    entry.save()
    chain.seal()
    AuditEntry.objects.filter(sequence__lte=8).delete()
    assert problems() == ["Entries up to 8 were cut off, but that was not published"]


def test_a_cut_before_its_time_is_found(trail):
    append_only.remove(connection)
    AuditEntry.objects.filter(sequence__lte=8).update(at=NOW - timedelta(days=KEEP_DAYS + 1))
    chain_cut.cut(NOW)
    assert "Entries up to 8 were cut off before their time" in problems()
