"""Messages translated when asked, by the installation's own service and by no other."""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from django.db import connection
from django_scopes import scopes_disabled

from nebe.core.people.actors import Actor, actor_of
from nebe.core.texts.models import TranslationMonth
from nebe.exchange import limits
from nebe.exchange.models import Message
from nebe.exchange.services.matches import message_send

from .needs import need_make, offered
from .test_my import token_of, url

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
NOBODY = Actor.nobody()
WRITTEN = "Příští týden v pět, volejte 777 123 456"


class Backwards(BaseHTTPRequestHandler):
    """Answers as LibreTranslate does, and turns texts round."""

    def do_POST(self):
        question = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.asked.append(question)
        self.send_response(self.server.status)
        self.end_headers()
        self.wfile.write(json.dumps({"translatedText": question["q"][::-1]}).encode())

    def log_message(self, *args):
        pass


@pytest.fixture
def service(settings):
    server = ThreadingHTTPServer(("127.0.0.1", 0), Backwards)
    server.asked, server.status = [], 200
    settings.TRANSLATOR = "libretranslate"
    settings.TRANSLATOR_URL = f"http://127.0.0.1:{server.server_address[1]}"
    settings.TRANSLATOR_OWN = True
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def network(cast):
    return cast.office


@pytest.fixture
def message(cast, categories, make_offer) -> Message:
    """Of Petr, in Czech, to Olena, who reads English."""
    jana = actor_of(cast.jana, has_mfa=True)
    match = offered(need_make(cast.pomoc, categories["textbooks"], text="x"), make_offer(), jana)
    return message_send(match=match, side="helper", text=WRITTEN, once="1", actor=NOBODY)


@pytest.fixture
def olena(message):
    return token_of(message.match.need.person)


def address(message, token):
    return url("my_translate", token, pk=message.match_id, message=message.pk)


def page_of(client, message, token) -> str:
    return client.get(url("my_talk", token, pk=message.match_id)).content.decode()


def test_it_works(client, service, message, olena):
    assert address(message, olena) in page_of(client, message, olena)
    page = client.post(address(message, olena)).content.decode()
    assert "Translated by a machine. It may be wrong." in page
    assert "Příští týden v pět" in page
    [asked] = service.asked
    assert (asked["source"], asked["target"]) == ("cs", "en")
    assert "těp v nedýt ítšířP" in page
    assert TranslationMonth.objects.get().characters == len(asked["q"])


def test_a_contact_that_is_held_back_is_not_sent(client, service, message, olena):
    client.post(address(message, olena))
    assert "777" not in service.asked[0]["q"]


def test_it_is_kept_nowhere(client, service, message, olena):
    client.post(address(message, olena))
    assert "Translated by a machine" not in page_of(client, message, olena)
    with scopes_disabled():
        assert Message.objects.get().text == WRITTEN
    with connection.cursor() as cursor:
        cursor.execute("SELECT text FROM nebe_exchange_message")
        assert len(cursor.fetchall()) == 1


def test_never_by_the_service_of_somebody_else(client, service, settings, message, olena):
    settings.TRANSLATOR_OWN = False
    assert address(message, olena) not in page_of(client, message, olena)
    assert client.post(address(message, olena)).status_code == 302
    settings.TRANSLATOR_OWN, settings.TRANSLATOR = True, ""
    assert client.post(address(message, olena)).status_code == 302
    assert service.asked == []


def test_not_offered_in_the_reader_s_own_language(client, service, message, olena):
    here = address(message, olena).replace("/en/", "/cs/")
    page = client.get(url("my_talk", olena, pk=message.match_id).replace("/en/", "/cs/"))
    assert here not in page.content.decode()


def test_a_link_does_not_translate(client, service, message, olena):
    assert client.get(address(message, olena)).status_code == 302
    assert service.asked == []


def test_nobody_else_s_message(client, service, message, olena, make_offer):
    stranger = token_of(make_offer(email="s@example.org").person)
    assert client.post(address(message, stranger)).status_code == 404
    other = url("my_translate", olena, pk=message.match_id, message=message.match_id)
    assert client.post(other).status_code == 404
    assert service.asked == []


@pytest.mark.parametrize(
    ("status", "words"), [(503, "translator is busy"), (400, "cannot be translated")]
)
def test_no_answer(client, service, message, olena, status, words):
    service.status = status
    response = client.post(address(message, olena))
    assert response.status_code == 200
    assert words in response.content.decode()


def test_limit(client, service, message, olena, monkeypatch):
    monkeypatch.setattr(limits, "TRANSLATIONS_PER_PERSON", "1/h")
    assert client.post(address(message, olena)).status_code == 200
    response = client.post(address(message, olena))
    assert response.status_code == 429
    assert "translated many messages" in response.content.decode()
    assert len(service.asked) == 1


def test_the_request_itself(client, service, message):
    with scopes_disabled():
        need = message.match.need
        need.text = "Потрібні підручники"
        need.save()
    petr = token_of(message.match.offer.person)
    here = url("my_translate_request", petr, pk=message.match_id)
    assert here in page_of(client, message, petr)
    assert "икинчурдіп" in client.post(here).content.decode()
    assert service.asked[0]["source"] == "uk"
