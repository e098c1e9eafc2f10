"""An export is handed over in the CMS and taken in by the worker, portion by portion."""

import csv

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import TestCase
from django.utils import translation

from nebe.core.jobs.worker import run_due
from nebe.core.people.models import Membership, Role
from nebe.newsroom.models import MovedIn, NewsItem, OldSite
from nebe.newsroom.moving_in import portions

from .old_site import SITE, export, item
from .old_site import OldSite as Old

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
ADDRESS = "/cms/editing/moving-in/"
CS = (("language", "cs", "Čeština"),)


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path):
    settings.VAR_DIR = settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def editor(cast, client_for):
    return client_for(cast.ema)


def handed_over(editor, text):
    """The page that shows how far it is."""
    file = SimpleUploadedFile("export.xml", text.encode())
    with TestCase.captureOnCommitCallbacks(execute=True):
        answer = editor.post(ADDRESS, {"file": file, "with_authors": "on"})
    assert answer.status_code == 302, answer.text
    return answer["Location"]


def test_it_works(pages, editor, client):
    posts = [
        item(5, title="Léto", slug="leto", link=f"{SITE}/2020/05/leto/", content="A", marks=CS),
        item(6, status="private", title="Secret", marks=CS),
    ]
    page = handed_over(editor, export(*posts))
    site = OldSite.objects.get()
    assert site.file.exists()
    answer = editor.get(page)
    assert "<progress" in answer.text
    assert answer["Refresh"] == "2"
    run_due()
    answer = editor.get(page)
    assert "Everything has been taken in" in answer.text
    assert "Refresh" not in answer
    assert client.get("/2020/05/leto/")["Location"] == "/cs/news/leto/"
    assert not site.file.exists()
    table = editor.get(f"{page}fates.csv").text.removeprefix("\ufeff")
    assert [row["fate"] for row in csv.DictReader(table.splitlines())] == ["made", "not taken"]
    assert "stary-web.example" in editor.get(ADDRESS).text


def test_other_jobs_go_between_its_portions(pages, editor, client, monkeypatch):
    monkeypatch.setattr(portions, "PORTION", 0)
    monkeypatch.setattr(portions, "TELL", 0)
    old = Old(seed=5, posts=4)
    handed_over(editor, export(*old.items()))
    site = OldSite.objects.get()
    seen = []
    while portions.portion_take(site):
        seen.append(site.done)
        assert len(seen) < 100
    assert len(seen) > 5
    assert seen == sorted(set(seen)), "each portion goes on where the one before it stopped"
    fates = {int(row.key): row.fate for row in MovedIn.objects.exclude(kind="attachment")}
    made = set(old.public) | old.drafts
    assert {number for number, fate in fates.items() if fate == "made"} == made
    for path in old.public.values():
        assert client.get(path).status_code in (200, 301)


def test_what_is_no_export_is_told(pages, editor):
    page = handed_over(editor, "<html></html>")
    run_due()
    assert "no WordPress export" in editor.get(page).text
    site = OldSite.objects.get()
    assert site.why == [["This is no WordPress export: it does not begin with rss", {}]]
    with translation.override("cs"):
        assert "Toto není export z WordPressu" in site.error
    assert not OldSite.objects.get().file.exists()
    assert not NewsItem.objects.filter(slug="leto").exists()


def test_no_folder_of_the_server_is_read(pages, editor):
    file = SimpleUploadedFile("export.xml", export().encode())
    answer = editor.post(ADDRESS, {"file": file, "media": "/etc", "with_media": "on"})
    assert answer.status_code == 200
    assert not OldSite.objects.exists()


def test_only_the_office_of_the_network(pages, cast, client_for, editor):
    page = handed_over(editor, export())
    Membership.objects.create(user=cast.jana, organisation=cast.pomoc, role=Role.EDITOR)
    other = client_for(cast.jana)
    for address in (ADDRESS, page, f"{page}fates.csv"):
        assert other.get(address).status_code == 404
    assert ADDRESS in editor.get("/cms/").text
    assert ADDRESS not in other.get("/cms/").text


def test_files_that_nobody_takes_in_are_deleted(pages, editor, monkeypatch):
    handed_over(editor, export())
    site = OldSite.objects.get()
    portions.old_sites_forget()
    assert site.file.exists()
    OldSite.objects.update(created_at=site.created_at - portions.FORGOTTEN)
    portions.old_sites_forget()
    assert not site.file.exists()
