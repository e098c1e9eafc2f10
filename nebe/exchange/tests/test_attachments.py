"""Files of messages: drawn anew, sealed, for the two sides only, and only when it is safe."""

import io
import json
import shutil
import subprocess

import pytest
import typst
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django_scopes import scopes_disabled
from PIL import Image

from nebe.core.errors import NotPossible
from nebe.core.people.actors import Actor
from nebe.core.privacy.erasure import person_erase
from nebe.core.privacy.export import export_json, export_pdf, person_export
from nebe.exchange import attachments, limits
from nebe.exchange.attachments import FileRefused, file_clean
from nebe.exchange.images import ImageRefused
from nebe.exchange.models import Attachment, Message
from nebe.exchange.services.matches import message_send

from .conftest import old_stamp
from .needs import need_make, offered, shared
from .test_my import token_of, url

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
NOBODY = Actor.nobody()


def picture(kind="JPEG", size=(60, 40), **options) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, "orange").save(out, kind, **options)
    return out.getvalue()


def pdf(tmp_path, text='#link("https://evil.example")[Press here]') -> bytes:
    (tmp_path / "made.typ").write_text(text)
    return typst.compile(str(tmp_path / "made.typ"))


def upload(content, name="photo of our home.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type="text/html")


@pytest.fixture
def network(cast):
    return cast.office


@pytest.fixture
def match(cast, categories, make_offer, jana):
    return shared(need_make(cast.pomoc, categories["textbooks"], text="Books"), make_offer(), jana)


@pytest.fixture
def olena(match):
    return token_of(match.need.person)


@pytest.fixture
def petr(match):
    return token_of(match.offer.person)


def send(client, token, match, *files, text="Here it is"):
    data = {"text": text, "stamp": old_stamp(60), "files": [upload(one) for one in files]}
    return client.post(url("my_talk", token, pk=match.pk), data)


def files_of(match) -> list[Attachment]:
    with scopes_disabled():
        return list(Attachment.objects.filter(message__match=match))


def test_it_works(client, match, olena, petr, tmp_path):
    page = client.get(url("my_talk", olena, pk=match.pk)).content.decode()
    assert 'enctype="multipart/form-data"' in page
    assert send(client, olena, match, picture(), pdf(tmp_path)).status_code == 302
    seen, sheet = files_of(match)
    for token in (olena, petr):
        page = client.get(url("my_talk", token, pk=match.pk)).content.decode()
        assert url("my_talk_file", token, pk=match.pk, file=seen.pk) in page
    response = client.get(url("my_talk_file", petr, pk=match.pk, file=seen.pk))
    with Image.open(io.BytesIO(response.content)) as image:
        assert image.format == "WEBP"
    assert response["Content-Disposition"] == 'inline; filename="nebe-1.webp"'
    assert response["Content-Security-Policy"].startswith("default-src 'none'; sandbox")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert {"private", "no-store"} <= set(response["Cache-Control"].split(", "))
    response = client.get(url("my_talk_file", olena, pk=match.pk, file=sheet.pk))
    assert response.content.startswith(b"%PDF-")
    assert response["Content-Disposition"].startswith("attachment")


def test_nobody_else_reads_it(client, cast, match, olena, make_offer, categories, jana):
    send(client, olena, match, picture())
    [file] = files_of(match)
    other = shared(
        need_make(cast.pomoc, categories["textbooks"], email="x@example.org"),
        make_offer(email="y@example.org"),
        jana,
    )
    stranger = token_of(other.need.person)
    for pk in (match.pk, other.pk):
        address = url("my_talk_file", stranger, pk=pk, file=file.pk)
        assert client.get(address).status_code == 404
    assert client.get(url("my_talk_file", "none", pk=match.pk, file=file.pk)).status_code == 410


def test_it_is_sealed(client, match, olena):
    send(client, olena, match, picture())
    with connection.cursor() as cursor:
        cursor.execute("SELECT content FROM nebe_exchange_attachment")
        [[stored]] = cursor.fetchall()
    assert stored.startswith("v1$")
    assert "WEBP" not in stored


def test_metadata_go(match):
    exif = Image.Exif()
    exif[0x010E] = "Taken at Lidická 5"
    clean = file_clean(upload(picture(exif=exif)))
    assert b"Lidick" not in clean.content
    with Image.open(io.BytesIO(clean.content)) as image:
        assert not image.getexif()


def test_what_phones_take(match):
    from pillow_heif import register_heif_opener

    register_heif_opener()
    clean = file_clean(upload(picture("HEIF")))
    assert clean.kind == "webp"


def test_of_a_pdf_only_what_is_seen_stays(tmp_path):
    sent = pdf(tmp_path)
    assert b"evil.example" in sent
    clean = file_clean(upload(sent))
    assert clean.kind == "pdf"
    for word in (b"evil.example", b"/URI", b"/JavaScript", b"/EmbeddedFile", b"typst"):
        assert word not in clean.content
    if shutil.which("pdfimages"):
        (tmp_path / "clean.pdf").write_bytes(clean.content)
        listed = subprocess.run(
            ["pdfimages", "-list", str(tmp_path / "clean.pdf")], capture_output=True, check=True
        )
        assert len(listed.stdout.splitlines()) == 3


def test_every_page_is_there(tmp_path):
    clean = file_clean(upload(pdf(tmp_path, "One #pagebreak() Two #pagebreak() Three")))
    assert clean.content.count(b"/Type /Page\n") == 3


@pytest.mark.parametrize(
    "content", [b"<svg onload=alert(1)></svg>", b"<html>", b"GIF89a", b"%PDF-1.7 nothing", b""]
)
def test_what_is_no_picture_and_no_pdf_is_refused(content):
    with pytest.raises(ImageRefused):
        file_clean(upload(content))


def test_too_long_and_too_slow(tmp_path, monkeypatch):
    sent = pdf(tmp_path, "One #pagebreak() Two #pagebreak() Three")
    monkeypatch.setattr("nebe.core.files.pdf.MAX_PAGES", 2)
    with pytest.raises(FileRefused, match="too many pages"):
        file_clean(upload(sent))
    monkeypatch.setattr("nebe.core.files.pdf.SECONDS", 0.01)
    with pytest.raises(FileRefused, match="too complicated"):
        file_clean(upload(sent))
    monkeypatch.setattr(attachments, "MAX_BYTES", 10)
    with pytest.raises(FileRefused, match="10 MB"):
        file_clean(upload(sent))


def test_a_file_that_is_refused_keeps_what_was_typed(client, match, olena):
    response = send(client, olena, match, b"<html>", text="Look at my certificate")
    page = response.content.decode()
    assert response.status_code == 422
    assert "Look at my certificate" in page
    assert "is not a picture we can show" in page
    with scopes_disabled():
        assert not Message.objects.exists()


def test_too_many_at_once_and_in_all(client, match, olena, monkeypatch):
    response = send(client, olena, match, *[picture()] * 5)
    assert response.status_code == 422
    assert "at most 4 files" in response.content.decode()
    monkeypatch.setattr("nebe.exchange.selectors.joinings.MAX_IN_TALK", 1)
    assert send(client, olena, match, picture()).status_code == 302
    page = client.get(url("my_talk", olena, pk=match.pk)).content.decode()
    assert 'type="file"' not in page


def test_many_messages_with_files(client, match, olena, monkeypatch):
    monkeypatch.setattr(limits, "FILES_PER_PERSON", "1/h")
    assert send(client, olena, match, picture()).status_code == 302
    response = send(client, olena, match, picture(), text="Once more")
    assert response.status_code == 429
    assert "Once more" in response.content.decode()


def test_not_before_both_agreed(client, cast, categories, make_offer, jana):
    match = offered(need_make(cast.pomoc, categories["textbooks"]), make_offer(), jana)
    token = token_of(match.need.person)
    page = client.get(url("my_talk", token, pk=match.pk)).content.decode()
    assert 'type="file"' not in page
    assert "once you both agreed" in page
    send(client, token, match, picture())
    assert not files_of(match)
    clean = file_clean(upload(picture()))
    with pytest.raises(NotPossible):
        message_send(match=match, side="seeker", text="x", once="1", files=[clean], actor=NOBODY)


def test_export_and_erasure(client, match, olena):
    send(client, olena, match, picture())
    person = match.need.person
    with scopes_disabled():
        export = person_export(person_id=person.pk, actor=NOBODY, language="en")
    text = json.loads(export_json(export))
    [kind] = [one for one in text["data"] if one["label"] == "Files you sent"]
    assert kind["rows"][0]["File"]["type"] == "image/webp"
    assert len(kind["rows"][0]["File"]["base64"]) > 40
    assert export_pdf(export, "en").startswith(b"%PDF-")
    person_erase(person_id=person.pk, actor=NOBODY)
    assert not files_of(match)
