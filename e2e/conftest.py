"""A real site for the browser: its own database, gunicorn and a worker on loopback."""

import os
import re
import shutil
import socket
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Error, Page

from conftest import copies, ensure_template

ROOT = Path(__file__).resolve().parents[1]
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
WIDTHS = (320, 390, 1280)
HEIGHT = 844
START_SECONDS = 60


def pytest_collection_modifyitems(items):
    for item in items:
        if Path(item.fspath).is_relative_to(ROOT / "e2e"):
            item.add_marker(pytest.mark.browser)
            if not CHROMIUM:
                item.add_marker(pytest.mark.skip(reason="Chromium is not installed"))


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    arguments = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
    arguments += ["--disable-component-update", "--disable-sync", "--no-first-run"]
    return browser_type_launch_args | {"executable_path": CHROMIUM, "args": arguments}


@dataclass
class Mail:
    to: str
    subject: str
    text: str

    @property
    def link(self) -> str:
        """The one link of the mail, as a path."""
        return re.search(r"https?://[^/\s]+(/\S+)", self.text).group(1)


@dataclass
class Site:
    url: str
    folder: Path

    def mails(self) -> list[Mail]:
        """What was sent, newest first, read as a developer reads it at `/-/mail`."""
        answer = httpx.get(f"{self.url}/-/mail", params={"format": "json"}, timeout=20)
        answer.raise_for_status()
        return [Mail(**one) for one in answer.json()["mails"]]

    def wait_for_mail(self, to: str, *, containing: str = "", seconds: float = 20) -> Mail:
        """The newest mail to an address; the worker sends it within seconds."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            for mail in self.mails():
                if mail.to == to and containing in mail.subject + mail.text:
                    return mail
            time.sleep(0.3)
        raise AssertionError(f"no mail to {to} with {containing!r}")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture(scope="session")
def site(tmp_path_factory, django_test_environment, django_db_blocker):
    """The demonstration, small, on a database of its own of the kind under test.

    `NEBE_SITE=http://127.0.0.1:8000` runs the journeys against a `make run` instead.
    """
    if running := os.environ.get("NEBE_SITE"):
        yield Site(url=running, folder=tmp_path_factory.mktemp("site"))
        return
    from django.conf import settings
    from django.db import connections

    folder = tmp_path_factory.mktemp("site")
    with django_db_blocker.unblock():
        templates = ensure_template(connections)
    names = {alias: f"nebe_site_{os.getpid()}_{alias}" for alias in templates}
    urls = {}
    for alias, template in templates.items():
        store = copies(connections[alias])
        store.drop(names[alias])
        store.copy(template, names[alias])
        given = settings.DATABASE_URL
        urls[alias] = (
            f"sqlite:///{store.path(names[alias])}"
            if connections[alias].vendor == "sqlite"
            else f"{given.rsplit('/', 1)[0]}/{names[alias]}"
        )
    port = free_port()
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "nebe.config.settings",
        "NEBE_DEMO": "1",
        "NEBE_VAR": str(folder),
        "NEBE_SECRET_KEY": "a-secret-of-the-browser-tests-that-guards-nothing",
        "NEBE_BASE_URL": f"http://127.0.0.1:{port}",
        "DATABASE_URL": urls["default"],
        "KEYS_DATABASE_URL": urls["keys"],
    }
    nebe = [sys.executable, "-m", "nebe"]
    small = ["--offers", "120", "--requests", "30"]
    subprocess.run([*nebe, "prepare", *small], env=environment, cwd=ROOT, check=True)
    with open(folder / "log", "w") as log:
        server = subprocess.Popen(
            [*nebe, "run", "--port", str(port)],
            env=environment,
            cwd=ROOT,
            stdout=log,
            stderr=subprocess.STDOUT,
        )
        try:
            wait_until_ready(f"http://127.0.0.1:{port}", server, folder / "log")
            yield Site(url=f"http://127.0.0.1:{port}", folder=folder)
        finally:
            server.terminate()
            server.wait(timeout=30)
            for alias, name in names.items():
                copies(connections[alias]).drop(name)


def wait_until_ready(url: str, server: subprocess.Popen, log: Path) -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until:
        if server.poll() is not None:
            break
        try:
            if httpx.get(f"{url}/-/live", timeout=2).status_code == 200:
                return
        except httpx.HTTPError:
            time.sleep(0.3)
    raise RuntimeError(f"the site did not start:\n{log.read_text()[-3000:]}")


@pytest.fixture(params=WIDTHS, ids=lambda width: f"{width}px")
def width(request) -> int:
    return request.param


@pytest.fixture
def person(new_context, site):
    """Open a browser of one's own: `person(language="uk", width=390)` gives a page."""

    def open_page(*, language: str = "en", width: int = 1280, **options) -> Page:
        context = new_context(
            base_url=site.url,
            locale=language,
            viewport={"width": width, "height": HEIGHT},
            **options,
        )
        context.set_default_timeout(15_000)
        return context.new_page()

    return open_page


def become(page: Page, name: str) -> None:
    """Become one of the cast (`jana`, `eva`, …) through the demonstration's switcher."""
    page.goto("/-/cast/")
    page.locator(f"button[name=who][value={name}]").click()


def check_page(page: Page, *, allow_wide: bool = False) -> None:
    """Nothing for axe to find (WCAG 2.2 AA), and nothing to scroll sideways for."""
    options = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
    page.wait_for_load_state()
    try:
        found = Axe().run(page, options=options).response["violations"]
    except Error:  # the page was just being left for the next one
        page.wait_for_load_state()
        page.wait_for_timeout(500)
        found = Axe().run(page, options=options).response["violations"]
    told = [
        f"{one['id']}: {one['help']}: {[node['html'][:160] for node in one['nodes'][:3]]}"
        for one in found
    ]
    assert not told, f"{page.url}\n" + "\n".join(told)
    if not allow_wide:
        overflow = page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        assert overflow <= 0, f"{page.url} scrolls sideways by {overflow} px"
