"""Leaflets to print, and what the page offers to readers: aloud, on paper, on the phone."""

import pytest
from django.core.cache import cache
from django.utils.translation import override

from nebe.core.ui import paper
from nebe.newsroom import leaflet
from nebe.newsroom.models import Guide, Infoline, VoluntaryReturn

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


CALLS = [("Infoline", "+420 555 010 100")]


@pytest.fixture(autouse=True)
def empty_cache():
    cache.clear()


def content(slug, language, model=Guide) -> dict:
    page = model.objects.get(slug=slug, locale__language_code=language)
    with override(language):
        return leaflet.content_of(page, CALLS)


def test_it_works(client, all_pages):
    response = client.get("/cs/leaflets/guides/doctor.pdf")
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == 'inline; filename="doctor-cs.pdf"'
    assert response.content.startswith(b"%PDF")
    assert b"pdfuaid:part" in response.content
    assert b"/Lang(cs)" in response.content
    found = content("doctor", "cs")
    assert found["steps"][1]["condition"] == "pokud ještě nemáte pojištění"
    assert found["sources"][0].startswith("Zákon č. 48/1997 Sb.")


@pytest.mark.parametrize(("language", "direction"), [("ar", "rtl"), ("vi", "ltr"), ("uk", "ltr")])
def test_other_scripts_are_there(client, all_pages, language, direction):
    response = client.get(f"/{language}/leaflets/return/from-czechia.pdf")
    assert f"/Lang({language})".encode() in response.content
    assert paper.shared_of(language, "https://nebe.example/x/")["direction"] == direction


def test_the_promise_is_on_the_paper_too(all_pages):
    found = content("from-czechia", "en", VoluntaryReturn)
    assert found["notice"][0] == "Only you decide whether you return."
    assert "You may see a lawyer first" in found["body"][1]["items"]
    assert content("doctor", "en")["notice"] == []


def test_a_changed_page_gives_a_changed_leaflet(client, all_pages):
    first = client.get("/en/leaflets/guides/doctor.pdf").content
    page = Guide.objects.get(slug="doctor", locale__language_code="en")
    page.title = "A doctor for your child"
    page.save_revision().publish()
    assert client.get("/en/leaflets/guides/doctor.pdf").content != first


def test_it_says_whom_to_call_and_is_made_anew_with_the_number(client, all_pages):
    assert content("doctor", "en")["calls"] == CALLS
    first = client.get("/en/leaflets/guides/doctor.pdf").content
    page = Infoline.objects.get(slug="poland", locale__language_code="en")
    page.unpublish()
    assert client.get("/en/leaflets/guides/doctor.pdf").content != first


def test_a_copy_asks_again(client, all_pages):
    first = client.get("/en/leaflets/guides/doctor.pdf")
    assert set(first["Cache-Control"].split(", ")) == {"public", "no-cache"}
    known = {"If-None-Match": first["ETag"]}
    assert client.get("/en/leaflets/guides/doctor.pdf", headers=known).status_code == 304


def test_it_is_made_once(client, all_pages, monkeypatch):
    first = client.get("/en/leaflets/guides/doctor.pdf").content
    monkeypatch.setattr(leaflet.paper, "paper_pdf", None)
    assert client.get("/en/leaflets/guides/doctor.pdf").content == first


@pytest.mark.parametrize("path", ["about", "guides", "guides/nothing", "../x", "guides/doctor/"])
def test_other_pages_have_none(client, all_pages, path):
    assert client.get(f"/en/leaflets/{path}.pdf").status_code == 404


def test_a_page_taken_down_has_none(client, all_pages):
    for page in Guide.objects.filter(slug="doctor"):
        page.unpublish()
    assert client.get("/en/leaflets/guides/doctor.pdf").status_code == 404


def test_what_an_editor_writes_is_no_typst(client, all_pages):
    page = Guide.objects.get(slug="doctor", locale__language_code="en")
    page.title, page.summary = "#panic()", '$ _x_ *y* #image("/etc/passwd")'
    page.save_revision().publish()
    assert client.get("/en/leaflets/guides/doctor.pdf").content.startswith(b"%PDF")


def test_paragraphs_of_rich_text():
    html = "<p>One <b>bold</b>\n word.</p><p>Two &amp; <a href='x'>more</a></p><ul><li>a</li></ul>"
    assert leaflet.paragraphs(html) == ["One bold word.", "Two & more", "a"]


def test_buttons_that_need_a_script_are_hidden_without_one(client, all_pages):
    page = client.get("/uk/guides/doctor/").text
    assert 'href="/uk/leaflets/guides/doctor.pdf"' in page
    for name in ("data-aloud", "data-keep-page"):
        tag = page[page.index(name) :].split(">")[0]
        assert tag.endswith(" hidden")
    assert "data-aloud" not in client.get("/uk/infoline/").text


def test_a_page_that_is_kept_does_not_say_what_is_open(client, all_pages):
    page = client.get("/en/infoline/czechia/?kept=1").text
    assert "You kept this page on" in page
    assert "Open now" not in page
    assert "Closed now" not in page
    assert "+420 555 010 100" in page
    assert "You kept this page on" not in client.get("/en/infoline/czechia/").text
