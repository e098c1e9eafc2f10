"""A newsletter to many, with the worker killed twice: `python -m benchmarks newsletter`.

The relay counts by Message-ID and receiver. `fill` and `report` run in processes that see the
installation's databases.
"""

import json
import shutil
import sys
import time
from collections import Counter
from pathlib import Path

from .databases import HOME
from .servers import Installation

LANGUAGES = ("en", "cs", "uk", "pl", "ru", "vi", "ar")
AT_ONCE = 1000
QUIET = 20  # seconds between two looks at how it stands


class Counting:
    """The relay keeps no mail: how often each receiver got one, and under how many ids."""

    def __init__(self, relay):
        self.received: Counter[str] = Counter()
        self.ids: set[str] = set()
        relay.handle_DATA = self.handle_DATA

    async def handle_DATA(self, server, session, envelope) -> str:  # noqa: N802 (its interface)
        head = envelope.content.partition(b"\r\n\r\n")[0].decode("ascii", "replace")
        lines = [line for line in head.split("\r\n") if line.lower().startswith("message-id:")]
        self.ids.add(lines[0].partition(":")[2].strip())
        self.received.update(envelope.rcpt_tos)
        return "250 taken"


def bench(vendor: str, readers: int) -> dict:
    """Send one newsletter to so many; prints what came of it."""
    folder = HOME / f"newsletter-{vendor}"
    shutil.rmtree(folder, ignore_errors=True)
    installation = Installation(folder, vendor=vendor, workers=1)
    counting = Counting(installation.relay)
    memory: list[float] = []
    try:
        installation.fill("-m", "nebe", "migrate", "--verbosity", "0")
        installation.python("-m", "nebe", "migrate", "--database", "keys", "--verbosity", "0")
        installation.python("-m", "benchmarks.newsletter", "fill", str(readers))
        installation.relay.controller.start()
        started = time.monotonic()
        installation.workers = [installation._start_worker()]
        kills = [readers // 3, readers * 2 // 3]
        killed, looked = 0, started
        while sum(counting.received.values()) < readers or len(counting.received) < readers:
            time.sleep(0.2)
            if kills and len(counting.received) >= kills[0]:
                installation.kill_worker()
                kills.pop(0)
                killed += 1
            if time.monotonic() - looked > QUIET:
                looked = time.monotonic()
                memory.append(resident(installation.workers[0].pid))
                print(f"{len(counting.received):,} after {looked - started:.0f} s", flush=True)
        took = time.monotonic() - started
        memory.append(resident(installation.workers[0].pid))
        time.sleep(5)  # whether one comes too often
        found = json.loads(installation.python("-m", "benchmarks.newsletter", "report"))
    finally:
        installation.stop()
    return found | {
        "readers": readers,
        "received": len(counting.received),
        "more than once": sum(1 for times in counting.received.values() if times > 1),
        "Message-IDs": len(counting.ids),
        "kills": killed,
        "seconds": round(took),
        "a second": round(readers / took, 1),
        "MB of the worker, every 20 s": [round(each) for each in memory],
    }


def resident(pid: int) -> float:
    """MB of memory of its own: without the files it maps, such as SQLite's."""
    status = Path(f"/proc/{pid}/status").read_text()
    return int(status.partition("RssAnon:")[2].split()[0]) / 1024


def fill(readers: int) -> None:
    from django.utils import timezone

    from nebe.core.crypto.keys import preload
    from nebe.core.people.persons import email_index
    from nebe.newsroom.models import Newsletter, Subscriber
    from nebe.newsroom.tasks.newsletters import newsletters_go_on

    now = timezone.now()
    for start in range(0, readers, AT_ONCE):
        rows = []
        for number in range(start, min(start + AT_ONCE, readers)):
            email = f"reader-{number}@example.org"
            rows.append(
                Subscriber(
                    email=email,
                    email_index=email_index(email),
                    language=LANGUAGES[number % len(LANGUAGES)],
                    status=Subscriber.Status.ACTIVE,
                    confirmed_at=now,
                )
            )
        with preload([row.pk for row in rows], create=True):
            Subscriber.objects.bulk_create(rows)
    Newsletter.objects.create(
        since=now.date(),
        until=now.date(),
        title={"en": "What is new in autumn", "cs": "Co je nového na podzim"},
        introduction={"en": "Dear readers,\n\n" + "it has become cold. " * 40},
        status=Newsletter.Status.SENDING,
        begun_at=timezone.now(),
    )
    newsletters_go_on.enqueue()


def report() -> dict:
    from django.db.models import Count

    from nebe.core.mail.models import Mail
    from nebe.newsroom.models import Newsletter, NewsletterRecipient

    states = Mail.objects.values_list("state").annotate(n=Count("pk")).order_by()
    return {
        "state": Newsletter.objects.get().status,
        "counted as sent": Newsletter.objects.get().sent,
        "rows of recipients": NewsletterRecipient.objects.count(),
        "outbox": dict(states),
    }


if __name__ == "__main__":
    import django

    django.setup()
    if sys.argv[1] == "fill":
        fill(int(sys.argv[2]))
    else:
        print(json.dumps(report()))
