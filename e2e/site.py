"""The demonstration, small, running on loopback: for the browser's tests and the pictures."""

import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

import httpx

from .machine import translating

ROOT = Path(__file__).resolve().parents[1]
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
CHROMIUM_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
START_SECONDS = 60
SMALL = ("--offers", "120", "--requests", "30", "--households", "4", "--no-year")


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
    environment: dict[str, str] = field(default_factory=dict)  # empty where it is not ours

    def inside(self, name: str, *arguments) -> Any:
        """What a function of `inside.py` returns, run on the site's own database."""
        command = [sys.executable, "-m", "e2e.inside", name, json.dumps(arguments)]
        done = subprocess.run(
            command, env=self.environment, cwd=ROOT, check=True, stdout=subprocess.PIPE
        )
        return json.loads(done.stdout)

    def mails(self, page: int = 1) -> list[Mail]:
        """What was sent, newest first, read as a developer reads it at `/-/mail`, a page of it."""
        wanted = {"format": "json", "page": page}
        answer = httpx.get(f"{self.url}/-/mail", params=wanted, timeout=20)
        answer.raise_for_status()
        return [Mail(**one) for one in answer.json()["mails"]]

    def every_mail(self) -> Iterator[Mail]:
        """All pages of it; a page beyond the last is the last again."""
        before: list[Mail] = []
        for number in count(1):
            mails = self.mails(number)
            if mails == before:
                return
            yield from mails
            before = mails

    def wait_for_mail(self, to: str, *, containing: str = "", seconds: float = 60) -> Mail:
        """The newest mail to an address; sent within seconds, or longer on a busy machine."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            for mail in self.mails():
                if mail.to == to and containing in mail.subject + mail.text:
                    return mail
            time.sleep(0.3)
        raise AssertionError(f"no mail to {to} with {containing!r}")


def environment_of(folder: Path, settings: dict[str, str], url: str) -> dict[str, str]:
    return os.environ | {
        "DJANGO_SETTINGS_MODULE": "nebe.config.settings",
        "NEBE_DEMO": "1",
        "NEBE_VAR": str(folder),
        "NEBE_SECRET_KEY": "a-secret-of-the-browser-tests-that-guards-nothing",
        "NEBE_BASE_URL": url,
        "NEBE_LOG_LEVEL": "INFO",
        **settings,
    }


def prepare(environment: dict[str, str], size: tuple[str, ...] = SMALL) -> None:
    """The demonstration in its databases and folder; where it is already, nothing is made."""
    command = [sys.executable, "-m", "nebe", "prepare", *size]
    subprocess.run(command, env=environment, cwd=ROOT, check=True)


@contextmanager
def running_site(folder: Path, settings: dict[str, str]) -> Iterator[Site]:
    """Start the demonstration that was prepared in `folder`; `settings`: databases, keys."""
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    environment = environment_of(folder, settings, url)
    with open(folder / "log", "w") as log, translating() as machine:
        environment |= {"NEBE_TRANSLATOR": "libretranslate", "NEBE_TRANSLATOR_URL": machine}
        server = subprocess.Popen(
            [sys.executable, "-m", "nebe", "run", "--port", str(port)],
            env=environment,
            cwd=ROOT,
            stdout=log,
            stderr=subprocess.STDOUT,
        )
        try:
            wait_until_ready(url, server, folder / "log")
            yield Site(url=url, folder=folder, environment=environment)
        finally:
            server.terminate()
            server.wait(timeout=30)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


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
