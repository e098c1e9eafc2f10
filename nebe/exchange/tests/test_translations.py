"""Offers are translated by a real local server that turns texts round."""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from nebe.core.jobs import GiveUp
from nebe.exchange.models import Offer
from nebe.exchange.selectors.offers import pick
from nebe.exchange.services.translations import languages_to_translate, offer_translate
from nebe.exchange.tasks import offer_translate_job, offers_translate_job

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


class Backwards(BaseHTTPRequestHandler):
    def do_POST(self):
        question = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.asked.append(question)
        self.send_response(200)
        self.end_headers()
        self.wfile.write(json.dumps({"translatedText": question["q"][::-1]}).encode())

    def log_message(self, *args):
        pass


@pytest.fixture
def service(settings):
    server = ThreadingHTTPServer(("127.0.0.1", 0), Backwards)
    server.asked = []
    settings.TRANSLATOR = "libretranslate"
    settings.TRANSLATOR_URL = f"http://127.0.0.1:{server.server_address[1]}"
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


def test_it_works(service, make_offer):
    offer = make_offer(title="Books", text="For school")
    offer_translate_job(str(offer.pk), "uk")
    offer.refresh_from_db()
    title = pick({**offer.translations["title"], "en": offer.title}, "uk")
    assert (str(title), title.is_machine) == ("skooB", True)
    assert (offer.title, offer.text) == ("Books", "For school")
    assert "uk" not in languages_to_translate(offer)
    assert "cs" in languages_to_translate(offer)


def test_what_is_not_public_never_leaves(service, make_offer):
    offer = make_offer("housing", title="A room")
    with pytest.raises(GiveUp):
        offer_translate_job(str(offer.pk), "uk")
    assert service.asked == []


def test_a_change_meanwhile_is_not_overwritten(service, make_offer):
    offer = make_offer(title="Books")
    Offer.objects.filter(pk=offer.pk).update(title="Toys")
    offer_translate(offer=offer, language="uk")
    offer.refresh_from_db()
    assert (offer.title, offer.translations) == ("Toys", {})


def test_every_night_asks_for_what_is_missing_and_only_for_public_offers(
    service, make_offer, settings
):
    from django_tasks_db.models import DBTaskResult

    make_offer(title="Books")
    make_offer("housing", title="A room", email="jana@example.org")
    offers_translate_job()
    offers_translate_job()
    waiting = DBTaskResult.objects.filter(task_path__endswith="offer_translate_job")
    assert waiting.count() == len(settings.LANGUAGES) - 1


def test_off_by_default(make_offer, settings):
    from django_tasks_db.models import DBTaskResult

    assert settings.TRANSLATOR == ""
    make_offer()
    offers_translate_job()
    assert not DBTaskResult.objects.filter(task_path__endswith="offer_translate_job").exists()
