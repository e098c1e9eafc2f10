"""Against a real local server that answers as the two services do."""

import json
import threading
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import pytest

from nebe.core.texts.machine import (
    TranslationLater,
    TranslationRefused,
    languages_wanting,
    translation_add,
)
from nebe.core.texts.models import TranslationMonth
from nebe.core.texts.translated import pick

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
NOVEMBER = date(2026, 11, 22)


class Service(BaseHTTPRequestHandler):
    """Turns texts round; `server.status` and `server.answer` make it fail."""

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        address = urlsplit(self.path)
        self.server.asked.append((address, dict(self.headers), body))
        if address.path.endswith("/languages/"):
            answer = parse_qs(body)["input_text"][0][::-1] + "\n"
        else:
            answer = json.dumps({"translatedText": json.loads(body)["q"][::-1]})
        answer = self.server.answer if self.server.answer is not None else answer
        self.send_response(self.server.status)
        self.end_headers()
        self.wfile.write(answer.encode())

    def log_message(self, *args):
        pass


@pytest.fixture
def server():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Service)
    server.asked, server.status, server.answer = [], 200, None
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture(params=["lindat", "libretranslate"])
def service(request, server, settings):
    settings.TRANSLATOR = request.param
    settings.TRANSLATOR_URL = f"http://127.0.0.1:{server.server_address[1]}/"
    settings.TRANSLATOR_KEY = ""
    settings.TRANSLATOR_OWN = False
    settings.TRANSLATOR_MONTHLY_CHARACTERS = 100
    return server


def add(data, target="uk", public=True, source="cs"):
    return translation_add(data, source=source, target=target, public=public, today=NOVEMBER)


def test_it_works(service):
    data = add({"cs": "Ahoj & čau"})
    text = pick(data, "uk")
    assert (str(text), text.is_machine, text.is_stale) == ("uač & johA", True, False)
    assert str(pick(data, "cs")) == "Ahoj & čau"
    assert TranslationMonth.objects.get().characters == len("Ahoj & čau")


def test_what_each_service_is_asked(server, service, settings):
    settings.TRANSLATOR_KEY = "secret"
    add({"cs": "Ahoj"})
    [(address, _headers, body)] = server.asked
    if settings.TRANSLATOR == "lindat":
        assert address.path == "/languages/"
        assert parse_qs(address.query) == {"src": ["cs"], "tgt": ["uk"]}
        assert body == "input_text=Ahoj"
    else:
        assert address.path == "/translate"
        assert json.loads(body) == {
            "q": "Ahoj",
            "source": "cs",
            "target": "uk",
            "format": "text",
            "api_key": "secret",
        }


def test_off_by_default(settings):
    assert settings.TRANSLATOR == ""
    with pytest.raises(TranslationRefused, match="off"):
        add({"cs": "Ahoj"})


def test_private_text_goes_to_an_own_service_only(service, settings):
    with pytest.raises(TranslationRefused, match="not public"):
        add({"cs": "Ahoj"}, public=False)
    assert service.asked == []
    settings.TRANSLATOR_OWN = True
    assert add({"cs": "Ahoj"}, public=False)["uk"]["text"] == "johA"


def test_what_a_person_translated_is_kept(service):
    data = {"cs": "Ahoj", "uk": "Привіт"}
    assert add(data) == data
    assert service.asked == []


def test_a_stale_translation_is_made_anew(service):
    data = {**add({"cs": "Ahoj"}), "cs": "Nazdar"}
    assert "uk" in languages_wanting(data, source="cs")
    assert str(pick(add(data), "uk")) == "radzaN"
    assert "uk" not in languages_wanting(add(data), source="cs")


@pytest.mark.parametrize("status", [408, 429, 500, 502, 503])
def test_a_busy_service_is_asked_later_and_costs_nothing(service, status):
    service.status = status
    with pytest.raises(TranslationLater):
        add({"cs": "Ahoj"})
    assert TranslationMonth.objects.get().characters == 0


@pytest.mark.parametrize("status", [302, 400, 403, 404])
def test_a_refusal_is_final(service, status):
    service.status = status
    with pytest.raises(TranslationRefused):
        add({"cs": "Ahoj"})


def test_nobody_there(service, settings):
    settings.TRANSLATOR_URL = "http://127.0.0.1:9"
    with pytest.raises(TranslationLater):
        add({"cs": "Ahoj"})


@pytest.mark.parametrize("answer", ["", "  "])
def test_an_empty_answer_is_no_translation(service, answer):
    service.answer = answer
    with pytest.raises(TranslationLater):
        add({"cs": "Ahoj"})


@pytest.mark.parametrize("answer", ["<html>", "{}", "[]", '{"translatedText": 5}'])
def test_nonsense_of_libretranslate(service, settings, answer):
    settings.TRANSLATOR = "libretranslate"
    service.answer = answer
    with pytest.raises(TranslationLater):
        add({"cs": "Ahoj"})


def test_the_budget_of_a_month(service):
    add({"cs": "x" * 60})
    with pytest.raises(TranslationRefused, match="budget"):
        add({"cs": "y" * 60})
    assert len(service.asked) == 1
    later = date(2026, 12, 1)
    translation_add({"cs": "y" * 60}, source="cs", target="uk", public=True, today=later)
    assert [m.characters for m in TranslationMonth.objects.order_by("month")] == [60, 60]


def test_errors_never_carry_the_text(service):
    service.status = 400
    with pytest.raises(TranslationRefused) as refused:
        add({"cs": "tajné jméno"})
    assert "tajné" not in str(refused.value)
