import pytest
from django.db import connection
from django_scopes import scopes_disabled

from nebe.core.crypto.keys import KeyErased, subject_key_erase
from nebe.core.people.models import Organisation, Person

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


@scopes_disabled()
def test_it_works():
    network = Organisation.objects.create(name="N", slug="n", kind="member")
    person = Person.objects.create(controller=network, name="Olena", email="o@example.org")
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM nebe_people_person")
        assert "Olena" not in cursor.fetchone()[0]
    again = Person.objects.get(pk=person.pk)
    assert again.name == "Olena"
    subject_key_erase(person.pk)
    with pytest.raises(KeyErased):
        Person.objects.get(pk=person.pk).name  # noqa: B018
