import uuid

import pytest
from django.core.exceptions import FieldError
from django.db import connection, transaction
from django.template import Context, Template
from django_scopes import scopes_disabled

from nebe.core.crypto.errors import KeyErased, KeyLost, ValueMoved
from nebe.core.crypto.fields import Sealed, reveal
from nebe.core.crypto.keys import preload, subject_key, subject_key_erase
from nebe.core.crypto.models import SubjectKey
from nebe.core.people.models import Organisation, Person
from nebe.exchange.models import ImportBatch, ImportRow

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


@pytest.fixture(autouse=True)
def _unscoped():
    with scopes_disabled():
        yield


@pytest.fixture
def network():
    return Organisation.objects.create(name="Most", slug="most", kind="member")


@pytest.fixture
def olena(network):
    return Person.objects.create(controller=network, name="Olena", email="o@example.org")


def again(row):
    return type(row).objects.get(pk=row.pk)


def stored(person, column="name"):
    return Person.objects.filter(pk=person.pk).values_list(column, flat=True).get()


def set_raw(person, column, text):
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE nebe_people_person SET {column} = %s WHERE id = %s",
            [text, person.pk.hex if connection.vendor == "sqlite" else person.pk],
        )


def test_it_works(olena):
    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM nebe_people_person")
        text = cursor.fetchone()[0]
    assert text.startswith(f"v1${olena.pk}$")
    assert "Olena" not in text
    assert again(olena).name == "Olena"


def test_erased_key(olena):
    subject_key_erase(olena.pk)
    with pytest.raises(KeyErased):
        again(olena).name  # noqa: B018
    with pytest.raises(KeyErased):
        Person.objects.create(pk=olena.pk, controller=olena.controller, name="Olena again")


def test_lost_key_is_not_an_erasure(olena):
    SubjectKey.objects.all().delete()
    with pytest.raises(KeyLost, match="`keys` database"):
        again(olena).name  # noqa: B018


def test_moved_to_another_row(olena, network):
    petr = Person.objects.create(controller=network, name="Petr")
    set_raw(petr, "name", stored(olena).text)
    with pytest.raises(ValueMoved):
        again(petr).name  # noqa: B018


def test_moved_to_another_field(olena):
    set_raw(olena, "phone", stored(olena).text)
    with pytest.raises(ValueMoved):
        again(olena).phone  # noqa: B018


@pytest.mark.parametrize("text", ["Olena", "v1$x$y", "v2$a$b", "v1$$", "$$$"])
def test_what_is_no_sealed_value(olena, text):
    set_raw(olena, "name", text)
    with pytest.raises(ValueMoved):
        again(olena).name  # noqa: B018


def test_every_changed_byte_is_found(olena):
    text = stored(olena).text
    flipped = text[:-6] + ("A" if text[-6] != "A" else "B") + text[-5:]
    set_raw(olena, "name", flipped)
    with pytest.raises(ValueMoved):
        again(olena).name  # noqa: B018


def test_copying_an_unread_row_fails_at_once(olena):
    copy = again(olena)
    copy.pk = uuid.uuid4()
    with pytest.raises(ValueMoved), transaction.atomic():
        copy.save()
    assert Person.objects.count() == 1


def test_copying_a_read_row_seals_anew(olena):
    copy = again(olena)
    assert (copy.name, copy.email, copy.phone) == ("Olena", "o@example.org", "")
    copy.pk = uuid.uuid4()
    copy.save()
    assert again(copy).name == "Olena"
    assert stored(copy).parts()[0] == copy.pk


def test_saving_an_unread_row_keeps_it(olena):
    before = stored(olena).text
    row = again(olena)
    row.language = "uk"
    row.save()
    assert stored(olena).text == before
    row.refresh_from_db()
    assert row.name == "Olena"


def test_deferred_fields(olena, django_assert_num_queries):
    row = Person.objects.only("language").get(pk=olena.pk)
    row.language = "uk"
    row.save()
    assert row.name == "Olena"
    assert again(olena).name == "Olena"


def test_values_give_no_text(olena):
    value = Person.objects.values("name").get()["name"]
    assert isinstance(value, Sealed)
    assert repr(value) == "<Sealed>"
    for use in (str, "{}".format):
        with pytest.raises(TypeError, match="sealed value"):
            use(value)
    with pytest.raises(TypeError, match="sealed value"):
        Template("{{ value }}").render(Context({"value": value}))


