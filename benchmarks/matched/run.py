"""The soak of matching, accepting and messaging: several processes of invented people at once.

Helpers offer, people in need ask, coordinators of two organisations take on, offer and plan, both
sides write, accept, arrange and say how it went, while a worker is killed now and then. In the
end nothing may be oversold or lost, and no answer may have shown a contact without both yeses.
"""

import json
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

from ..databases import HOME, SEED
from ..servers import Installation
from ..soak import wait_ready

PROCESSES, HELPERS, SEEKERS = 3, 5, 7  # people of each process
KILL_EVERY = 25  # seconds, on average
LABELS = {
    "bytes": "bytes looked through",
    "matches": "matches",
    "plans": "matching sessions planned",
    "contacts seen": "contacts shown to others",
    "mails too early": "mails with a contact without both yeses",
    "jobs left": "jobs left over",
    "jobs failed": "jobs failed for good",
    "hanging": "people that hung",
}


def soak_matched(vendor: str, seconds: float, seed: int) -> dict:
    """Run it on one kind of database; prints a table and returns what it is made of."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # what was started is stopped, too
    folder = HOME / f"soak-{vendor}"
    shutil.rmtree(folder, ignore_errors=True)
    subprocess.run(["cp", "-a", str(filled(vendor)), str(folder)], check=True)  # owners, too
    (folder / "mails").mkdir()
    installation = Installation(
        folder, vendor=vendor, workers=1 if vendor == "sqlite" else 2, mails=folder / "mails"
    )
    try:
        if vendor == "postgresql":
            installation.cluster.start()
        staff = json.loads(installation.python("-m", "benchmarks.matched.prepare", "sessions"))
        installation.serve()
        wait_ready(installation)
        kills = run_crowd(installation, staff, seconds, seed)
        judged = installation.python("-m", "benchmarks.matched.judge", str(folder))
        found = json.loads(judged) | {"kills": kills}
    finally:
        installation.stop()
    report(found)
    return found


def filled(vendor: str) -> Path:
    """An installation that nobody has used yet; made once."""
    base = HOME / f"soak-base-{vendor}"
    if not (base / "ready").exists():
        shutil.rmtree(base, ignore_errors=True)
        installation = Installation(base, vendor=vendor)
        installation.fill("-m", "benchmarks.matched.prepare", "fill", str(SEED))
        if vendor == "postgresql":
            installation.cluster.stop("fast")
        (base / "ready").touch()
    return base


def run_crowd(installation: Installation, staff: list, seconds: float, seed: int) -> int:
    """Let all live until the time is over; how many workers were killed meanwhile."""
    chance, end = random.Random(seed), time.time() + seconds
    crowd = []
    for process in range(PROCESSES):
        told = {
            "process": process, "seed": seed, "end": end, "base": installation.base,
            "folder": str(installation.directory), "helpers": HELPERS, "seekers": SEEKERS,
            "staff": staff[process::PROCESSES],
        }  # fmt: skip
        command = [sys.executable, "-m", "benchmarks.matched.crowd", json.dumps(told)]
        crowd.append(subprocess.Popen(command))
    kills = 0
    while (left := end - time.time()) > 0:
        time.sleep(min(left, chance.expovariate(1 / KILL_EVERY)))
        if time.time() < end - 5:
            installation.kill_worker(chance.randrange(len(installation.workers)))
            kills += 1
    for process in crowd:
        process.wait(300)
    return kills


def report(found: dict) -> None:
    rows = {f"answers {status}": count for status, count in sorted(found["answers"].items())}
    done = ("offer", "need", "message", "agreed", "plan")
    rows |= {f"told: {what}": found["events"].get(what, 0) for what in done}
    rows |= {f"moves to {status}": count for status, count in sorted(found["steps"].items())}
    rows |= {label: found[key] for key, label in LABELS.items()}
    rows |= {"mails that took more than 90 s": found["events"].get("late", 0)}
    rows |= {"workers killed": found["kills"]}
    rows |= {f"broken off: {why}": count for why, count in sorted(found["broken"].items())}
    rows |= {f"lost: {what}": count for what, count in found["lost"].items()}
    rows |= {"contacts shown without both yeses": len(found["shown too early"])}
    rows |= {"offers and needs counted wrong": len(found["counted wrong"])}
    print("| what | count |\n|---|---|")
    for what, count in rows.items():
        print(f"| {what} | {count:,} |")
    for wrong in (*found["shown too early"][:5], *found["counted wrong"][:5]):
        print(f"- {wrong}")
