import pytest
from django_scopes import scope, scopes_disabled
from django_scopes.exceptions import ScopeError

from nebe.core.people.models import Organisation, Person
from nebe.core.people.persons import (
    person_disclose,
    person_get_or_create,
    person_update,
    persons_undisclose,
    phone_normal,
)

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


@pytest.fixture
def office():
    return Organisation.objects.create(
        name="Office", slug="office", kind="member", status="active", is_network=True
    )


@pytest.fixture
def other():
    return Organisation.objects.create(name="Other", slug="other", kind="member", status="active")


def test_it_works(office):
    person = person_get_or_create(email="Olena@Example.org ", name="Olena", controller=office)
    again = person_get_or_create(email="olena@example.org", name="Mallory", controller=office)
    assert again == person
    with scope(organisation=office):
        assert Person.objects.get().name == "Olena"


def test_what_is_stored_cannot_be_read(office):
    person = person_get_or_create(email="olena@example.org", name="Olena", controller=office)
    with scopes_disabled():
        row = str(Person.objects.filter(pk=person.pk).values_list()[0])
    assert "olena" not in row.lower()


def test_each_controller_has_its_own_record(office, other):
    ours = person_get_or_create(email="olena@example.org", controller=office)
    theirs = person_get_or_create(email="olena@example.org", controller=other)
    assert ours != theirs


def test_families_share_phones(office):
    mother = person_get_or_create(
        email="olena@example.org", phone="+420 700 000 001", controller=office
    )
    child = person_get_or_create(phone="700000001", controller=office)
    assert child != mother
    assert person_get_or_create(phone="00420 700 000 001", controller=office) == child


@pytest.mark.parametrize(
    ("typed", "country", "normal"),
    [
        ("700 000 001", "CZ", "+420700000001"),
        ("0501234567", "UA", "+380501234567"),
        ("0048 500-000-000", "CZ", "+48500000000"),
        ("+48 (500) 000 000", None, "+48500000000"),
        ("", None, ""),
    ],
)
def test_phones_are_compared_in_one_notation(typed, country, normal):
    assert phone_normal(typed, country) == normal


def test_only_who_it_was_disclosed_to_sees_a_person(office, other):
    person = person_get_or_create(email="olena@example.org", controller=office)
    with scope(organisation=other):
        assert not Person.objects.exists()
        for purpose in ("ask", "referral"):
            person_disclose(person=person, organisation=other, purpose=purpose)
        assert Person.objects.get() == person
        for purpose in ("ask", "referral"):
            persons_undisclose(persons=[person.pk], organisation=other, purpose=purpose)
        assert not Person.objects.exists()
    with pytest.raises(ScopeError):
        Person.objects.first()


def test_a_person_changes_themself(office):
    person = person_get_or_create(email="olena@example.org", controller=office)
    person_update(person=person, email="new@example.org", phone="700 000 002")
    found = person_get_or_create(email="new@example.org", controller=office)
    assert found == person
    assert (found.email, found.phone) == ("new@example.org", "700 000 002")
