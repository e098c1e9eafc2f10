from datetime import date

import pytest
from django.core.management import call_command
from django.utils import timezone

from nebe.core.crypto.models import SubjectKey
from nebe.core.people.models import Person
from nebe.core.privacy.holds import hold_place
from nebe.core.privacy.models import AuditEntry
from nebe.core.privacy.registry import personal_data
from nebe.core.privacy.retention import retain
from nebe.core.privacy.tasks import retention_apply
from nebe.exchange.models import Match, Message, Need, Offer

from .conftest import ago

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


def outcomes(**kwargs):
    """(model, done, held, kept) of each rule that met a row."""
    found = [
        (one.kind.model, one.done, one.held, one.kept)
        for one in retain(now=timezone.now(), **kwargs)
    ]
    return [one for one in found if any(one[1:])]


@pytest.fixture
def ended(life):
    Match.objects.update(closed_at=ago(200), status=Match.Status.CLOSED)
    Need.objects.update(closed_at=ago(200), status=Need.Status.MET)
    return life


def test_it_works(ended):
    assert outcomes() == [("nebe_exchange.Match", 1, 0, 0), ("nebe_exchange.Need", 1, 0, 0)]
    assert not Match.objects.exists()
    assert not Message.objects.exists()
    assert Offer.objects.exists()
    entry = AuditEntry.objects.get(action="retention.delete", model="nebe_exchange.match")
    assert (entry.row, entry.reason) == ("", "1")


def test_nothing_is_due(life):
    assert outcomes() == []


def test_a_dry_run_changes_nothing(ended, capsys):
    call_command("retention")
    out = capsys.readouterr().out
    assert "nebe_exchange.Match, 180 days after it ended: 1 deleted" in out
    assert "Nothing was changed" in out
    assert Match.objects.exists()
    assert not AuditEntry.objects.filter(action__startswith="retention").exists()
    call_command("retention", "--apply")
    assert not Match.objects.exists()


def test_legal_hold(ended):
    hold_place(row=ended.match, reason="Claim", until=date(2099, 1, 1), actor=None)
    # The need would take the conversation with it, so it is held as well.
    assert outcomes() == [("nebe_exchange.Match", 0, 1, 0), ("nebe_exchange.Need", 0, 1, 0)]
    assert Match.objects.exists()


def test_what_others_need_is_kept(life):
    Person.objects.update(created_at=ago(400))
    assert outcomes() == [("nebe_people.Person", 0, 0, 2)]
    assert outcomes(dry_run=True) == [("nebe_people.Person", 0, 0, 2)]


def test_a_person_goes_with_the_last_row(ended, django_capture_on_commit_callbacks):
    Person.objects.update(created_at=ago(400))
    with django_capture_on_commit_callbacks(execute=True):
        assert ("nebe_people.Person", 1, 0, 1) in outcomes()
    assert not Person.objects.filter(pk=ended.olena.pk).exists()
    assert not SubjectKey.objects.filter(pk=ended.olena.pk).exists()
    assert SubjectKey.objects.filter(pk=ended.petr.pk).exists()


def test_one_broken_rule_stops_no_other(ended, monkeypatch, caplog):
    first = next(kind for kind in personal_data if kind.model == "nebe_exchange.Match")
    monkeypatch.setattr(type(first.retentions[0]), "due", broken(first))
    assert outcomes() == [("nebe_exchange.Need", 1, 0, 0)]
    assert "Retention of nebe_exchange.Match failed" in caplog.text


def broken(kind):
    due = type(kind.retentions[0]).due

    def raising(self, model, now):
        if self is kind.retentions[0]:
            raise RuntimeError("broken")
        return due(self, model, now)

    return raising


def test_the_nightly_job(ended):
    retention_apply()
    assert not Match.objects.exists()
