"""Imports: every row has a fate, whatever the file looks like, whenever it is interrupted."""

import csv
import io
import zipfile

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils.translation import override
from openpyxl import Workbook

from nebe.core.privacy.models import AuditEntry
from nebe.core.texts import read_tables as reading
from nebe.core.texts.read_tables import Unreadable, lines_of, rows_of
from nebe.exchange.imports.columns import FIELD_LABELS, columns_of
from nebe.exchange.imports.rows import Refused, RowReader
from nebe.exchange.models import ImportBatch, ImportRow, Offer
from nebe.exchange.tasks import import_check_job, import_run_job

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
HEADER = ["Název", "Kategorie", "E-mail", "Obec", "Jazyky", "Od"]
ROW = ["Učebnice češtiny", "textbooks", "petr@example.org", "Plzeň", "čeština", "1. 3. 2027"]


@pytest.fixture
def network(cast):
    return cast.office


@pytest.fixture
def jana(cast, client_for, towns, categories):
    return client_for(cast.jana)


def as_csv(*rows, encoding="utf-8", delimiter=",") -> bytes:
    table = io.StringIO()
    csv.writer(table, delimiter=delimiter).writerows(rows)
    return table.getvalue().encode(encoding)


def as_xlsx(*rows) -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def send(client, content, name="offers.csv", **data):
    upload = SimpleUploadedFile(name, content)
    data = {"file": upload, "language": "cs", "assured": "on"} | data
    return client.post(reverse("exchange_staff:import_start"), data)


def imported(client, content) -> ImportBatch:
    response = send(client, content)
    assert response.status_code == 302, response.content.decode()
    batch = ImportBatch.objects.latest("created_at")
    import_check_job(str(batch.pk))
    client.post(reverse("exchange_staff:import_confirm", args=[batch.pk]))
    import_run_job(str(batch.pk))
    batch.refresh_from_db()
    return batch


def fates(batch) -> list[tuple]:
    return list(batch.rows.values_list("line", "fate", "reason"))


def test_it_works(jana, cast):
    batch = imported(jana, as_csv(HEADER, ROW))
    assert fates(batch) == [(2, "taken", "")]
    assert batch.status == "done"
    offer = Offer.objects.get()
    assert (offer.title, offer.handler, offer.status) == (ROW[0], cast.pomoc, "live")
    assert offer.languages == ["cs"]
    assert str(offer.available_from) == "2027-03-01"
    assert offer.places.get().municipality.name == "Plzeň"


def test_nothing_is_taken_before_the_coordinator_says_so(jana):
    send(jana, as_csv(HEADER, ROW))
    batch = ImportBatch.objects.get()
    import_check_job(str(batch.pk))
    assert fates(batch) == [(2, "ready", "")]
    page = jana.get(reverse("exchange_staff:import", args=[batch.pk])).content.decode()
    assert "Import these rows" in page
    assert ROW[0] in page
    assert not Offer.objects.exists()


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (as_csv(HEADER, ROW, encoding="cp1250", delimiter=";"), "a.csv"),
        (as_csv(HEADER, ROW, encoding="utf-16"), "a.csv"),
        (as_csv(HEADER, ROW, encoding="utf-8-sig", delimiter="\t"), "a.tsv"),
        (as_xlsx(HEADER, ROW), "../../etc/passwd.xlsx"),
    ],
    ids=["cp1250", "utf-16", "utf-8 with mark", "xlsx"],
)
def test_encodings(content, name):
    assert list(rows_of(name, content)) == [HEADER, ROW]


@pytest.mark.parametrize("written", ["2027-03-01", "1. 3. 2027", "01/03/2027", "2027/03/01"])
def test_dates_in_four_notations(towns, categories, written):
    parsed = RowReader(language="cs").parse(good() | {"available_from": written})
    assert str(parsed.draft.available_from) == "2027-03-01"


def test_dates_of_a_spreadsheet(towns, categories):
    from datetime import date

    [_header, row] = rows_of("a.xlsx", as_xlsx(["Od"], [date(2027, 3, 1)]))
    assert row == ["2027-03-01"]


@pytest.mark.parametrize("as_file", [as_csv, as_xlsx])
def test_empty_rows_are_left_out_and_counted(as_file):
    content = as_file([], HEADER, ["", ""], ROW, [], [], ROW)
    assert [line for line, _row in lines_of("a", content)] == [2, 4, 7]


