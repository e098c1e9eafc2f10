import uuid
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from nebe.core.crypto.errors import KeyErased
from nebe.core.crypto.keys import subject_key
from nebe.core.crypto.models import Erasure, SubjectKey
from nebe.core.mail.models import Mail
from nebe.core.people.models import Person
from nebe.core.privacy import erasure
from nebe.core.privacy.erasure import (
    ErasureHeld,
    erasures_resume,
    erasures_unfinished,
    person_erase,
    replay_erasures,
)
from nebe.core.privacy.holds import hold_lift, hold_place
from nebe.core.privacy.models import AuditEntry, Consent
from nebe.core.privacy.registry import personal_data
from nebe.exchange.models import Match, Message, Need, Offer

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


@pytest.fixture
def erase(django_capture_on_commit_callbacks):
    def erase(person):
        with django_capture_on_commit_callbacks(execute=True):
            return person_erase(person_id=person.pk, actor=None)

    return erase


def test_it_works(life, erase, settings):
    counts = erase(life.petr)
    assert counts["nebe_people.Person"] == counts["nebe_exchange.Offer"] == 1
    assert not Offer.objects.exists()
    assert not Message.objects.exists()
    assert not Mail.objects.exists()
    assert not Consent.objects.exists()
    assert not SubjectKey.objects.filter(pk=life.petr.pk).exists()
    for kind in personal_data:
        assert not kind.find(life.petr.pk).exists(), kind.model
    assert AuditEntry.objects.get(action="person.erase").row == str(life.petr.pk)
    assert Path(settings.NEBE_ERASURE_LEDGER).read_text().startswith(str(life.petr.pk))
    assert erasures_unfinished() == []


def test_others_keep_what_is_theirs(life, erase):
    erase(life.petr)
    assert Person.objects.get(pk=life.olena.pk).name == "Olena"
    assert Need.objects.get().text == "Mathematics, please"


def test_who_asked_can_go_as_well(life, erase):
    erase(life.olena)
    assert not Match.objects.exists()
    assert not Message.objects.exists()
    assert Offer.objects.get().contact_hours == "Qvorteph"


def test_someone_unknown_is_no_error(erase):
    assert erase(Person(pk=uuid.uuid4())) == {}


def test_the_key_stays_dead(life, erase):
    erase(life.petr)
    with pytest.raises(KeyErased):
        subject_key(life.petr.pk, create=True)


def test_a_legal_hold_forbids_it_until_lifted(life, erase):
    hold = hold_place(
        row=life.match, reason="Criminal Code § 168", until=date(2099, 1, 1), actor=None
    )
    with pytest.raises(ErasureHeld, match="168"):
        erase(life.petr)
    with pytest.raises(CommandError, match="Nothing was erased"):
        call_command("person_erase", str(life.petr.pk))
    assert Offer.objects.exists()
    assert not Erasure.objects.exists()
    hold_lift(hold=hold, actor=None)
    assert erase(life.petr)


def test_a_hold_that_is_over_forbids_nothing(life, erase):
    yesterday = timezone.localdate() - timedelta(days=1)
    hold_place(row=life.offer, reason="Claim", until=yesterday, actor=None)
    assert erase(life.petr)


def test_an_interruption_is_finished_later(life, monkeypatch, django_capture_on_commit_callbacks):
    """The process dies after the ledger was written and the rows went, before the key did."""
    monkeypatch.setattr(erasure, "subject_key_erase", lambda _: 1 / 0)
    with (
        pytest.raises(ZeroDivisionError),
        django_capture_on_commit_callbacks(execute=True),
    ):
        person_erase(person_id=life.petr.pk, actor=None)
    monkeypatch.undo()
    assert erasures_unfinished() == [life.petr.pk]
    assert SubjectKey.objects.filter(pk=life.petr.pk).exists()
    with django_capture_on_commit_callbacks(execute=True):
        assert erasures_resume(actor=None) == 1
    assert erasures_unfinished() == []
    assert not SubjectKey.objects.filter(pk=life.petr.pk).exists()


def test_a_restore_replays_erasures(life, erase, settings, django_capture_on_commit_callbacks):
    """A backup from before the erasure is restored, rows, key and an old ledger."""
    key = SubjectKey.objects.get(pk=life.petr.pk)
    erase(life.petr)
    Erasure.objects.all().delete()
    key.save(force_insert=True)
    Person.objects.bulk_create([life.petr])
    assert Person.objects.get(pk=life.petr.pk).name
    with django_capture_on_commit_callbacks(execute=True):
        call_command("replay_erasures")
    assert not Person.objects.filter(pk=life.petr.pk).exists()
    assert not SubjectKey.objects.filter(pk=life.petr.pk).exists()
    with django_capture_on_commit_callbacks(execute=True):
        assert replay_erasures() == 1
    assert Path(settings.NEBE_ERASURE_LEDGER).read_text().count(str(life.petr.pk)) == 2


def test_a_file_goes_with_its_row(life, erase, settings, tmp_path):
    from django.core.files.base import ContentFile

    settings.MEDIA_ROOT = tmp_path / "media"
    image = life.offer.images.create(width=1, height=1)
    image.file.name = image.file.storage.save("offers/x.png", ContentFile(b"x"))
    type(image)._base_manager.filter(pk=image.pk).update(file=image.file.name)
    path = tmp_path / "media" / image.file.name
    assert path.exists()
    erase(life.petr)
    assert not path.exists()
