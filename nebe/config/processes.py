"""The `processes` file, and running what it lists as children of one command."""

from __future__ import annotations

import os
import shlex
import signal
import subprocess
import sys
import threading
from pathlib import Path
from typing import TextIO

from django.core.management.base import OutputWrapper

FILE = Path(__file__).resolve().parents[2] / "processes"
PATIENCE = 25  # seconds from SIGTERM to SIGKILL


def processes() -> dict[str, str]:
    """Name → command, in the order of the file."""
    lines = (line.strip() for line in FILE.read_text().splitlines())
    pairs = (line.partition(":") for line in lines if line and not line.startswith("#"))
    return {name.strip(): command.strip() for name, _, command in pairs}


def arguments(command: str) -> list[str]:
    """The command with the programs of this very environment."""
    program, *rest = shlex.split(command)
    return [sys.executable, "-m", program, *rest]


class Runner:
    """Starts commands as children, passes their lines on, ends all when one ends."""

    def __init__(
        self, commands: dict[str, str], *, out: TextIO | OutputWrapper, environment: dict[str, str]
    ):
        self.commands = commands
        self.out = out
        self.environment = os.environ | environment | {"PYTHONUNBUFFERED": "1"}
        self.children: dict[str, subprocess.Popen] = {}
        self._ended = threading.Event()
        self.is_stopping = False

    def run(self) -> int:
        """Until a child ends or a signal comes; 0 when it was the signal."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._on_signal)
        width = max(map(len, self.commands))
        threads = [
            threading.Thread(target=self._follow, args=(name, width), daemon=True)
            for name in self._start_all()
        ]
        for thread in threads:
            thread.start()
        self._ended.wait()
        self._stop_all()
        for thread in threads:
            thread.join(1)
        return 0 if self.is_stopping else 1

    def _on_signal(self, *_):
        self.is_stopping = True
        self._ended.set()

    def _start_all(self) -> list[str]:
        for name, command in self.commands.items():
            self.children[name] = subprocess.Popen(  # noqa: S603 our own list
                arguments(command),
                env=self.environment,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
                errors="replace",
                start_new_session=True,  # Ctrl-C reaches us alone, and we stop them in order
            )
        return list(self.children)

    def _follow(self, name: str, width: int) -> None:
        child = self.children[name]
        assert child.stdout  # a pipe
        for line in child.stdout:
            self.out.write(f"{name:{width}} | {line}")
            self.out.flush()
        code = child.wait()
        if not self._ended.is_set():
            self.out.write(f"{name:{width}} | ended with {code}, stopping the others\n")
        self._ended.set()

    def _stop_all(self) -> None:
        running = [child for child in self.children.values() if child.poll() is None]
        for child in running:
            child.send_signal(signal.SIGTERM)
        for child in running:
            try:
                child.wait(PATIENCE)
            except subprocess.TimeoutExpired:
                child.kill()
                child.wait()
