"""Fifty visitors at once: `python -m benchmarks soak [--trouble] [--seconds 300]`.

Each searches, and now and then goes the whole way: offers, confirms, is asked, answers. With
`--trouble` the worker is killed three times and the database restarted once meanwhile. Afterwards
every mail and every request must be there once.
"""

import random
import re
import threading
import time
from collections import Counter
from html import unescape
from urllib.parse import urlsplit

import httpx

from .servers import Installation

VISITORS = 50
OFFERS = 3_000
PATIENCE = 120  # seconds that a mail or a page may take
THINK = (2.2, 5.0)  # seconds between two pages of one visitor; a form refuses less than two
SEARCHES = ["", "q=děti", "q=репетитор&place=Praha", "category=tutoring&place=Brno&km=30", "page=3"]
CSRF = "csrfmiddlewaretoken"
FIELD = re.compile(rf"""<input[^>]*name="({CSRF}|stamp)"[^>]*value="([^"]*)""")
CHOICE = re.compile(r'<input type="(?:radio|checkbox)" name="([\w-]+\.[\w-]+)" value="([^"]+)"')
LINK = re.compile(r"https?://[^/\s]+(/\w+/l/([\w-]+)/\S+)")
TALK = re.compile(r'href="([^"]*/talks/[^"/]+/)"')


class Stopped(Exception):
    """The way could not be gone to its end; it is counted where it broke off."""


class Tally:
    def __init__(self):
        self.lock = threading.Lock()
        self.counts: Counter[str] = Counter()
        self.expected: set[tuple[str, str]] = set()  # (receiver, purpose of the link in the mail)
        self.asks: set[str] = set()

    def add(self, what: str) -> None:
        with self.lock:
            self.counts[what] += 1


class Visitor(threading.Thread):
    def __init__(self, number: int, installation: Installation, tally: Tally, end: float):
        super().__init__(daemon=True)
        self.number, self.tally, self.end = number, tally, end
        self.relay = installation.relay
        self.random = random.Random(number)
        # An address of their own each, for limits count by network.
        transport = httpx.HTTPTransport(local_address=f"127.{number + 1}.0.1")
        self.client = httpx.Client(
            base_url=installation.base, transport=transport, timeout=PATIENCE, follow_redirects=True
        )

    def run(self) -> None:
        journey = 0
        while time.time() < self.end:
            try:
                for _ in range(self.random.randint(3, 8)):
                    self.page(f"/en/offers/?{self.random.choice(SEARCHES)}")
                journey += 1
                self.whole_way(f"{self.number}-{journey}")
            except Stopped as broken:
                self.tally.add(f"broken off: {broken}")
            except Exception as error:  # a visitor must not end the test
                self.tally.add(f"failed: {type(error).__name__}")

    def whole_way(self, name: str) -> None:
        helper, seeker = f"helper-{name}@example.org", f"seeker-{name}@example.org"
        give = "/en/give/?category=textbooks"
        offer = {
            "title": f"Books {name}",
            "text": "For the first classes.",
            "language": "en",
            "place_1": "Brno",
            "languages": "cs",
            "capacity": "1",
            "name": "Petr",
            "email": helper,
            "conduct": "on",
        }
        form = self.page(give)
        questions = dict(reversed(CHOICE.findall(form)))  # the first answer of each
        self.send(give, form, questions | offer)
        mine = self.press(helper, "offer-confirm")
        numbers = re.findall(r"/offers/(\d+)/", mine)
        if not numbers:
            raise Stopped("the helper's page shows no offer")
        ask = f"/en/offers/{numbers[0]}/ask/"
        form = self.send(ask, self.page(ask), {"alone": "no"})
        request = {"alone": "no", "category": "textbooks", "text": f"Please, for {name}."}
        self.send(ask, form, request | {"name": "Olena", "email": seeker})
        self.tally.asks.add(name)
        self.press(seeker, "ask-confirm")
        self.answer(helper, seeker)
        self.tally.add("whole ways")

    def answer(self, helper: str, seeker: str) -> None:
        page = self.page(self.mailed(helper, "my"))
        talk = TALK.search(page)
        if talk is None:
            raise Stopped("the helper's page shows no request")
        talk_path = urlsplit(unescape(talk[1])).path
        self.send(talk_path, self.page(talk_path), {"text": "I have them."})
        self.mailed(seeker, "my")

    def press(self, receiver: str, purpose: str) -> str:
        link = self.mailed(receiver, purpose)
        return self.send(link, self.page(link), {})

    def mailed(self, receiver: str, purpose: str) -> str:
        """Path of the link in the mail that must come."""
        self.tally.expected.add((receiver, purpose))
        text = self.relay.wait(receiver, f"/l/{purpose}/", PATIENCE)
        if text is None:
            raise Stopped(f"no mail with a link {purpose}")
        return next(path for path, of in LINK.findall(text) if of == purpose)

    def page(self, path: str) -> str:
        return self.asked("GET", path)

    def send(self, path: str, form: str, data: dict) -> str:
        hidden = {name: unescape(value) for name, value in FIELD.findall(form)}
        return self.asked("POST", path, hidden | data)

    def asked(self, method: str, path: str, data: dict | None = None) -> str:
        """One page, after a pause; asked again, with the same form, while the answer is 503."""
        time.sleep(self.random.uniform(*THINK))
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            try:
                response = self.client.request(method, path, data=data)
            except httpx.TransportError as error:
                self.tally.add(f"no answer: {type(error).__name__}")
                time.sleep(1)
                continue
            self.tally.add(f"status {response.status_code}")
            if response.status_code != 503:
                if response.status_code >= 400:
                    raise Stopped(
                        f"{method} {re.sub(r'[0-9]+', 'N', path)[:30]}: {response.status_code}"
                    )
                return response.text
            self.check_unavailable(response, data)
            time.sleep(min(5, int(response.headers.get("Retry-After", 1))))
        raise Stopped("unavailable for too long")

    def check_unavailable(self, response: httpx.Response, data: dict | None) -> None:
        if "Retry-After" not in response.headers:
            self.tally.add("503 without Retry-After")
        typed = {name: value for name, value in (data or {}).items() if name != CSRF}
        kept = all(value in unescape(response.text) for value in typed.values())
        self.tally.add("503 with all input kept" if kept else "503 with input lost")


