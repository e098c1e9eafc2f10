"""Many rows in one transaction: as few statements as for a few, and still a fate for each row."""

import threading

import pytest
from django.db import IntegrityError, OperationalError, connections
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django_scopes import scopes_disabled

from nebe.core.crypto.keys import subject_key_erase
from nebe.core.crypto.models import SubjectKey
from nebe.core.people.actors import Actor
from nebe.core.people.models import Disclosure, Person
from nebe.core.privacy.models import AuditEntry
from nebe.core.texts import read_tables as reading
from nebe.exchange.models import ImportBatch, Offer
from nebe.exchange.search.models import SearchDocument
from nebe.exchange.services import import_rows, imports
from nebe.exchange.services.imports import import_check, import_keep, import_run, import_start
from nebe.exchange.tasks import import_check_job, import_run_job

from .test_imports import HEADER, ROW, as_csv, fates, imported, jana, network, send  # noqa: F401

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
SYSTEM = Actor.system()


def row(title, email, category="textbooks", **cells):
    """A row whose helper and title are given."""
    return [title, category, email, cells.get("town", "Plzeň"), "čeština", "", cells.get("id", "")]


def file_of(*rows) -> bytes:
    return as_csv([*HEADER, "id"], *rows)


def many(count, of="a") -> bytes:
    towns = ["Plzeň", "Brno", "Praha", "Ostrava"]
    rows = [row(f"{of} {n}", f"{of}{n}@example.org", town=towns[n % 4]) for n in range(count)]
    return file_of(*rows)


@pytest.fixture
def office(cast, towns, categories):
    return cast.office


def kept(content, office) -> ImportBatch:
    return import_keep(
        name="a.csv", content=content, organisation=office, language="cs", actor=SYSTEM
    )


def checked(content, office) -> ImportBatch:
    batch = kept(content, office)
    import_check(batch=batch)
    import_start(batch=batch, actor=SYSTEM)
    return batch


def statements(call) -> int:
    captured = [CaptureQueriesContext(connections[alias]) for alias in ("default", "keys")]
    with captured[0], captured[1]:
        call()
    return sum(map(len, captured))


def test_a_portion_takes_as_many_statements_whatever_its_size(office):
    def work(content):
        batch = kept(content, office)
        check = statements(lambda: import_check(batch=batch))
        import_start(batch=batch, actor=SYSTEM)
        return check, statements(lambda: import_run(batch=batch, actor=SYSTEM))

    small, large = work(many(4)), work(many(24, of="b"))
    assert small == large
    assert small[0] < 15
    assert small[1] < 70
    assert Offer.objects.count() == 28
    again = work(many(24, of="b"))
    assert again == work(many(4))
    assert Offer.objects.count() == 28


def test_each_new_offer_is_whole(office):
    batch = checked(file_of(row("Books", "p@example.org"), row("Room", "p@example.org")), office)
    import_run(batch=batch, actor=SYSTEM)
    offers = Offer.objects.filter(imported=batch)
    assert set(offers.values_list("status", flat=True)) == {"live"}
    assert all(offer.kinds.get().public and offer.published_at for offer in offers)
    assert SearchDocument.objects.filter(offer__in=offers).count() == 2
    assert AuditEntry.objects.filter(action="offer.import").count() == 2
    assert list(batch.rows.values_list("offer", flat=True)) == list(
        offers.order_by("number").values_list("pk", flat=True)
    )


def test_a_helper_of_several_rows_is_one_person(office):
    rows = [row("Books", "petr@example.org"), row("Room", " Petr@Example.org", "housing")]
    batch = checked(file_of(*rows, row("Lessons", "petr@example.org", "tutoring")), office)
    import_run(batch=batch, actor=SYSTEM)
    with scopes_disabled():
        person = Person.objects.get(email_index=batch.rows.first().email_index)
    assert Offer.objects.filter(person=person).count() == 3
    assert Disclosure.objects.filter(person=person).count() == 1


