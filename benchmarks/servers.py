"""A whole installation on loopback: its own PostgreSQL, a relay that keeps all, web, worker."""

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

    def start(self) -> None:
        shutil.rmtree(self.directory, ignore_errors=True)
        self.directory.mkdir(parents=True)
        if os.getuid() == 0:  # PostgreSQL refuses to run as root
            shutil.chown(self.directory, "postgres")
        self._run("initdb", "-D", self.data, "-U", "nebe", "-A", "trust", "-E", "UTF8", "--no-sync")
        self._control("start")
        for name in ("nebe", "nebe_keys"):
            self._run("createdb", "-h", HOST, "-p", str(self.port), "-U", "nebe", name)

    def restart(self) -> None:
        self._control("restart", "-m", "fast")

    def stop(self) -> None:
        self._control("stop", "-m", "immediate")

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
    """Takes every mail; remembers per receiver the Message-IDs and the texts."""

    def __init__(self):
        from aiosmtpd.controller import Controller

        self.mails: dict[str, list[tuple[str, str]]] = defaultdict(list)
        self.changed = threading.Condition()
        self.controller = Controller(self, hostname=HOST, port=free_port())

    async def handle_DATA(self, server, session, envelope) -> str:  # noqa: N802 (its interface)
        mail = message_from_bytes(envelope.content, policy=email.policy.default)
        text = mail.get_body(("plain",)).get_content()
        with self.changed:
            for receiver in envelope.rcpt_tos:
                self.mails[receiver].append((mail["Message-ID"], text))
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
    def __init__(self, directory: Path = HOME / "soak"):
        self.directory = directory
        self.cluster = Cluster(directory / "postgresql")
        self.relay = Relay()
        self.port = free_port()
        self.base = f"http://{HOST}:{self.port}"
        self.web: subprocess.Popen | None = None
        self.worker: subprocess.Popen | None = None

    @property
    def environment(self) -> dict[str, str]:
        return (
            os.environ
            | KEYS
            | {
                "DJANGO_SETTINGS_MODULE": "nebe.config.settings",
                "NEBE_VAR": str(self.directory / "var"),
                "DATABASE_URL": self.cluster.url,
                "KEYS_DATABASE_URL": f"{self.cluster.url}_keys",
                "NEBE_MAIL_URL": self.relay.url,
                "NEBE_BASE_URL": self.base,
                "NEBE_BIND": f"{HOST}:{self.port}",
                "NEBE_WEB_PROCESSES": "2",
                "NEBE_WEB_THREADS": "8",
                "NEBE_SECRET_KEY": "soak",
                "NEBE_LOG_LEVEL": "WARNING",
            }
        )

    def start(self, offers: int) -> None:
        self.cluster.start()
        self.relay.controller.start()
        self._python("-m", "benchmarks.fill", str(offers)).wait()
        self.web = self._python(
            "-m", "gunicorn", "--config", "python:nebe.config.gunicorn", "nebe.config.wsgi"
        )
        self.start_worker()

    def start_worker(self) -> None:
        self.worker = self._python("-m", "nebe", "worker")

    def kill_worker(self) -> None:
        """As if the power failed, then started again as systemd would."""
        self.worker.send_signal(signal.SIGKILL)
        self.worker.wait()
        self.start_worker()

    def stop(self) -> None:
        for process in (self.web, self.worker):
            if process is not None:
                process.terminate()
                process.wait(30)
        self.relay.controller.stop()
        self.cluster.stop()

    def _python(self, *arguments: str) -> subprocess.Popen:
        log = (self.directory / "log").open("ab")
        return subprocess.Popen(
            [sys.executable, *arguments], env=self.environment, stdout=log, stderr=log
        )
