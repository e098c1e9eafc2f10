"""A browser of the soak: pages, forms sent as they stand, and whose contacts were answered."""

import json
import random
import re
import threading
import time
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urljoin

import httpx

PATIENCE = 90  # seconds that a mail or a page may take
READING = 2.1  # a form refuses whoever sends it sooner
SAME = re.compile(r"[\s\u00a0\u202f-]")


def email_of(number: int) -> str:
    return f"soak{number:08}@example.org"


def phone_of(number: int) -> str:
    """Only digits that no other phone of the installation begins with."""
    digits = f"6{number:08}"
    return f"+420 {digits[:3]} {digits[3:6]} {digits[6:]}"


def contacts_in(text: str) -> set[int]:
    """Numbers of the people whose e-mail or phone is in a text, however it is spaced."""
    packed = SAME.sub("", text)
    emails = re.findall(r"soak(\d{8})@example\.org", packed)
    phones = re.findall(r"\+4206(\d{8})", packed)
    return {int(number) for number in (*emails, *phones)}


class Stopped(Exception):
    """The way could not be gone to its end; it is counted where it broke off."""


@dataclass
class Form:
    action: str
    method: str
    data: dict[str, list[str]] = field(default_factory=dict)
    options: dict[str, list[str]] = field(default_factory=dict)


class _Forms(HTMLParser):
    """What stands in `main`."""

    def __init__(self):
        super().__init__()
        self.in_main = False
        self.forms: list[Form] = []
        self.links: list[str] = []
        self.open: Form | None = None
        self.select, self.textarea = "", ""

    def handle_starttag(self, tag, pairs):
        at = dict(pairs)
        self.in_main = self.in_main or tag == "main"
        if not self.in_main:
            return
        if tag == "a" and at.get("href"):
            self.links.append(at["href"])
        elif tag == "form":
            self.open = Form(at.get("action") or "", (at.get("method") or "get").lower())
            self.forms.append(self.open)
        elif self.open is not None:
            self.field(tag, at)

    def field(self, tag, at):
        form, name, value = self.open, at.get("name") or "", at.get("value") or ""
        if tag == "select":
            self.select = name
        elif tag == "textarea":
            self.textarea = name
            form.data[name] = [""]
        elif tag == "option" and self.select:
            if "selected" in at or self.select not in form.data:
                form.data[self.select] = [value]
        elif tag == "input" and name:
            if at.get("type") in ("checkbox", "radio"):
                form.options.setdefault(name, []).append(value or "on")
                if "checked" not in at:
                    return
            form.data.setdefault(name, []).append(value)

    def handle_endtag(self, tag):
        if tag == "main":
            self.in_main = False
        elif tag == "form":
            self.open = None
        elif tag == "select":
            self.select = ""
        elif tag == "textarea":
            self.textarea = ""

    def handle_data(self, data):
        if self.textarea and self.open is not None:
            self.open.data[self.textarea][0] += data


class Page:
    def __init__(self, response: httpx.Response):
        self.url = str(response.url)
        self.text = response.text
        parsed = _Forms()
        parsed.feed(self.text)
        self.forms, self.links = parsed.forms, parsed.links
        self.came = time.monotonic()

    def links_with(self, part: str) -> list[str]:
        return list(dict.fromkeys(link for link in self.links if part in link))

    def form(self, ending: str = "") -> Form | None:
        """The first form that posts to an address with this ending; the last one for ""."""
        posts = [form for form in self.forms if form.method == "post"]
        if not ending:
            return posts[-1] if posts else None
        return next((form for form in posts if form.action.endswith(ending)), None)


class Log:
    """One line of JSON for each thing that happened, of all threads of a process."""

    def __init__(self, path: Path):
        self.lock, self.file = threading.Lock(), path.open("a", encoding="utf-8")

    def write(self, what: str, **facts) -> None:
        with self.lock:
            self.file.write(json.dumps({"what": what, **facts}) + "\n")
            self.file.flush()


class Browser:
    """`who`: number of a person, or a word for staff; every answer is looked through."""

    def __init__(self, base: str, address: str, who: int | str, log: Log, seed: str):
        self.who, self.log = who, log
        self.random = random.Random(seed)
        transport = httpx.HTTPTransport(local_address=address)
        self.client = httpx.Client(
            base_url=base, transport=transport, timeout=PATIENCE, follow_redirects=True
        )

    def get(self, path: str) -> Page:
        time.sleep(self.random.uniform(0.1, 0.5))
        return self._asked("GET", path)

    def submit(self, page: Page, form: Form | None, changes: dict | None = None) -> Page:
        """Send a form with what stands in it, changed; after it was read."""
        if form is None:
            raise Stopped(f"no form on {_kind(page.url)}")
        said = {name: v if isinstance(v, list) else [v] for name, v in (changes or {}).items()}
        if "stamp" in form.data:
            time.sleep(max(0.0, READING - (time.monotonic() - page.came)))
        return self._asked("POST", urljoin(page.url, form.action), form.data | said)

    def _asked(self, method: str, path: str, data: dict | None = None) -> Page:
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            sent = time.time()
            try:
                response = self.client.request(method, path, data=data)
            except httpx.TransportError as error:
                self.log.write("answer", status=type(error).__name__)
                time.sleep(1)
                continue
            self._look_through(response, sent)
            if response.status_code == 503:
                time.sleep(1)
                continue
            if response.status_code >= 500:
                raise Stopped(f"{method} {_kind(path)}: {response.status_code}")
            return Page(response)
        raise Stopped("unavailable for too long")

    def _look_through(self, response: httpx.Response, sent: float) -> None:
        for one in (*response.history, response):
            saw = contacts_in(one.text) - {self.who}
            self.log.write("answer", status=one.status_code, bytes=len(one.content))
            if saw:
                self.log.write(
                    "saw", who=self.who, saw=sorted(saw), sent=sent, received=time.time(),
                    page=_kind(str(one.url)),
                )  # fmt: skip


def _kind(path: str) -> str:
    """An address without whose it is."""
    path = re.sub(r"^https?://[^/]+", "", path)
    return re.sub(r"[0-9a-f-]{36}|(?<=/l/my/)[^/]+|(?<=/l/)[^/]+/[^/]+|\d+", "…", path)[:60]
