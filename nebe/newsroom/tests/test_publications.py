"""Publications: files that are public with their page, and citations that tools read."""

import json
import re
from uuid import uuid4

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from wagtail.models import ReferenceIndex

from nebe.newsroom.citations import Cited, bibtex, csl_json, ris
from nebe.newsroom.downloads import is_public
from nebe.newsroom.identifiers import doi_plain, doi_valid, isbn_is_right
from nebe.newsroom.models import Download, Publication

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
BAD_TITLE = 'Food & "rent": 50% of {all} costs_1 ~ #1\nER  - \\end'


def publication(slug="first-months", language="en"):
    found = Publication.objects.get(slug=slug, locale__language_code=language)
    ReferenceIndex.create_or_update_for_object(found)  # a job of Wagtail's
    return found


def cited(page):
    return Cited(page, "https://nebe.example.org/en/publications/x/")


def test_it_works(client, pages):
    publication()
    page = client.get("/en/publications/first-months/").text
    assert "Jana Novotná, Petr Horák, Nebe network" in page
    assert 'href="https://doi.org/10.5555/nebe.2026.1"' in page
    assert page.index("Second edition") < page.index("Older versions") < page.index("First edition")
    assert "headings and reading order for screen readers" in page
    assert "PDF, 13" in page.replace("\xa0", " ")


def test_the_list_is_narrowed(client, pages):
    assert "publications/stay-position/" in client.get("/en/publications/").text
    page = client.get("/en/publications/", {"type": "position"}).text
    assert "stay-position" in page
    assert "publications/first-months" not in page
    czech = client.get("/en/publications/", {"language": "cs"}).text
    assert "publications/first-months/" in czech
    assert "stay-position" not in czech


def test_a_file_is_public_only_with_its_page(client, pages):
    page = publication()
    file = page.newest_first[0]["files"][0]
    address = f"/en/files/{file.pk}/{file.name}"
    response = client.get(address)
    assert response.status_code == 200
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"].startswith("attachment")
    assert "sandbox" in response["Content-Security-Policy"]
    assert b"".join(response.streaming_content).startswith(b"%PDF")
    assert client.get(f"/en/files/{file.pk}/other.pdf").status_code == 404
    kept = {"if-none-match": response["ETag"]}  # by a cache, which asks before it gives it away
    assert response["Cache-Control"] == "private, no-cache"
    assert client.get(address, headers=kept).status_code == 304
    for language in ("en", "cs", "uk"):
        publication(language=language).unpublish()
    assert client.get(address, headers=kept).status_code == 404


def test_a_file_that_no_page_has_is_not_public(client, pages):
    file = Download(title="Draft")
    file.file.save("draft.txt", ContentFile(b"secret"))
    assert file.size == 6
    assert client.get(f"/en/files/{file.pk}/{file.name}").status_code == 404


def test_what_only_has_the_number_of_a_public_page_makes_no_file_public(pages):
    lonely = Download.objects.create(title="x", file=ContentFile(b"%PDF-1.4", "b.pdf"))
    other = ContentType.objects.get_for_model(Download)
    reference = {
        "base_content_type": other,
        "content_type": other,
        "object_id": str(publication().pk),
        "to_content_type": other,
        "to_object_id": str(lonely.pk),
        "model_path": "file",
        "content_path": "file",
        "content_path_hash": uuid4(),
    }
    ReferenceIndex.objects.create(**reference)
    assert not is_public(lonely)


def test_editors_bring_files(cast, client_for):
    editor = client_for(cast.ema)
    assert editor.get("/cms/snippets/nebe_newsroom/download/add/").status_code == 200
    bad = ContentFile(b"<script>", name="x.html")
    form = {"title": "X", "file": bad, "language": "", "access_note": ""}
    assert editor.post("/cms/snippets/nebe_newsroom/download/add/", form).status_code == 200
    assert not Download.objects.filter(title="X").exists()
    form["file"] = ContentFile(b"hello", name="x.txt")
    assert editor.post("/cms/snippets/nebe_newsroom/download/add/", form).status_code == 302
    assert Download.objects.get(title="X").size == 5


