"""An organisation's needs from a table: understood, put right, taken once."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from django_scopes import scope, scopes_disabled

from nebe.core.mail.models import Mail
from nebe.core.places.testing import places_for_tests
from nebe.exchange.imports.need_columns import LABELS, need_columns_of
from nebe.exchange.imports.need_rows import repeats_of
from nebe.exchange.imports.rows import Refused
from nebe.exchange.models import Category, ImportBatch, ImportRow, Need
from nebe.exchange.services import need_tables as services
from nebe.exchange.services.need_tables import NeedChecker, NeedTaker
from nebe.exchange.tasks import need_table_job

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
HEADER = "Kind of help\tWhat is needed\tHow many\tBy when, or until when\tHow often\tTown\tText"
SOON = timezone.localdate() + timedelta(days=10)
GOOD = f"Things\tMattresses\t40\t{SOON:%d.%m.%Y}\t\tPlzeň\tNinety wide"
EVERY = "Things\tInterpreter\t1\t\tevery Tuesday\tBrno\t"
BAD = f"Things\tChairs\tmany\t{SOON:%d.%m.%Y}\t\tNowhere\t"


@pytest.fixture(autouse=True)
def things():
    places_for_tests()
    return Category.objects.create(
        slug="things", name={"en": "Things", "uk": "Речі"}, openness="open", divisible=True,
        synonyms={"cs": ["matrace"]},
    )  # fmt: skip


@pytest.fixture
def jana(client_for, cast):
    return client_for(cast.jana)


def send(client, *rows, header=HEADER, once="a", **data):
    pasted = "\n".join([header, *rows])
    values = {"pasted": pasted, "language": "en", "once": once} | data
    return client.post(reverse("exchange_staff:need_tables"), values)


def the_batch() -> ImportBatch:
    return ImportBatch.objects.get()


def url(name: str, *args) -> str:
    return reverse(f"exchange_staff:{name}", args=[the_batch().pk, *args])


def take(client) -> None:
    client.post(url("need_table_act", "take"))
    need_table_job(str(the_batch().pk))


def fates() -> dict[int, str]:
    return dict(ImportRow.objects.values_list("line", "fate"))


def needs() -> list[Need]:
    with scopes_disabled():
        return list(Need.objects.select_related("municipality").order_by("quantity", "pk"))


def test_it_works(jana, cast):
    assert send(jana, GOOD, EVERY).url == url("need_table")
    page = jana.get(url("need_table")).content.decode()
    assert "Take 2 needs" in page
    assert not needs()
    take(jana)
    every, mattresses = needs()
    assert (mattresses.quantity, mattresses.needed_until) == (40, SOON)
    assert mattresses.text == "Mattresses\nNinety wide"
    assert mattresses.for_organisation == mattresses.organisation == cast.pomoc
    assert (mattresses.posted_by, mattresses.status, mattresses.seeks) == (cast.jana, "open", True)
    assert (every.repeats, every.weekdays, every.needed_from.weekday()) == ("weekly", [1], 1)
    assert fates() == {2: "taken", 3: "taken"}
    with scopes_disabled():
        assert not Mail.objects.exists()  # not one for each row


def test_taken_once_however_often_it_is_said(jana):
    send(jana, GOOD)
    send(jana, GOOD)
    take(jana)
    take(jana)
    jana.post(url("need_table_act", "take"))
    assert len(needs()) == 1


def while_taking(monkeypatch, call) -> None:
    """`call` once, after the first row was taken."""
    calls = [call]
    taken = NeedTaker.deal_with

    def deal_with(self, lines):
        taken(self, lines)
        if calls:
            calls.pop()()

    monkeypatch.setattr(NeedTaker, "deal_with", deal_with)
    monkeypatch.setattr(services, "AT_ONCE", 1)


def put_right(line: int) -> None:
    """As somebody does whose page was open before the table was taken."""
    row = ImportRow.objects.get(line=line)
    row.raw = [*EVERY.split("\t")[:5], "Plzeň", "put right"]
    row.fate = ImportRow.Fate.UNREAD
    row.save()
    services.need_table_check(batch=the_batch())


@pytest.mark.parametrize("line", [2, 4], ids=["above what is being taken", "below it"])
def test_a_row_put_right_while_the_table_is_taken_waits_for_the_button(jana, monkeypatch, line):
    rows = [EVERY, GOOD, GOOD.replace("40", "50")]
    rows.insert(line - 2, BAD)
    send(jana, *rows)
    while_taking(monkeypatch, lambda: put_right(line))
    take(jana)
    others = {2, 3, 4, 5} - {line}
    assert fates() == {line: "ready"} | dict.fromkeys(others, "taken")
    assert (the_batch().status, len(needs())) == ("preview", 3)
    assert "Take 1 need" in jana.get(url("need_table")).content.decode()
    take(jana)
    take(jana)
    assert set(fates().values()) == {"taken"}
    assert (the_batch().status, len(needs())) == ("done", 4)
    assert sorted(need.quantity for need in needs()) == [1, 1, 40, 50]


def test_a_row_checked_as_the_taking_ends_is_not_left_behind(jana, monkeypatch):
    """Between the last look at the rows and the word that all is done."""
    send(jana, GOOD, BAD)
    held, calls = services._held, [lambda: put_right(3)]

    def first_the_other(batch):
        if calls:
            calls.pop()()
        return held(batch)

    monkeypatch.setattr(services, "_held", first_the_other)
    take(jana)
    assert fates() == {2: "taken", 3: "ready"}
    assert the_batch().status == "preview"


def test_what_is_put_right_during_the_taking_is_refused(jana, monkeypatch):
    send(jana, GOOD, BAD)
    cells = {"cell.3.place": "Brno", "cell.3.quantity": "12"}
    while_taking(monkeypatch, lambda: jana.post(url("need_table_act", "correct"), cells))
    take(jana)
    assert fates() == {2: "taken", 3: "refused"}
    assert the_batch().status == "done"


def test_bad_rows_say_why_and_are_put_right_in_the_page(jana):
    send(jana, GOOD, BAD)
    page = jana.get(url("need_table")).content.decode()
    assert "No municipality has this name." in page
    assert 'value="many"' in page
    take(jana)
    assert fates() == {2: "taken", 3: "refused"}
    cells = {"cell.3.place": "Brno", "cell.3.quantity": "still many"}
    jana.post(url("need_table_act", "correct"), cells)
    page = jana.get(url("need_table")).content.decode()
    assert "This is not a whole number." in page
    assert 'value="still many"' in page  # nothing typed is lost
    assert 'value="Brno"' in page
    jana.post(url("need_table_act", "correct"), {"cell.3.quantity": "12"})
    take(jana)
    assert [need.quantity for need in needs()] == [12, 40]


def test_what_is_taken_cannot_be_changed(jana):
    send(jana, GOOD)
    take(jana)
    jana.post(url("need_table_act", "correct"), {"cell.2.what": "Other"})
    assert fates() == {2: "taken"}
    assert "Other" not in jana.get(url("need_table")).content.decode()


def test_what_was_understood_otherwise_is_shown(jana):
    send(jana, f"matrace\tMattresses\t40 ks\t{SOON.isoformat()}\t\tPlzeň\t")
    row = ImportRow.objects.get()
    assert (row.fate, row.changed) == ("ready", "category,quantity")
    page = jana.get(url("need_table")).content.decode()
    assert page.count("understood so") == 2


def test_columns_are_chosen_by_hand(jana):
    send(jana, "Things\tBeds\tBrno", header="A\tB\tC")
    page = jana.get(url("need_table")).content.decode()
    assert "No column was recognised as" in page
    columns = {"category": "0", "what": "1", "place": "2"}
    jana.post(url("need_table_act", "columns"), columns)
    assert fates() == {2: "ready"}
    take(jana)
    assert needs()[0].text == "Beds"


def test_what_is_not_recognised_is_said_so(jana):
    send(jana, "Things\tBeds\tBrno\tblue", header="Kind\tWhat\tTown\tColour")
    page = jana.get(url("need_table")).content.decode()
    assert "These columns are not used: Colour" in page
    columns = {"category": "0", "what": "1", "place": "2", "text": "3"}
    jana.post(url("need_table_act", "columns"), columns)
    assert "These columns" not in jana.get(url("need_table")).content.decode()
    take(jana)
    assert needs()[0].text == "Beds\nblue"


def test_a_column_that_the_table_lacks_is_typed_in(jana):
    send(jana, "Things\tBeds", header="Kind\tWhat")
    jana.post(url("need_table_act", "correct"), {"cell.2.place": "Brno", "cell.2.what": "Beds"})
    assert fates() == {2: "ready"}


@pytest.mark.parametrize("language", ["en", "cs", "uk", "pl", "ru", "vi", "ar"])
def test_the_labels_are_known_in_every_language(language):
    with override(language):
        header = [str(label) for label in LABELS.values()]
    found = need_columns_of(header)
    assert {"category", "what", "quantity", "place"} <= set(found)


@pytest.mark.parametrize(
    ("words", "repeats", "weekdays"),
    [
        ("", "", []),
        ("weekly", "weekly", []),
        ("щомісяця", "monthly", []),
        ("every Tuesday", "weekly", [1]),
        ("každou středu a pátek", "weekly", [2, 4]),
        ("щовівторка", "weekly", [1]),
        ("co wtorek", "weekly", [1]),
        ("по вторникам", "weekly", [1]),
        ("thứ ba", "weekly", [1]),
        ("كل ثلاثاء", "weekly", [1]),
        ("в п'ятницю", "weekly", [4]),
    ],
)
def test_how_often_in_our_languages(words, repeats, weekdays):
    assert repeats_of(words) == (repeats, weekdays)


def test_how_often_is_refused_where_it_is_not_understood():
    with pytest.raises(Refused):
        repeats_of("now and then")


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("Magic\tWands\t1\t\t\tBrno\t", "category:category"),
        ("\tWands\t1\t\t\tBrno\t", "missing:category"),
        ("Things\t\t1\t\t\tBrno\t", "missing:what"),
        ("Things\tWands\t1\t\t\t\t", "missing:place"),
        ("Things\tWands\t1\t1.1.2020\t\tBrno\t", "past:needed_until"),
        ("Things\tWands\t1\tsoon\t\tBrno\t", "date:needed_until"),
        ("Things\tWands\t1\t\tsometimes\tBrno\t", "repeats:repeats"),
    ],
)
def test_why_a_row_is_refused(jana, row, reason):
    send(jana, row)
    assert ImportRow.objects.get().reason == reason


def test_the_same_need_twice_is_taken_once(jana):
    send(jana, GOOD, GOOD)
    assert fates() == {2: "ready", 3: "refused"}


def test_what_was_taken_once_stays_refused_when_another_row_is_put_right(jana):
    send(jana, GOOD, GOOD, BAD)
    take(jana)
    cells = {"cell.4.place": "Brno", "cell.4.quantity": "12"}
    jana.post(url("need_table_act", "correct"), cells)
    assert fates() == {2: "taken", 3: "refused", 4: "ready"}


def test_a_portion_tried_in_halves_finds_no_row_twice(jana, monkeypatch):
    send(jana, GOOD)
    checker = NeedChecker(the_batch())
    checker.deal_with([2])
    checker.deal_with([2])
    assert fates() == {2: "ready"}


def test_a_file_is_read_as_well(jana):
    upload = SimpleUploadedFile("needs.csv", "\n".join([HEADER, GOOD]).encode())
    data = {"file": upload, "language": "en", "once": "b"}
    jana.post(reverse("exchange_staff:need_tables"), data)
    assert fates() == {2: "ready"}
    assert the_batch().filename == "needs.csv"


def test_too_many_rows_are_refused_and_what_was_pasted_is_kept(jana, monkeypatch):
    monkeypatch.setattr(services, "MAX_ROWS", 1)
    response = send(jana, GOOD, EVERY)
    assert response.status_code == 422
    assert "1 row is the most" in response.content.decode()
    assert "Interpreter" in response.content.decode()
    assert not ImportBatch.objects.exists()


def test_nothing_is_asked_for_nicely(jana):
    response = send(jana, header="")
    assert response.status_code == 422
    assert "Please paste a table, or choose a file." in response.content.decode()


def test_every_row_is_listed_with_its_fate(jana):
    send(jana, GOOD, BAD.replace("Chairs", "=HYPERLINK(1)"))
    table = jana.get(url("need_table_rows")).content.decode("utf-8-sig")
    assert "will be taken" in table
    assert "refused" in table
    assert "No municipality" in table
    assert "'=HYPERLINK" in table


def test_the_template_comes_back_as_a_table(jana):
    with override("uk"):
        page = jana.get(reverse("exchange_staff:need_template"))
    header = page.content.decode("utf-8-sig").strip().split(",")
    assert {"category", "what", "place"} <= set(need_columns_of(header))


def test_the_rows_are_sealed_and_go_when_told(jana):
    send(jana, GOOD)
    with connection.cursor() as cursor:
        cursor.execute("SELECT raw FROM nebe_exchange_importrow")
        assert "Mattresses" not in str(cursor.fetchall())
    take(jana)
    jana.post(url("need_table_forget"))
    assert not ImportBatch.objects.exists()
    assert len(needs()) == 1


def test_it_is_the_organisations_own(jana, cast, client_for):
    send(jana, GOOD)
    marta = client_for(cast.marta)
    assert marta.get(url("need_table")).status_code == 404
    assert marta.post(url("need_table_act", "take")).status_code == 404
    # Offers are imported elsewhere.
    assert jana.get(url("import")).status_code == 404
    take(jana)
    with scope(organisation=cast.breh):
        assert not Need.objects.exists()
