"""A year in figures: typed or pasted, drawn beside its table, as CSV, cited, on paper."""

import csv
import io
import json
import re
from decimal import Decimal
from uuid import uuid4

import pytest
from django.core.cache import cache
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.test.utils.form_data import nested_form_data, streamfield

from nebe.newsroom import annual_reports
from nebe.newsroom.annual_reports import money_of, tables_of
from nebe.newsroom.figure_blocks import ROWS_MAX, FigureBlock, number_read, rows_read
from nebe.newsroom.models import AnnualReport, Section

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
ADDRESS = "/en/annual-reports/year-2025/"


@pytest.fixture(autouse=True)
def empty_cache():
    cache.clear()


def report(slug="year-2025", language="en") -> AnnualReport:
    return AnnualReport.objects.get(slug=slug, locale__language_code=language)


def test_it_works(client, all_pages):
    page = client.get(ADDRESS).text
    for text in ("Annual report 2025", "Legal advice", "2,140", "Rovnováha Audit", "1,140 volunt"):
        assert text in page
    assert page.count("<table") == page.count('<figure class="chart') == 5
    assert "Left for the next year: 200,000 CZK" in page
    assert "every chart has a table beside it" in page
    assert 'href="/en/leaflets/annual-reports/year-2025.pdf"' in page


@pytest.mark.parametrize("slug", ["year-2025", "year-2024"])
def test_the_invented_figures_add_up(all_pages, slug):
    reports = AnnualReport.objects.filter(slug=slug)
    assert reports.count() == 7
    for page in reports:
        figures = {table.key: table for table in tables_of(page)}
        helped = sum(row[0] for _label, row in figures["figure-1"].rows)
        assert helped == {"year-2025": 6480, "year-2024": 5400}[slug]
        assert figures["money-in"].total == sum(r[0] for _l, r in figures["money-in"].rows)
        assert page.total_in >= page.total_out > 0
    quarters = tables_of(report())[1]
    assert sum(row[0] for _label, row in quarters.rows) == 6480


@pytest.mark.parametrize("language", ["en", "ar", "vi"])
def test_each_table_is_a_file(client, all_pages, language):
    page = report(language=language)
    text = client.get(ADDRESS.replace("en", language, 1)).text
    addresses = re.findall(r'href="(/\w\w/figures/[^"]+\.csv)"', text)
    assert len(addresses) == 5
    response = client.get(addresses[0])
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    rows = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig"))))
    assert rows[0][1:] == ["2025", "2024"]
    assert rows[1] == [page.figures[0].value["rows"][0]["label"], "2140", "1870"]


def test_no_file_of_what_is_not_public(client, all_pages):
    page = report()
    address = f"/en/figures/{page.translation_key}"
    assert client.get(f"{address}/figure-9.csv").status_code == 404
    assert client.get(f"/en/figures/{uuid4()}/figure-1.csv").status_code == 404
    for each in AnnualReport.objects.filter(translation_key=page.translation_key):
        each.unpublish()
    assert client.get(f"{address}/figure-1.csv").status_code == 404


def test_tables_are_datasets(client, all_pages):
    text = client.get(ADDRESS).text
    [found] = re.findall(r'application/ld\+json">(.*?)</script>', text)
    facts = json.loads(found)
    assert facts["@type"] == "Report"
    assert [part["@type"] for part in facts["hasPart"]] == ["Dataset"] * 5
    assert facts["hasPart"][0]["distribution"]["contentUrl"].endswith("/figure-1.csv")
    assert facts["encoding"][0]["encodingFormat"] == "application/pdf"


@pytest.mark.parametrize("language", ["cs", "ar", "vi"])
def test_the_whole_report_is_on_paper_and_made_once(client, all_pages, language, monkeypatch):
    address = f"/{language}/leaflets/annual-reports/year-2025.pdf"
    first = client.get(address).content
    assert b"pdfuaid:part" in first
    assert f"/Lang({language})".encode() in first
    monkeypatch.setattr(annual_reports, "paper_pdf", None)
    assert client.get(address).content == first


def test_it_is_cited(client, all_pages):
    text = client.get(f"/en/cite/{report().translation_key}.bib").text
    assert text.startswith("@techreport{year20252025,")
    assert "{{Annual report 2025}}" in text


def test_the_list_is_narrowed_by_the_year_told_of(client, all_pages):
    everything = client.get("/en/annual-reports/").text
    assert "year-2025/" in everything
    assert "year-2024/" in everything
    narrowed = client.get("/en/annual-reports/", {"of_year": "2024"}).text
    assert "year-2024/" in narrowed
    assert 'href="/en/annual-reports/year-2025/"' not in narrowed