def good() -> dict[str, str]:
    return {
        "title": "Books",
        "categories": "Textbooks",
        "email": "petr@example.org",
        "places": "Plzeň",
    }


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"title": " "}, "missing:title"),
        ({"email": "petr at example"}, "email:email"),
        ({"categories": "Flying"}, "category:categories"),
        ({"categories": "Textbooks, Flying"}, "category:categories"),
        ({"places": "Atlantida"}, "place:places"),
        ({"languages": "Klingon"}, "language:languages"),
        ({"capacity": "-3"}, "number:capacity"),
        ({"capacity": "٣"}, "number:capacity"),
        ({"available_from": "soon"}, "date:available_from"),
        ({"available_from": "31.2.2027"}, "date:available_from"),
    ],
)
def test_each_refusal_has_its_reason(towns, categories, change, reason):
    with pytest.raises(Refused) as refused:
        RowReader(language="cs").parse(good() | change)
    assert str(refused.value) == reason


@pytest.mark.parametrize(
    ("town", "since", "until", "reason"),
    [
        ("", "", "", "nowhere:places"),
        ("Plzeň", "2.1.2027", "1.1.2027", "dates_order:available_until"),
    ],
)
def test_an_offer_that_cannot_be_as_a_whole_is_refused(jana, town, since, until, reason):
    row = [*ROW[:3], town, "", since, until]
    batch = imported(jana, as_csv([*HEADER, "Do"], row))
    assert fates(batch) == [(2, "refused", reason)]


def test_contacts_in_public_text_are_taken_out(towns, categories):
    parsed = RowReader(language="cs").parse(good() | {"text": "Volejte 601 123 456 nebo přijďte"})
    assert "601" not in parsed.draft.text
    assert "přijďte" in parsed.draft.text
    assert parsed.notes == ["masked"]


def test_refused_rows_come_back_as_a_file_with_their_reasons(jana):
    bad = ["=1+1", "Flying", "petr@example.org", "Plzeň", "", ""]
    batch = imported(jana, as_csv(HEADER, ROW, bad))
    assert fates(batch) == [(2, "taken", ""), (3, "refused", "category:categories")]
    response = jana.get(reverse("exchange_staff:import_refused", args=[batch.pk]))
    _header, row = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))
    assert row[0] == "'=1+1"
    assert row[-2] == "3"
    assert "No kind of help has this name" in row[-1]


def test_refused_rows_mended_and_sent_again_are_taken_as_they_were_meant(jana):
    header = [*HEADER, "Telefon"]
    bad = ["+ Učebnice", "Flying", "petr@example.org", "Plzeň", "", "", "+420 601 000 001"]
    batch = imported(jana, as_csv(header, bad))
    response = jana.get(reverse("exchange_staff:import_refused", args=[batch.pk]))
    imported(jana, response.content.decode("utf-8-sig").replace("Flying", "textbooks").encode())
    offer = Offer.objects.get()
    assert (offer.title, offer.person.phone) == ("+ Učebnice", "+420 601 000 001")


def test_where_every_row_is_refused_there_is_nothing_to_import(jana):
    send(jana, as_csv(HEADER, ["Books", "Flying", "petr@example.org", "Plzeň", "", ""]))
    batch = ImportBatch.objects.get()
    import_check_job(str(batch.pk))
    page = jana.get(reverse("exchange_staff:import", args=[batch.pk])).content.decode()
    assert "Kinds of help: “Flying”. No kind of help has this name." in page
    assert "Import these rows" not in page


def test_the_same_row_twice_in_a_file_is_taken_once(jana):
    batch = imported(jana, as_csv(HEADER, ROW, ROW))
    assert [fate for _line, fate, _reason in fates(batch)] == ["taken", "refused"]


def test_the_same_file_again_is_merged(jana):
    imported(jana, as_csv(HEADER, ROW))
    again = imported(jana, as_csv(HEADER, [*ROW[:4], "ukrajinština", ""]))
    assert fates(again) == [(2, "merged", "")]
    assert Offer.objects.get().languages == ["uk"]


def test_confirming_twice_imports_once(jana):
    batch = imported(jana, as_csv(HEADER, ROW))
    jana.post(reverse("exchange_staff:import_confirm", args=[batch.pk]))
    import_run_job(str(batch.pk))
    assert Offer.objects.count() == 1


def bomb() -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/worksheets/sheet1.xml", b"0" * (8 * 1024 * 1024))
    return target.getvalue()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        (b"PK\x03\x04 broken", "damaged"),
        (b"\x89PNG\r\n\x1a\n\0\0\0", "not a table"),
        (b"\xff\xfea", "cannot be read"),
    ],
    ids=["empty", "broken zip", "picture", "half a letter"],
)
def test_unreadable_files_say_why(content, words):
    with pytest.raises(Unreadable) as problem:
        list(rows_of("a.csv", content))
    assert words in str(problem.value.message)


