import json
import uuid

import pytest
from django.core.management import call_command

from nebe.core.privacy.export import export_json, export_pdf, person_export
from nebe.core.privacy.models import AuditEntry

from .conftest import EMAIL, NAME, PHONE

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


def test_it_works(life):
    export = person_export(person_id=life.petr.pk, actor=None, language="en")
    data = json.loads(export_json(export))
    labels = {kind["label"]: kind["rows"] for kind in data["data"]}
    assert labels["You"][0]["E-mail"] == EMAIL
    assert labels["What you offer"][0]["When you can be reached"] == "Qvorteph"
    assert labels["Your messages"][0]["Text"] == f"Gladly, {NAME}"
    assert labels["Messages to you"][0]["To"] == EMAIL
    assert PHONE in export_json(export).decode()
    assert AuditEntry.objects.get(action="person.export").row == str(life.petr.pk)


def test_what_others_wrote_is_not_in_it(life):
    text = export_json(person_export(person_id=life.petr.pk, actor=None, language="en")).decode()
    assert "Could you help?" not in text
    assert "olena@example.org" not in text


def test_keys_are_fetched_together(life, django_assert_max_num_queries):
    with django_assert_max_num_queries(6, using="keys"):
        person_export(person_id=life.petr.pk, actor=None, language="en")


@pytest.mark.parametrize("language", ["en", "cs", "uk", "pl", "ru", "vi", "ar"])
def test_pdf(life, language, tmp_path):
    life.petr.name = "Žofie Олена ґудзик Nguyễn Thị Hương أولينا"
    life.petr.save()
    export = person_export(person_id=life.petr.pk, actor=None, language=language)
    path = tmp_path / "export.pdf"
    path.write_bytes(export_pdf(export, language))
    assert path.read_bytes().startswith(b"%PDF")
    assert b"/StructTreeRoot" in path.read_bytes()


def test_pdf_of_nothing():
    export = person_export(person_id=uuid.uuid4(), actor=None, language="ar")
    assert export["data"] == []
    assert export_pdf(export, "ar").startswith(b"%PDF")


def test_command(life, tmp_path):
    call_command("person_export", str(life.petr.pk), str(tmp_path / "out"), "--language", "uk")
    assert {path.name for path in (tmp_path / "out").iterdir()} == {"export.json", "export.pdf"}
    assert NAME in (tmp_path / "out" / "export.json").read_text()