def test_rows_of_one_portion_about_one_offer_are_merged_in_their_order(office):
    batch = checked(
        file_of(
            row("Books", "p@example.org", "textbooks"),
            row("Books", "p@example.org", "housing"),  # the same title
            row("Paper", "q@example.org", id="7"),
            row("Pens", "q@example.org", id="7"),  # the same number
            row("Pens", "q@example.org", "tutoring"),  # the title that it has by now
            row("Paper", "q@example.org", "legal"),  # the title that it had: a new one
        ),
        office,
    )
    import_run(batch=batch, actor=SYSTEM)
    assert [fate for _line, fate, _reason in fates(batch)] == [
        *("taken", "merged"),
        *("taken", "merged", "merged", "taken"),
    ]
    books, pens, paper = Offer.objects.order_by("number")
    assert (books.title, books.categories.get().pk, books.status) == ("Books", "housing", "live")
    assert (pens.title, pens.external_id, pens.categories.get().pk) == ("Pens", "7", "tutoring")
    assert (paper.title, paper.external_id) == ("Paper", "")
    assert list(batch.rows.values_list("offer", flat=True)) == [
        *(books.pk, books.pk),
        *(pens.pk, pens.pk, pens.pk, paper.pk),
    ]


def test_merging_keeps_what_no_file_tells(office):
    import_run(batch=checked(file_of(row("Books", "p@example.org")), office), actor=SYSTEM)
    offer = Offer.objects.get()
    offer.answers, offer.contact_hours = {"textbooks.class": "3"}, "after five"
    offer.internal_answers = {"textbooks.where": "Second floor"}
    offer.save()
    content = file_of(row("Books", "p@example.org", town="Brno"))
    import_run(batch=checked(content, office), actor=SYSTEM)
    offer.refresh_from_db()
    assert offer.places.get().municipality.name == "Brno"
    assert offer.answers == {"textbooks.class": "3"}
    assert offer.internal_answers == {"textbooks.where": "Second floor"}
    assert offer.contact_hours == "after five"


def test_a_row_that_fails_is_refused_alone(office, caplog):
    import_run(batch=checked(file_of(row("Old", "gone@example.org")), office), actor=SYSTEM)
    # Being forgotten, but not gone yet: nothing can be sealed for this person any more.
    subject_key_erase(Offer.objects.get().person_id)
    rows = [row(f"Books {n}", f"p{n}@example.org") for n in range(7)]
    rows[4] = row("New", "gone@example.org")
    batch = checked(file_of(*rows), office)
    import_run(batch=batch, actor=SYSTEM)
    assert [line for line, fate, _reason in fates(batch) if fate == "taken"] == [2, 3, 4, 5, 7, 8]
    assert batch.rows.get(line=6).reason == "failed:title"
    assert Offer.objects.filter(imported=batch).count() == 6
    assert AuditEntry.objects.filter(action="offer.import").count() == 7
    with scopes_disabled():
        assert Person.objects.filter(controller=office, email_index__gt="").count() >= 7
    assert "KeyErased" in caplog.text
    assert "gone@example.org" not in caplog.text


def test_a_row_that_fails_while_it_is_checked_is_refused_alone(office, monkeypatch, caplog):
    batch = kept(many(7), office)
    parse = import_rows.RowReader._parse

    def fails_on_one(self, row):
        if row["title"] == "a 4":
            raise RuntimeError
        return parse(self, row)

    monkeypatch.setattr(import_rows.RowReader, "_parse", fails_on_one)
    import_check(batch=batch)
    reasons = {line: (fate, reason) for line, fate, reason in fates(batch)}
    assert reasons.pop(6) == ("refused", "failed:title")
    assert set(reasons.values()) == {("ready", "")}
    batch.refresh_from_db()
    assert batch.status == "preview"
    assert "example.org" not in caplog.text


def test_a_file_that_is_refused_halfway_leaves_no_key(office, monkeypatch):
    monkeypatch.setattr(reading, "MAX_ROWS", 3)
    before = SubjectKey.objects.count()
    with pytest.raises(reading.Unreadable):
        kept(many(5), office)
    assert SubjectKey.objects.count() == before