def test_a_zip_bomb_is_refused_unopened(monkeypatch):
    monkeypatch.setattr(reading, "MAX_UNPACKED", 1024 * 1024)
    with pytest.raises(Unreadable, match="unpacks"):
        list(rows_of("a.xlsx", bomb()))


def test_a_row_that_claims_to_be_far_below_is_not_waited_for(monkeypatch):
    monkeypatch.setattr(reading, "LAST_ROW", 1000)
    target = io.BytesIO(as_xlsx(HEADER, ROW))
    far = io.BytesIO()
    with zipfile.ZipFile(target) as old, zipfile.ZipFile(far, "w") as new:
        for part in old.namelist():
            new.writestr(part, old.read(part).replace(b'<row r="2"', b'<row r="999999999999"'))
    assert list(rows_of("a.xlsx", far.getvalue())) == [HEADER]


def test_a_name_that_turns_text_around_is_made_plain(towns, categories):
    row = dict(zip(["title", "categories", "email", "places"], ROW, strict=False))
    parsed = RowReader(language="cs").parse(row | {"name": "Petr\u202e\nrteP"})
    assert parsed.name == "Petr rteP"


def test_what_was_typed_stays_when_the_file_is_refused(jana):
    page = send(jana, as_csv(["Nothing", "known"], ["1", "2"])).content.decode()
    assert "These columns are missing" in page
    assert '<option value="cs" selected>' in page
    assert not ImportBatch.objects.exists()


def test_that_rows_were_seen_is_in_the_trail(jana):
    batch = imported(jana, as_csv(HEADER, ROW))
    jana.get(reverse("exchange_staff:import", args=[batch.pk]))
    jana.get(reverse("exchange_staff:import_refused", args=[batch.pk]))
    actions = AuditEntry.objects.filter(row=str(batch.pk)).values_list("action", flat=True)
    assert {"read", "import.refused_rows"} <= set(actions)


def test_rows_are_sealed_and_forgotten_with_their_batch(jana, cast):
    from django.db import connection

    from nebe.core.crypto.models import SubjectKey

    batch = imported(jana, as_csv(HEADER, ROW))
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT raw FROM {ImportRow._meta.db_table}")
        assert "petr@example.org" not in cursor.fetchone()[0]
    jana.post(reverse("exchange_staff:import_forget", args=[batch.pk]))
    assert not ImportBatch.objects.exists()
    assert not SubjectKey.objects.filter(pk=batch.pk).exists()
    assert Offer.objects.count() == 1


def test_a_person_s_rows_go_with_the_person(jana):
    from nebe.core.people.actors import Actor
    from nebe.core.privacy.erasure import person_erase

    bad = ["Nowhere", "Flying", ROW[2], "", "", ""]
    batch = imported(jana, as_csv(HEADER, ROW, bad, [*ROW[:2], "olena@example.org", *ROW[3:]]))
    person = batch.rows.get(line=2).offer.person_id
    person_erase(person_id=person, actor=Actor.system())
    assert [line for line, _fate, _reason in fates(batch)] == [4]


def test_a_foreign_import_does_not_exist(jana, cast, client_for):
    batch = imported(jana, as_csv(HEADER, ROW))
    marta = client_for(cast.marta)
    for name in ("import", "import_refused", "import_forget"):
        assert marta.get(reverse(f"exchange_staff:{name}", args=[batch.pk])).status_code == 404


@pytest.mark.parametrize("language", [code for code, _name in settings.LANGUAGES])
def test_the_labels_of_the_page_are_understood_as_headers_in_every_language(language):
    with override(language):
        header = [str(label).upper() for label in FIELD_LABELS.values()]
    with override("en"):
        assert list(columns_of(header)) == list(FIELD_LABELS)


def test_the_columns_of_the_template_are_understood(jana):
    template = jana.get(reverse("exchange_staff:import_template")).content.decode("utf-8-sig")
    assert list(columns_of(template.strip().split(","))) == list(FIELD_LABELS)


def test_rows_in_several_languages_are_told_apart(jana):
    rows = [
        ["Učebnice pro první třídu, zdarma k odvozu", *ROW[1:]],
        ["Віддам підручники для першого класу", *ROW[1:]],
        ["Tặng sách giáo khoa lớp một cho các cháu", *ROW[1:]],
    ]
    send(jana, as_csv(HEADER, *rows), language="")
    batch = ImportBatch.objects.get()
    import_check_job(str(batch.pk))
    jana.post(reverse("exchange_staff:import_confirm", args=[batch.pk]))
    import_run_job(str(batch.pk))
    assert list(Offer.objects.order_by("number").values_list("language", flat=True)) == [
        "cs",
        "uk",
        "vi",
    ]
