"""The admin of the CMS: who comes in, what it may load, what editors can do."""

import re
from urllib.parse import urlsplit

import pytest
from django.core.exceptions import ValidationError
from django.core.files.storage import storages
from django.template.loader import render_to_string
from wagtail.test.utils.form_data import nested_form_data, streamfield

from nebe.core.places.testing import places_for_tests
from nebe.newsroom.blocks import AddressBlock
from nebe.newsroom.models import ARTICLES, HomePage, NewsItem, Section

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


def test_the_admin_has_a_policy_of_its_own(editor):
    response = editor.get("/cms/")
    assert response.status_code == 200
    assert "frame-ancestors 'self'" in response["Content-Security-Policy"]
    assert "unsafe-inline" not in editor.get("/en/")["Content-Security-Policy"]


def test_the_admin_loads_nothing_from_elsewhere(editor):
    page = editor.get("/cms/").text
    for tag in re.findall(r"<(?:script|img|link|iframe)\b[^>]*>", page):
        for address in re.findall(r'(?:src|href)="([^"]+)"', tag):
            assert urlsplit(address).hostname is None, tag
    assert "gravatar" not in page
    assert "releases.wagtail" not in page


def test_there_are_no_documents_and_forms(editor):
    assert editor.get("/cms/documents/").status_code == 302
    assert "/cms/documents/" not in editor.get("/cms/").text
    assert editor.get("/cms/forms/").status_code == 404


def test_an_editor_writes_news(editor, client, pages, cast):
    places_for_tests()
    index = Section.objects.get(kind="news", locale__language_code="en")
    form = nested_form_data(
        {
            "title": "A new well",
            "slug": "a-new-well",
            "summary": "Water for the garden.",
            "date": "2026-11-21",
            "topics": ["network"],
            "related": streamfield(
                [("about", f"organisation:{cast.pomoc.slug}"), ("town", "Brno")]
            ),
            "responsible": "",
            "review_by": "",
            "image": "",
            "image_alt": "",
            "seo_title": "",
            "search_description": "",
            "body": streamfield([("heading", "Where"), ("call_out", "Bring a bucket")]),
            "easy": streamfield([]),
            "action-publish": "1",
        }
    )
    response = editor.post(f"/cms/pages/add/nebe_newsroom/newsitem/{index.pk}/", form)
    assert response.status_code == 302, response.context["form"].errors
    assert NewsItem.objects.get(slug="a-new-well").live
    page = client.get("/en/news/a-new-well/").text
    assert "Bring a bucket" in page
    about = client.get(f"/en/all-about/organisation/{cast.pomoc.slug}/").text
    assert "A new well" in about
    assert "A new well" not in client.get("/en/all-about/organisation/nobody/").text


@pytest.mark.parametrize("model", [HomePage, Section, *ARTICLES])
def test_every_kind_of_page_can_be_opened_and_previewed(editor, pages, model):
    page = model.objects.filter(locale__language_code="en").first()
    page.title = "A draft of today"
    page.save_revision()
    form = editor.get(f"/cms/pages/{page.pk}/edit/")
    assert form.status_code == 200
    assert "A draft of today" in form.text
    assert 'data-device-width="375"' in form.text
    preview = editor.get(f"/cms/pages/{page.pk}/view_draft/")
    assert preview.status_code == 200
    assert "A draft of today" in preview.text
    assert "frame-ancestors 'self'" in preview["Content-Security-Policy"]


def test_files_of_the_admin_are_for_editors(editor, client):
    assert client.get("/cms/files/images/x.webp").status_code == 302
    assert editor.get("/cms/files/../../keys.sqlite3").status_code == 400


@pytest.mark.parametrize(
    ("name", "disposition"),
    [(f"x.{end}", "attachment") for end in ("svg", "html", "pdf", "gif", "unknown")]
    + [(f"x.{end}", "inline") for end in ("jpg", "png", "webp", "mp3", "mp4")],
)
def test_uploaded_files_run_nothing(editor, tmp_path, monkeypatch, name, disposition):
    (tmp_path / name).write_text("<svg onload='alert(1)'/>")
    monkeypatch.setattr(storages["cms"], "path", lambda name: str(tmp_path))
    response = editor.get(f"/cms/files/{name}")
    assert response.status_code == 200
    assert response["Content-Disposition"].split(";")[0] == disposition
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert response["X-Content-Type-Options"] == "nosniff"
    response.close()


@pytest.mark.parametrize(
    "bad", ["javascript:alert(1)", "//evil.example", "http://plain.example", "x"]
)
def test_a_link_leads_to_this_site_or_to_a_safe_one(bad):
    with pytest.raises(ValidationError):
        AddressBlock().clean(bad)


@pytest.mark.parametrize("good", ["/contact/", "https://example.org/", "tel:+420555010100"])
def test_good_links_pass(good):
    assert AddressBlock().clean(good) == good


@pytest.mark.parametrize(
    ("model", "kind"),
    [
        ("area", "area"),
        ("activity", "activity"),
        ("voluntaryreturn", "return"),
        ("organisationpage", "organisation"),
        ("teammember", "member"),
        ("counsellingpoint", "point"),
    ],
)
def test_each_kind_has_a_form_in_its_section(editor, pages, model, kind):
    section = Section.objects.get(kind=kind, locale__language_code="en")
    response = editor.get(f"/cms/pages/add/nebe_newsroom/{model}/{section.pk}/")
    assert response.status_code == 200
    assert 'name="summary"' in response.text


def test_an_editor_shows_a_colleague_as_far_as_they_agreed(editor, client, pages):
    section = Section.objects.get(kind="member", locale__language_code="en")
    form = nested_form_data(
        {
            "title": "Ivan Novák",
            "slug": "ivan-novak",
            "summary": "He likes tea.",
            "role": "Interpreter",
            "organisation": "",
            "account": "",
            "agreed_on": "2026-11-01",
            "phone": "+420 555 010 199",
            "email": "",
            "image": "",
            "image_alt": "",
            "topics": [],
            "related": streamfield([]),
            "responsible": "",
            "review_by": "",
            "easy": streamfield([]),
            "body": streamfield([]),
            "action-publish": "1",
        }
    )
    form |= {"agreed_to": ["languages"], "languages": ["cs", "vi"]}
    add = f"/cms/pages/add/nebe_newsroom/teammember/{section.pk}/"
    assert editor.post(add, form).status_code == 302
    page = client.get("/en/team/ivan-novak/").text
    assert "Interpreter" in page
    assert "Languages: Czech, Vietnamese" in page
    assert "likes tea" not in page
    assert "010 199" not in page


@pytest.mark.parametrize(
    ("name", "told"), [("user 3 (deleted)", "user 3 (deleted)"), ("", "system")]
)
def test_what_somebody_did_who_is_gone_is_not_told_of_the_system(name, told):
    context = {"user": None, "username": name}
    assert told in render_to_string("wagtailadmin/shared/user_avatar.html", context)
