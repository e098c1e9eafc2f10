"""Whether a translation says what the glossary says, in any form of the word; tables."""

import csv
import io

import pytest
from django.conf import settings

from nebe.newsroom.models import Term, TermWord
from nebe.newsroom.starter.load import glossary_load
from nebe.newsroom.translating.glossary import (
    NoTable,
    columns,
    entries,
    glossary_read,
    glossary_write,
    hints,
)

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


@pytest.fixture
def protection(db):
    term = Term.objects.create(code="temporary-protection", note="As in the directive.")
    for language, text, forbidden in [
        ("en", "temporary protection", ""),
        ("cs", "dočasná ochrana", "dočasný azyl"),
        ("uk", "тимчасовий захист", "тимчасовий притулок"),
        ("ar", "الحماية المؤقتة", ""),
        ("vi", "bảo vệ tạm thời|sự bảo vệ tạm thời", ""),
        ("pl", "ochrona czasowa", ""),
        ("ru", "временная защита", ""),
    ]:
        TermWord.objects.create(term=term, language=language, text=text, forbidden=forbidden)
    return term


@pytest.mark.parametrize(
    ("language", "good", "bad"),
    [
        ("cs", "Máte dočasnou ochranu?", "Máte víza?"),
        ("uk", "Чи маєте ви тимчасового захисту?", "Чи маєте ви візу?"),
        ("ru", "Без временной защиты нельзя.", "Без визы нельзя."),
        ("pl", "Czy masz ochronę czasową?", "Czy masz wizę?"),
        ("ar", "هل لديك الحماية المؤقتة؟", "هل لديك تأشيرة؟"),
        ("vi", "Bạn có được bảo vệ tạm thời không?", "Bạn có thị thực không?"),
    ],
)
def test_it_works(protection, language, good, bad):
    known = entries("en", language)
    source = "Do you have temporary protection?"
    assert hints(source, good, known) == []
    [hint] = hints(source, bad, known)
    assert protection.words.get(language=language).variants()[0] in hint.text
    assert hint.note == "As in the directive."
    assert hints("Do you have a visa?", bad, known) == []
    assert hints(source, "", known) == []


def test_a_wrong_word_is_named(protection):
    found = hints("He has temporary protection.", "Má dočasný azyl.", entries("en", "cs"))
    assert any("dočasný azyl" in hint.text for hint in found)


def test_a_term_without_the_language_says_nothing(protection):
    protection.words.filter(language="cs").delete()
    assert entries("en", "cs") == []


def table(*rows):
    file = io.StringIO(newline="")
    writer = csv.DictWriter(file, columns())
    writer.writeheader()
    writer.writerows(rows)
    file.seek(0)
    return file


def test_out_and_in_again_nothing_changes(protection):
    file = io.StringIO(newline="")
    glossary_write(file)
    text = file.getvalue()
    assert {row.fate for row in glossary_read(io.StringIO(text, newline=""))} == {"as it was"}
    Term.objects.all().delete()
    assert [row.fate for row in glossary_read(io.StringIO(text, newline=""))] == ["added"]
    again = io.StringIO(newline="")
    glossary_write(again)
    assert again.getvalue() == text


def test_a_row_adds_and_changes_and_an_empty_cell_leaves(protection):
    rows = [
        {"code": "temporary-protection", "term_cs": "ochrana dočasná"},
        {"code": "asylum", "field": "law", "term_en": "asylum", "forbidden_cs": "x|y"},
        {"code": "Not a code", "term_en": "x"},
        {"code": "long", "term_en": "x" * 201},
        {"code": "formula", "note": "'=1+1", "term_en": "sum"},
    ]
    fates = [row.fate for row in glossary_read(table(*rows))]
    assert fates[:2] == ["changed", "added"]
    assert [fate.startswith("left out") for fate in fates] == [False, False, True, True, False]
    assert TermWord.objects.get(term=protection, language="cs").text == "ochrana dočasná"
    assert TermWord.objects.get(term=protection, language="cs").forbidden == "dočasný azyl"
    assert Term.objects.get(code="formula").note == "=1+1"
    assert set(Term.objects.values_list("code", flat=True)) == {
        "temporary-protection", "asylum", "formula",
    }  # fmt: skip


@pytest.mark.parametrize("text", ["", "a,b\n1,2\n", "code\n"])
def test_what_is_no_table_is_refused(text):
    with pytest.raises(NoTable):
        glossary_read(io.StringIO(text, newline=""))
    assert not Term.objects.exists()


def test_the_first_terms_are_whole():
    glossary_load()
    languages = set(dict(settings.LANGUAGES))
    assert Term.objects.count() > 5
    for term in Term.objects.prefetch_related("words"):
        assert {word.language for word in term.words.all()} == languages, term
    for language in languages - {"en"}:
        for entry in entries("en", language):
            for wrong, _stems in entry.forbidden:
                assert hints(entry.term.words.get(language="en").variants()[0], wrong, [entry])
    term = Term.objects.first()
    term.delete()
    glossary_load()
    assert not Term.objects.filter(code=term.code).exists()


def test_no_cell_is_a_formula():
    Term.objects.create(code="sum", note="=HYPERLINK(1)")
    file = io.StringIO(newline="")
    glossary_write(file)
    assert "'=HYPERLINK" in file.getvalue()


def test_editors_keep_it_in_the_cms(cast, client_for):
    editor = client_for(cast.ema)
    assert editor.get("/cms/snippets/nebe_newsroom/term/").status_code == 200
    form = {
        "code": "asylum",
        "field": "law",
        "note": "",
        "words-TOTAL_FORMS": 1,
        "words-INITIAL_FORMS": 0,
        "words-MIN_NUM_FORMS": 0,
        "words-MAX_NUM_FORMS": 1000,
        "words-0-language": "en",
        "words-0-text": "asylum",
        "words-0-definition": "",
        "words-0-forbidden": "",
        "words-0-ORDER": 1,
    }
    response = editor.post("/cms/snippets/nebe_newsroom/term/add/", form)
    assert response.status_code == 302, response.context["form"].errors
    assert TermWord.objects.get().text == "asylum"
    assert "asylum" in editor.get("/cms/texts/glossary/out/").text
    assert client_for(cast.jana).get("/cms/snippets/nebe_newsroom/term/").status_code == 404
