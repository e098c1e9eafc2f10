"""A whole installation on loopback: its own database, a relay that keeps all, web, workers."""

import email.policy
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections import defaultdict
from email import message_from_bytes
from pathlib import Path

from .databases import HOME, KEYS

POSTGRES = Path(os.environ.get("NEBE_BENCH_POSTGRES_BIN", "/usr/lib/postgresql/15/bin"))
HOST = "127.0.0.1"


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind((HOST, 0))
        return listener.getsockname()[1]


class Cluster:
    """A PostgreSQL of our own, so that restarting it disturbs nobody."""

    def __init__(self, directory: Path):
        self.directory = directory
        self.port = free_port()

    def create(self) -> None:
        shutil.rmtree(self.directory, ignore_errors=True)
        self.directory.mkdir(parents=True)
        if os.getuid() == 0:  # PostgreSQL refuses to run as root
            shutil.chown(self.directory, "postgres")
        self._run("initdb", "-D", self.data, "-U", "nebe", "-A", "trust", "-E", "UTF8", "--no-sync")
        self.start()
        for name in ("nebe", "nebe_keys"):
            self._run("createdb", "-h", HOST, "-p", str(self.port), "-U", "nebe", name)

    def start(self) -> None:
        self._control("start")

    def restart(self) -> None:
        self._control("restart", "-m", "fast")

    def stop(self, how: str = "immediate") -> None:
        self._control("stop", "-m", how)

    @property
    def data(self) -> str:
        return str(self.directory / "data")

    @property
    def url(self) -> str:
        return f"postgres://nebe@{HOST}:{self.port}/nebe"

    def _control(self, verb: str, *more: str) -> None:
        options = f"-p {self.port} -c listen_addresses={HOST} -c unix_socket_directories=''"
        log = str(self.directory / "log")
        self._run("pg_ctl", "-D", self.data, "-w", "-l", log, "-o", options, *more, verb)

    def _run(self, program: str, *arguments: str) -> None:
        command = [str(POSTGRES / program), *arguments]
        if os.getuid() == 0:
            command = ["runuser", "-u", "postgres", "--", *command]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd="/")


class Relay:
    """Takes every mail; remembers per receiver the Message-IDs and the texts.

    With `folder`, other processes find the texts there, a file for each receiver.
    """

    def __init__(self, folder: Path | None = None):
        from aiosmtpd.controller import Controller

        self.mails: dict[str, list[tuple[str, str]]] = defaultdict(list)
        self.changed = threading.Condition()
        self.folder = folder
        self.controller = Controller(self, hostname=HOST, port=free_port())

    async def handle_DATA(self, server, session, envelope) -> str:  # noqa: N802 (its interface)
        mail = message_from_bytes(envelope.content, policy=email.policy.default)
        text = mail.get_body(("plain",)).get_content()
        with self.changed:
            for receiver in envelope.rcpt_tos:
                self.mails[receiver].append((mail["Message-ID"], text))
                if self.folder:
                    with (self.folder / receiver).open("a", encoding="utf-8") as file:
                        file.write(f"{text}\n\n")
            self.changed.notify_all()
        return "250 taken"

    def wait(self, receiver: str, mark: str, seconds: float) -> str | None:
        """The text of a mail to `receiver` that holds `mark`."""
        end = time.monotonic() + seconds
        with self.changed:
            while True:
                for _, text in self.mails[receiver]:
                    if mark in text:
                        return text
                if not self.changed.wait(max(0.0, end - time.monotonic())):
                    return None

    @property
    def url(self) -> str:
        return f"smtp://{HOST}:{self.controller.port}"


class Installation:
    """On PostgreSQL with two web processes, or on SQLite with one; `workers` beside."""

    def __init__(
        self,
        directory: Path = HOME / "soak",
        *,
        vendor: str = "postgresql",
        workers: int = 1,
        mails: Path | None = None,
    ):
        self.directory = directory
        self.vendor = vendor
        self.cluster = Cluster(directory / "postgresql")
        self.relay = Relay(mails)
        self.port = free_port()
        self.base = f"http://{HOST}:{self.port}"
        self.web: subprocess.Popen | None = None
        self.workers: list[subprocess.Popen] = []
        self.worker_count = workers

    @property
    def environment(self) -> dict[str, str]:
        return (
            os.environ
            | KEYS
            | self.databases
            | {
                "DJANGO_SETTINGS_MODULE": "nebe.config.settings",
                "NEBE_VAR": str(self.directory / "var"),
                "NEBE_MAIL_URL": self.relay.url,
                "NEBE_BASE_URL": self.base,
                "NEBE_BIND": f"{HOST}:{self.port}",
                "NEBE_WEB_PROCESSES": "1" if self.vendor == "sqlite" else "2",
                "NEBE_WEB_THREADS": "8",
                "NEBE_SECRET_KEY": "soak",
                "NEBE_LOG_LEVEL": "WARNING",
            }
        )

    @property
    def databases(self) -> dict[str, str]:
        if self.vendor == "sqlite":
            folder = self.directory / "var"
            names = (f"sqlite:///{folder / 'nebe.sqlite3'}", f"sqlite:///{folder / 'keys.sqlite3'}")
        else:
            names = (self.cluster.url, f"{self.cluster.url}_keys")
        return dict(zip(("DATABASE_URL", "KEYS_DATABASE_URL"), names, strict=True))

    def fill(self, *prepare: str) -> None:
        """A new database, filled by `python prepare…`."""
        (self.directory / "var").mkdir(parents=True, exist_ok=True)
        if self.vendor == "postgresql":
            self.cluster.create()
        self.python(*prepare)

    def serve(self) -> None:
        self.relay.controller.start()
        self.web = self._start(
            "-m", "gunicorn", "--config", "python:nebe.config.gunicorn", "nebe.config.wsgi"
        )
        self.workers = [self._start_worker() for _ in range(self.worker_count)]

    def _start_worker(self) -> subprocess.Popen:
        return self._start("-m", "nebe", "worker")

    def kill_worker(self, number: int = 0) -> None:
        """As if the power failed, then started again as systemd would."""
        self.workers[number].send_signal(signal.SIGKILL)
        self.workers[number].wait()
        self.workers[number] = self._start_worker()

    def stop(self) -> None:
        for process in (self.web, *self.workers):
            if process is not None:
                process.terminate()
                process.wait(60)
        self.relay.controller.stop()
        if self.vendor == "postgresql":
            self.cluster.stop()

    def python(self, *arguments: str) -> str:
        """Standard output of one command that sees the installation's databases."""
        done = subprocess.run(
            [sys.executable, *arguments],
            env=self.environment,
            check=True,
            stdout=subprocess.PIPE,
            text=True,
        )
        return done.stdout

    def _start(self, *arguments: str) -> subprocess.Popen:
        log = (self.directory / "log").open("ab")
        return subprocess.Popen(
            [sys.executable, *arguments], env=self.environment, stdout=log, stderr=log
        )
