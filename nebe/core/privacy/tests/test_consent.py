import uuid
from types import SimpleNamespace

import pytest

from nebe.core.privacy import consent
from nebe.core.privacy.consent import consent_give, consent_stands, consent_withdraw, on_withdraw
from nebe.core.privacy.models import AuditEntry, Consent

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
PURPOSE = "test.share"


@pytest.fixture
def olena():
    return uuid.uuid4()


def test_it_works(olena):
    helper = uuid.uuid4()
    given = consent_give(
        person_id=olena, purpose=PURPOSE, recipients=[helper], text_version="1", language="uk"
    )
    assert (given.recipients, given.language) == ([str(helper)], "uk")
    assert consent_stands(person_id=olena, purpose=PURPOSE)
    assert consent_stands(person_id=olena, purpose=PURPOSE, recipient=helper)
    assert not consent_stands(person_id=olena, purpose=PURPOSE, recipient=uuid.uuid4())
    assert AuditEntry.objects.filter(action="consent.give", row=str(given.pk)).exists()


def test_twice_the_same_is_one_record(olena):
    for _ in range(2):
        consent_give(person_id=olena, purpose=PURPOSE, text_version="1")
    consent_give(person_id=olena, purpose=PURPOSE, text_version="2")
    assert Consent.objects.count() == 2


def test_withdrawing_tells_the_receivers_once(olena, monkeypatch):
    told = []
    monkeypatch.setitem(consent._hooks, PURPOSE, [])
    on_withdraw(PURPOSE)(told.append)
    consent_give(
        person_id=olena, purpose=PURPOSE, recipients=[SimpleNamespace(pk=7)], text_version="1"
    )
    assert consent_withdraw(person_id=olena, purpose=PURPOSE) == 1
    assert consent_withdraw(person_id=olena, purpose=PURPOSE) == 0
    assert [one.recipients for one in told] == [["7"]]
    assert not consent_stands(person_id=olena, purpose=PURPOSE)
