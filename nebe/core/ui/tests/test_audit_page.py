import pytest
from django.urls import reverse

from nebe.core.people.actors import Actor
from nebe.core.privacy.audit import audit
from nebe.core.privacy.models import AuditEntry

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


@pytest.fixture
def page(cast, client_for):
    def page(name, elevated=False, **query):
        client = client_for(getattr(cast, name), elevated=elevated)
        return client.get(reverse("audit_trail"), query).content.decode()

    return page


def test_it_works(cast, page):
    audit(action="offer.x", actor=Actor(user=cast.jana, organisation=cast.pomoc), row=cast.pomoc)
    text = page("adam")
    assert "offer.x" in text
    assert str(cast.pomoc.pk) in text
    assert AuditEntry.objects.filter(action="audit.read", user=cast.adam.pk).exists()


def test_another_organisation_s_entries_are_not_there(cast, page):
    audit(action="offer.y", actor=Actor(user=cast.karim, organisation=cast.breh))
    assert "offer.y" not in page("adam")
    assert "offer.y" in page("eva", elevated=True)


def test_filters(cast, page):
    actor = Actor(user=cast.jana, organisation=cast.pomoc)
    audit(action="offer.x", actor=actor, row=cast.pomoc)
    audit(action="offer.y", actor=actor)
    assert "offer.y" not in page("adam", action="offer.x")
    assert "offer.y" not in page("adam", row=str(cast.pomoc.pk))
    assert "offer.x" in page("adam", user=str(cast.jana.pk), since="2020-01-01")
    assert "Nothing found" in page("adam", until="2020-01-01")
    assert "offer.x" not in page("adam", user="nonsense")