@pytest.mark.parametrize(("form", "begins"), [("bib", "@techreport{"), ("ris", "TY  - RPRT")])
def test_a_citation_is_a_file(client, pages, form, begins):
    response = client.get(f"/cs/cite/{publication().translation_key}.{form}")
    assert response.text.startswith(begins)
    assert "První měsíce" in response.text
    assert "/cs/publications/first-months/" in response.text
    assert response["Content-Disposition"] == f'attachment; filename="first-months.{form}"'


def test_citations_of_what_is_not_there(client, pages):
    key = publication().translation_key
    assert client.get(f"/en/cite/{key}.docx").status_code == 404
    for language in ("en", "cs", "uk"):
        publication(language=language).unpublish()
    assert client.get(f"/en/cite/{key}.bib").status_code == 404


def test_bibtex_is_escaped(pages):
    page = publication()
    page.title = BAD_TITLE
    text = bibtex(cited(page))
    assert text.count("\n") == text.count(",\n") + 2  # no field breaks its line
    title = re.search(r"title = \{\{(.*)\}\},", text)[1]
    assert r"Food \& " in title
    assert r"50\% of \{all\} costs\_1 \textasciitilde{} \#1 ER - \textbackslash{}end" in title
    assert "author = {Novotná, Jana and Horák, Petr and {Nebe network}}" in text
    depth = 0
    for sign in re.sub(r"\\[{}]", "", text):
        depth += {"{": 1, "}": -1}.get(sign, 0)
        assert depth >= 0
    assert depth == 0


def test_ris_has_one_line_per_field(pages):
    page = publication()
    page.title = BAD_TITLE
    rows = ris(cited(page)).split("\r\n")
    assert rows[0] == "TY  - RPRT"
    assert rows[-2:] == ["ER  - ", ""]
    assert all(re.fullmatch(r"[A-Z][A-Z0-9]  - .*", row) for row in rows[:-1])
    assert [row for row in rows if row.startswith("ER")] == ["ER  - "]
    assert [row[6:] for row in rows if row.startswith("AU")] == [
        "Novotná, Jana",
        "Horák, Petr",
        "Nebe network",
    ]


def test_csl_is_json(pages):
    page = publication()
    page.title = BAD_TITLE
    (found,) = json.loads(csl_json(cited(page)))
    assert found["title"] == BAD_TITLE
    assert found["author"][0] == {"family": "Novotná", "given": "Jana"}
    assert found["author"][2] == {"literal": "Nebe network"}
    assert found["issued"] == {"date-parts": [[2026]]}
    assert found["edition"] == "2"
    assert found["DOI"] == "10.5555/nebe.2026.1"


@pytest.mark.parametrize("good", ["978-80-00-00000-8", "0-306-40615-2", "080442957X"])
def test_isbn_that_can_be_right(good):
    assert isbn_is_right(good)


@pytest.mark.parametrize("bad", ["978-80-00-00000-7", "0-306-40615-3", "1234567890123", "", "x"])
def test_isbn_that_is_wrong(bad):
    assert not isbn_is_right(bad)


def test_doi_is_kept_plain(pages):
    assert doi_plain("https://doi.org/10.5555/a.b") == "10.5555/a.b"
    for bad in ("11.5555/a", "10.5/x", "doi", '10.5555/a"><script>'):
        with pytest.raises(ValidationError):
            doi_valid(bad)
    page = publication()
    page.doi = "doi:10.5555/c"
    page.save()
    assert page.doi == "10.5555/c"


def test_machines_read_what_it_is(client, pages):
    publication()
    page = client.get("/en/publications/first-months/").text
    facts = json.loads(re.search(r"ld\+json\">(.*?)</script>", page, re.S)[1])
    assert facts["@type"] == "Report"
    assert [each["@type"] for each in facts["author"]] == ["Person", "Person", "Organization"]
    assert facts["encoding"][0]["encodingFormat"] == "application/pdf"
    assert facts["version"] == "2"


def test_a_law_names_our_position(client, pages):
    page = client.get("/cs/laws/longer-stay/").text
    assert 'href="/cs/publications/stay-position/"' in page
    assert "Pět let klidu" in page
