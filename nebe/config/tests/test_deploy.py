"""The units and the Compose file start what the `processes` file lists, no more and no less."""

import re
from pathlib import Path

import pytest
import yaml

from nebe.config.processes import FILE, processes

DEPLOY = FILE.parent / "deploy"
UNITS = DEPLOY / "systemd"


def exec_start(unit: Path) -> str:
    return re.search(r"^ExecStart=/usr/bin/env (.+)$", unit.read_text(), re.MULTILINE)[1]


def compose() -> dict:
    return yaml.safe_load((DEPLOY / "compose.yaml").read_text())


@pytest.mark.parametrize("name", processes())
def test_systemd_starts_the_same(name):
    assert exec_start(UNITS / f"nebe-{name}.service") == processes()[name]


def test_the_target_wants_them_all():
    wants = re.search(r"^Wants=(.+)$", (UNITS / "nebe.target").read_text(), re.MULTILINE)[1]
    assert set(wants.split()) == {f"nebe-{name}.service" for name in processes()}


def test_compose_starts_the_same():
    services = compose()["services"]
    once = {name for name, service in services.items() if service.get("restart") == "no"}
    ours = {
        name: service["command"]
        for name, service in services.items()
        if service.get("image") == "nebe" and name not in once
    }
    assert ours == processes()


def test_compose_publishes_on_loopback_only():
    for service in compose()["services"].values():
        for port in service.get("ports", []):
            assert port.startswith("127.0.0.1:")


def test_rows_and_keys_are_apart_in_compose():
    services = compose()["services"]
    assert services["database"]["volumes"] != services["keys"]["volumes"]