def trouble(installation: Installation, seconds: float) -> None:
    """Three kills of the worker and one restart of the database, spread over the time."""
    for act in ("worker", "database", "worker", "worker"):
        time.sleep(seconds / 5)
        if act == "worker":
            installation.kill_worker()
        else:
            installation.cluster.restart()
        print(f"  {act} interrupted", flush=True)


def soak(seconds: float, with_trouble: bool) -> None:
    installation = Installation()
    try:
        installation.fill("-m", "benchmarks.fill", str(OFFERS))
        installation.serve()
        wait_ready(installation)
        tally = Tally()
        end = time.time() + seconds
        visitors = [Visitor(i, installation, tally, end) for i in range(VISITORS)]
        for visitor in visitors:
            visitor.start()
        if with_trouble:
            trouble(installation, seconds)
        for visitor in visitors:
            visitor.join(seconds + 4 * PATIENCE)
        time.sleep(10)  # a mail that comes twice comes now
        report(installation, tally)
    finally:
        installation.stop()


def wait_ready(installation: Installation) -> None:
    for _ in range(120):
        try:
            if httpx.get(f"{installation.base}/-/ready").status_code == 200:
                return
        except httpx.TransportError:
            pass
        time.sleep(1)
    raise RuntimeError(f"not ready; see {installation.directory / 'log'}")


def report(installation: Installation, tally: Tally) -> None:
    import psycopg

    with psycopg.connect(installation.cluster.url) as database:
        needs = database.execute("SELECT count(*) FROM nebe_exchange_need").fetchone()[0]
    received = installation.relay.mails
    ids = Counter(id_ for mails in received.values() for id_, _ in mails)
    lost = [
        (receiver, purpose)
        for receiver, purpose in tally.expected
        if not any(f"/l/{purpose}/" in text for _, text in received[receiver])
    ]
    texts = Counter((who, text) for who, mails in received.items() for _, text in mails)
    print("| what | count |\n|---|---|")
    for what, count in sorted(tally.counts.items()):
        print(f"| {what} | {count:,} |")
    print(f"| mails received | {sum(ids.values()):,} |")
    print(f"| mails lost | {len(lost)} |")
    print(f"| mails handed over twice under one Message-ID | {sum(n - 1 for n in ids.values())} |")
    print(f"| mails doubled | {sum(n - 1 for n in texts.values())} |")
    print(f"| asks sent | {len(tally.asks)} |")
    print(f"| asks stored | {needs} |")
