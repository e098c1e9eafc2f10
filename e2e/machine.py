"""A service of machine translation on loopback, as small as its phrase book."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

# What it knows from Czech into Ukrainian; it refuses everything else, as a real one does a
# language that it has not learnt.
PHRASES = {
    "Novela o dočasné ochraně": "Новела про тимчасову охорону",
    "Kdo smí zůstat a jak dlouho.": "Хто може залишитися і як довго.",
    "Rodiny s dětmi": "Сім'ї з дітьми",
    "Povolení platí o rok déle.": "Дозвіл діє на рік довше.",
    "Právní tým": "Юридична команда",
}


class Service(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        known = asked["source"] == "cs" and asked["target"] == "uk" and asked["q"] in PHRASES
        body = json.dumps({"translatedText": PHRASES[asked["q"]]} if known else {}).encode()
        self.send_response(200 if known else 400)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args):
        pass


@contextmanager
def translating() -> Iterator[str]:
    """Its address, as long as it runs."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Service)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