def test_a_line_from_right_to_left_begins_at_the_right(client, all_pages):
    left = client.get(ADDRESS).text
    right = client.get(ADDRESS.replace("en", "ar", 1)).text
    first = r'<circle class="series-1" cx="([\d.]+)%"'
    assert re.findall(first, left) == re.findall(first, right)[::-1]


def figure(**fields) -> dict:
    values = {
        "title": "Helped",
        "unit": "",
        "chart": "bar",
        "heading": "Kind",
        "first": "2025",
        "second": "",
        "rows": [],
        "pasted": "",
        "note": "",
        "source": "",
    }
    return FigureBlock().to_python(values | fields)


def test_a_pasted_table_takes_the_place_of_the_rows():
    pasted = "Kind\t2025\t2024\nAdvice\t1 204\t900\nHousing\t80,5\t70\n\n"
    clean = FigureBlock().clean(figure(pasted=pasted, second="2024"))
    rows = [(row["label"], row["number"], row["second"]) for row in clean["rows"]]
    assert rows == [("Advice", 1204, 900), ("Housing", Decimal("80.5"), 70)]
    assert clean["pasted"] == ""


def test_each_wrong_row_is_named():
    pasted = "Advice;12\n;3\nHousing;many\nWork;-1\nSchool\nHealth;1;2;3\nPlay;1.234567"
    with pytest.raises(StructBlockValidationError) as error:
        FigureBlock().clean(figure(pasted=pasted))
    said = error.value.block_errors["pasted"].messages
    assert said == [
        "Row 2: the label is missing",
        "Row 3: “many” is no number",
        "Row 4: “-1” is less than nothing",
        "Row 5: one or two numbers are expected behind the label",
        "Row 6: one or two numbers are expected behind the label",
        "Row 7: “1.234567” has too many digits",
    ]


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({}, "pasted"),
        ({"pasted": "A;1;2"}, "second"),
        ({"pasted": "A;1", "second": "2024"}, "second"),
        ({"pasted": "A;1;2\nB;1", "second": "2024"}, "second"),
        ({"pasted": "A;1;2", "second": "2024", "chart": "share"}, "chart"),
    ],
)
def test_what_cannot_be_drawn_is_refused(fields, field):
    with pytest.raises(StructBlockValidationError) as error:
        FigureBlock().clean(figure(**fields))
    assert list(error.value.block_errors) == [field]


def test_a_table_may_not_be_endless():
    text = "\n".join(f"Row {number},1" for number in range(ROWS_MAX + 1))
    assert rows_read(text)[1] == [f"There are more than {ROWS_MAX} rows."]


@pytest.mark.parametrize(
    ("text", "number"),
    [("1 204", "1204"), ("1,204.50", "1204.50"), ("1.204,5", "1204.5"), ("1,204,000", "1204000")],
)
def test_numbers_as_people_write_them(text, number):
    assert number_read(text) == Decimal(number)


def test_an_editor_pastes_figures(cast, client_for, client, pages):
    section = Section.objects.get(kind="annual_report", locale__language_code="en")
    values = {
        "title": "Helped",
        "unit": "people",
        "chart": "line",
        "heading": "Year",
        "first": "people",
        "second": "",
        "rows-count": 0,
        "pasted": "2023;10\n2024;20",
        "note": "",
        "source": "",
    }
    form = nested_form_data(
        {
            "title": "Annual report 2023",
            "slug": "year-2023",
            "summary": "",
            "year": 2023,
            "published_on": "2024-05-01",
            "publisher": "",
            "doi": "",
            "highlights": "",
            "figures": streamfield([("figure", values)]),
            "currency": "CZK",
            "income": streamfield([("income", {"funder": "F", "purpose": "P", "amount": "5"})]),
            "expenses": streamfield([]),
            "auditor": "",
            "auditor_statement": "",
            "thanks": "",
            "files": streamfield([]),
            "topics": [],
            "related": streamfield([]),
            "responsible": "",
            "review_by": "",
            "image": "",
            "image_alt": "",
            "seo_title": "",
            "search_description": "",
            "body": streamfield([]),
            "easy": streamfield([]),
            "action-publish": "1",
        }
    )
    address = f"/cms/pages/add/nebe_newsroom/annualreport/{section.pk}/"
    response = client_for(cast.ema).post(address, form)
    assert response.status_code == 302, response.context["form"].errors
    assert [table.key for table in tables_of(report("year-2023"))] == ["figure-1", "money-in"]
    assert money_of(report("year-2023"))[0].rows == [("F: P", [Decimal(5)])]
    assert "<circle" in client.get("/en/annual-reports/year-2023/").text