def test_a_portion_that_fails_leaves_no_key_and_takes_none_that_is_used(office, monkeypatch):
    import_run(batch=checked(many(2), office), actor=SYSTEM)
    before = set(SubjectKey.objects.values_list("pk", flat=True))
    batch = checked(many(4), office)

    def fails(**kwargs):
        raise IntegrityError

    monkeypatch.setattr(import_rows, "offers_settle", fails)
    import_run(batch=batch, actor=SYSTEM)
    assert {fate for _line, fate, _reason in fates(batch)} == {"refused"}
    assert set(SubjectKey.objects.values_list("pk", flat=True)) == before | {batch.pk}


def test_what_failed_is_told_with_its_reason(jana, cast, monkeypatch):  # noqa: F811
    def fails(**kwargs):
        raise IntegrityError

    monkeypatch.setattr(import_rows, "offers_add", fails)
    batch = imported(jana, as_csv(HEADER, ROW))
    assert fates(batch) == [(2, "refused", "failed:title")]
    page = jana.get(reverse("exchange_staff:import", args=[batch.pk])).content.decode()
    assert "could not be taken" in page
    assert batch.status == "done"


@pytest.mark.parametrize("step", ["persons_get_or_create", "offers_add", "offers_settle"])
@pytest.mark.parametrize("trouble", [KeyboardInterrupt, OperationalError])
def test_an_interrupted_import_goes_on_where_it_stopped(jana, monkeypatch, step, trouble):  # noqa: F811
    send(jana, many(5))
    batch = ImportBatch.objects.get()
    import_check_job(str(batch.pk))
    jana.post(reverse("exchange_staff:import_confirm", args=[batch.pk]))
    monkeypatch.setattr(imports, "AT_ONCE", 2)
    done, calls = getattr(import_rows, step), []

    def dies_in_the_second_portion(*args, **kwargs):
        result = done(*args, **kwargs)
        calls.append(step)
        if len(calls) == 2:
            raise trouble
        return result

    with monkeypatch.context() as patch:
        patch.setattr(import_rows, step, dies_in_the_second_portion)
        with pytest.raises(trouble):
            import_run_job(str(batch.pk))
    assert [fate for _line, fate, _reason in fates(batch)] == ["taken"] * 2 + ["ready"] * 3
    assert counts() == (2, 2, 2)
    import_run_job(str(batch.pk))
    assert {fate for _line, fate, _reason in fates(batch)} == {"taken"}
    assert counts() == (5, 5, 5)


def counts() -> tuple[int, ...]:
    entries = AuditEntry.objects.filter(action="offer.import")
    return Offer.objects.count(), SearchDocument.objects.count(), entries.count()


@pytest.mark.django_db(transaction=True, serialized_rollback=True, databases=["default", "keys"])
def test_two_jobs_at_once_take_each_row_once(office, monkeypatch):
    monkeypatch.setattr(imports, "AT_ONCE", 3)
    batch = checked(many(9), office)
    barrier = threading.Barrier(2)

    def run():
        barrier.wait()
        import_run_job(str(batch.pk))
        connections.close_all()

    threads = [threading.Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {fate for _line, fate, _reason in fates(batch)} == {"taken"}
    assert counts() == (9, 9, 9)


def test_the_page_shows_how_far_it_is(jana, monkeypatch):  # noqa: F811
    send(jana, many(5))
    batch = ImportBatch.objects.get()
    page = reverse("exchange_staff:import", args=[batch.pk])
    assert '<progress max="5" value="0"' in jana.get(page).content.decode()
    monkeypatch.setattr(imports, "AT_ONCE", 2)
    with monkeypatch.context() as patch:
        patch.setattr(imports.RowChecker, "deal_with", stops_after(2, imports.RowChecker.deal_with))
        with pytest.raises(KeyboardInterrupt):
            import_check_job(str(batch.pk))
    assert '<progress max="5" value="4"' in jana.get(page).content.decode()
    import_check_job(str(batch.pk))
    assert "<progress" not in jana.get(page).content.decode()


def stops_after(count, method):
    calls = []

    def stops(self, lines):
        if len(calls) == count:
            raise KeyboardInterrupt
        calls.append(lines)
        return method(self, lines)

    return stops
