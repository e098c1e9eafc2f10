import signal
import socket
import subprocess
import sys
import urllib.request

import pytest
from django.core.management import CommandError, call_command

from nebe.config.processes import arguments, processes
from nebe.core.jobs.tests.processes import environment

pytestmark = pytest.mark.own_process
SERVER = "http.server 0 --bind 127.0.0.1"


def runner(**commands):
    """A process that runs these commands as `nebe run` does."""
    code = (
        "import sys; from nebe.config.processes import Runner;"
        f"sys.exit(Runner({commands!r}, out=sys.stdout, environment={{}}).run())"
    )
    return subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_it_works(number):
    process = runner(one=SERVER, second=SERVER)
    lines = [process.stdout.readline() for _ in range(2)]
    assert {line.partition("|")[0] for line in lines} == {"one    ", "second "}
    process.send_signal(number)
    process.communicate(timeout=20)
    assert process.returncode == 0


def test_when_one_ends_all_stop():
    process = runner(stays=SERVER, ends="this")
    output, _ = process.communicate(timeout=20)
    assert process.returncode == 1
    assert "ends  | ended with 0, stopping the others" in output


def test_the_list_is_of_programs_that_exist():
    assert list(processes()) == ["web", "worker"]
    for command in processes().values():
        program = arguments(command)[:3]
        assert subprocess.run([*program, "--help"], capture_output=True).returncode == 0


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def nebe_run(port):
    return subprocess.Popen(
        [sys.executable, "-m", "nebe", "run", "--port", str(port)],
        env=environment(NEBE_DEMO="1"),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


@pytest.mark.django_db(transaction=True, serialized_rollback=True, databases=["default", "keys"])
def test_nebe_run_serves_and_stops_cleanly():
    port = free_port()
    process = nebe_run(port)
    output = ""
    while f"http://127.0.0.1:{port}/" not in output:  # said once it answers
        line = process.stdout.readline()
        assert line, output
        output += line
    assert urllib.request.urlopen(f"http://127.0.0.1:{port}/-/live", timeout=20).status == 200
    process.send_signal(signal.SIGINT)
    output, _ = process.communicate(timeout=30)
    assert process.returncode == 0, output
    assert output.endswith("Stopped.\n")
    with socket.socket() as probe:
        assert probe.connect_ex(("127.0.0.1", port)) != 0


def test_a_port_in_use_is_said_plainly():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(CommandError, match=f"Port {port} is in use"):
            call_command("run", port=port)
