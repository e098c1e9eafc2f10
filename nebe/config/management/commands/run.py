import os
import socket
import threading
import time
import urllib.error
import urllib.request

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from nebe.config.processes import Runner, processes

HOST = "127.0.0.1"


class Command(BaseCommand):
    help = "Start all processes here, on loopback only; Ctrl-C stops them. Not for production."

    def add_arguments(self, parser):
        parser.add_argument("--port", type=int, default=int(os.environ.get("NEBE_PORT", 8000)))

    def handle(self, *, port, **options):
        if _answers(port):
            raise CommandError(f"Port {port} is in use. Choose another: NEBE_PORT={port + 1}")
        address = f"http://{HOST}:{port}"
        environment = {"NEBE_BIND": f"{HOST}:{port}", "NEBE_BASE_URL": address}
        # The address stays in sight; NEBE_LOG_LEVEL=INFO shows each request and job.
        environment["NEBE_LOG_LEVEL"] = os.environ.get("NEBE_LOG_LEVEL", "WARNING")
        runner = Runner(processes(), out=self.stdout, environment=environment)
        threading.Thread(target=self._greet, args=(address, runner), daemon=True).start()
        if code := runner.run():
            raise CommandError("A process ended by itself; see above.", returncode=code)
        self.stdout.write("Stopped.")

    def _greet(self, address, runner):
        while not _is_live(address):
            time.sleep(0.2)
            if runner.is_stopping:
                return
        self.stdout.write(f"\n  {settings.NETWORK_NAME} is here: {address}/\n")
        if settings.DEMO:
            self.stdout.write(f"  Its people:   {address}/-/cast/ (become any of them)")
            self.stdout.write(f"  Its mails:    {address}/-/mail")
        self.stdout.write("  Ctrl-C stops it.\n\n")


def _answers(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex((HOST, port)) == 0


def _is_live(address: str) -> bool:
    try:
        return urllib.request.urlopen(f"{address}/-/live", timeout=2).status == 200  # noqa: S310
    except (urllib.error.URLError, OSError):
        return False
