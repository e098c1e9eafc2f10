"""One process of invented users: `python -m benchmarks.matched.crowd <settings as JSON>`."""

import json
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

from .browser import Log, Stopped
from .people import Coordinator, Helper, Person, Seeker

MANY = 100  # people whom one thread may be, one after another
STAYS = {Helper: 60.0, Seeker: 40.0}  # seconds until someone new comes


def main(told: dict) -> None:
    log = Log(Path(told["folder"]) / f"log-{told['process']}.jsonl")
    log.write("started")
    threads = [
        threading.Thread(target=_guarded, args=(log, told["end"], life), daemon=True)
        for life in lives(told, log)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(told["end"] - time.time() + 240)
    log.write("ended", hanging=sum(thread.is_alive() for thread in threads))


def lives(told: dict, log: Log) -> list[Callable[[int], None]]:
    """What each thread does again and again; it is given how often it did so."""
    process, found = told["process"], []
    mails = Path(told["folder"]) / "mails"
    kinds = [Helper] * told["helpers"] + [Seeker] * told["seekers"]
    for index, kind in enumerate(kinds):
        first = (process * 100 + index) * MANY
        address = f"127.{process + 1}.{index + 1}.1"
        found.append(_person_life(kind, first, address, mails, told, log))
    for index, (name, cookie) in enumerate(told["staff"]):
        address = f"127.{process + 1}.{200 + index}.1"
        one = Coordinator(name, cookie, told["base"], address, log, told["seed"])
        found.append(lambda _time, one=one: one.live(told["end"]))
    return found


def _person_life(kind: type[Person], first: int, address: str, mails: Path, told: dict, log: Log):
    def life(time_: int) -> None:
        number = first + time_ % MANY
        person = kind(number, told["base"], address, mails, log, told["seed"])
        person.begin()
        person.live(told["end"], STAYS[kind])

    return life


def _guarded(log: Log, end: float, life: Callable[[int], None]) -> None:
    turn = 0
    while time.time() < end:
        try:
            life(turn)
        except Stopped as broken:
            log.write("broken off", why=str(broken))
            time.sleep(0.5)
        except Exception as error:  # one of them must not end the soak
            log.write("failed", why=f"{type(error).__name__}: {error}"[:200])
            time.sleep(1)
        turn += 1


if __name__ == "__main__":
    main(json.loads(sys.argv[1]))
