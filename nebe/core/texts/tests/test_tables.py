import pytest

from nebe.core.texts.read_tables import rows_of
from nebe.core.texts.tables import csv_file, safe, unmarked


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("", ""),
        ("Calm", "Calm"),
        ("=1", "'=1"),
        ("@a", "'@a"),
        ("+420 777 123 456", "'+420 777 123 456"),
        ("-1|=2", "'-1|'=2"),
    ],
)
def test_no_cell_is_a_formula_and_each_comes_back_as_it_was(text, made):
    assert safe(text) == made
    assert unmarked(made) == text


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("Call; =1+1", "Call; '=1+1"),
        ('a,"@sum', "a,\"'@sum"),
        (" =1", "' =1"),
        ("Mon - Fri; 2-3", "Mon - Fri; 2-3"),
    ],
)
def test_no_formula_begins_where_another_country_s_reader_cuts(text, made):
    assert safe(text) == made


def test_numbers_stay_numbers():
    assert [safe(value) for value in (None, -1)] == [None, -1]


def test_a_file_says_that_it_is_utf_8():
    file = csv_file("towns.csv", [["Brno", -1], ["Plzeň", None]])
    assert file.content.decode() == "\ufeffBrno,-1\r\nPlzeň,\r\n"
    assert file["Content-Disposition"] == 'attachment; filename="towns.csv"'


@pytest.mark.parametrize(
    ("text", "page"),
    [
        ("назва;мета\nШкола для всіх;Підтримка\n", "cp1251"),
        ("název;cíl\nŽluťoučký kůň;Příště\n", "cp1250"),
        ("tytuł;cel\nŁódź;Źdźbło\n", "cp1250"),
    ],
)
def test_a_table_of_windows_is_read_in_its_code_page(text, page):
    assert list(rows_of("a.csv", text.encode(page))) == [
        line.split(";") for line in text.splitlines()
    ]