def test_bulk_create_encrypts(network):
    people = [Person(controller=network, name=f"Person {n}") for n in range(3)]
    Person.objects.bulk_create(people)
    assert [again(one).name for one in people] == ["Person 0", "Person 1", "Person 2"]


def test_update_and_bulk_update_refuse_a_plain_value(olena):
    with pytest.raises(TypeError, match="save"), transaction.atomic():
        Person.objects.update(name="Petr")
    olena.name = "Petr"
    with pytest.raises(TypeError, match="save"), transaction.atomic():
        Person.objects.bulk_update([olena], ["name"])
    assert again(olena).name == "Olena"


def test_update_may_empty(olena):
    Person.objects.update(name="")
    assert again(olena).name == ""


def test_update_or_create(olena):
    Person.objects.update_or_create(pk=olena.pk, defaults={"name": "Olena K."})
    assert again(olena).name == "Olena K."


def test_looking_up_by_value_is_refused(olena):
    with pytest.raises(TypeError, match="blind index"):
        Person.objects.filter(name="Olena").count()
    with pytest.raises(FieldError):
        Person.objects.filter(name__icontains="Ole").count()
    assert Person.objects.filter(phone="").count() == 1
    assert Person.objects.exclude(name="").count() == 1


def test_json(network):
    batch = ImportBatch.objects.create(organisation=network, filename="offers.csv")
    for line, value in enumerate([{"a": ["ř", None]}, {}, [], 0, False, "text", "", [1.5]]):
        row = ImportRow.objects.create(batch=batch, line=line, raw=value)
        assert again(row).raw == value
        row.full_clean()
        assert row.raw == value
    assert subject_key(batch.pk)


def test_a_value_follows_its_row_to_another_subject(network):
    first, second = (
        ImportBatch.objects.create(organisation=network, filename=name) for name in "ab"
    )
    row = ImportRow.objects.create(batch=first, line=1, raw={"a": 1})
    row = again(row)
    row.batch = second
    row.save()
    subject_key_erase(first.pk)
    assert again(row).raw == {"a": 1}


def test_no_subject_no_value(network):
    with pytest.raises(ValueError, match="UUID of a person"):
        ImportRow.objects.create(line=1, raw={"a": 1})


def test_a_list_takes_one_query_of_keys(network, django_assert_num_queries):
    for n in range(5):
        Person.objects.create(controller=network, name=f"N{n}", email="a@example.org")
    with django_assert_num_queries(1, using="keys"), django_assert_num_queries(1):
        people = reveal(Person.objects.order_by("created_at"))
        assert [one.name for one in people] == ["N0", "N1", "N2", "N3", "N4"]
        assert people[0].email == "a@example.org"


def test_reveal_follows_loaded_relations(olena, django_assert_num_queries):
    olena.disclosures.create(organisation=olena.controller, purpose="test")
    rows = reveal(olena.disclosures.model.objects.select_related("person"))
    with django_assert_num_queries(0, using="keys"):
        assert rows[0].person.name == "Olena"


def test_reveal_leaves_the_erased_sealed(olena, network):
    petr = Person.objects.create(controller=network, name="Petr")
    subject_key_erase(olena.pk)
    rows = {row.pk: row for row in reveal(Person.objects.all())}
    assert rows[petr.pk].name == "Petr"
    with pytest.raises(KeyErased):
        rows[olena.pk].name  # noqa: B018


def test_no_key_outlives_an_erasure(olena, django_assert_num_queries):
    with preload([olena.pk]), django_assert_num_queries(0, using="keys"):
        assert again(olena).name == "Olena"
    with preload([olena.pk]):
        subject_key_erase(olena.pk)
        with pytest.raises(KeyErased):
            again(olena).name  # noqa: B018


def test_preload_creates_keys_for_an_import(network, django_assert_num_queries):
    people = [Person(controller=network, name=f"N{n}") for n in range(20)]
    with (
        django_assert_num_queries(5, using="keys"),
        preload([one.pk for one in people], create=True),
    ):
        Person.objects.bulk_create(people)
    assert again(people[7]).name == "N7"
