"""How many, and nothing else: no address, no cookie, no time of day.

Counts wait in the process and are written together, for a page that is read must not write.
"""

import atexit
import re
import threading
import time
from collections import Counter
from datetime import date
from uuid import UUID

from django.db import DatabaseError, IntegrityError, transaction
from django.db.models import F

from ..models.campaigns import Reach

AT_ONCE = 50
SECONDS = 10
MACHINES = re.compile(
    r"bot|crawl|spider|slurp|preview|fetch|monitor|headless|facebookexternalhit|curl|wget|python"
    r"|java/|go-http",
    re.IGNORECASE,
)


def is_machine(user_agent: str) -> bool:
    """Those that say so; those that say nothing count as machines too."""
    return not user_agent or bool(MACHINES.search(user_agent))


class Waiting:
    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.counts: Counter[tuple[UUID, str, date]] = Counter()
        self.since = time.monotonic()

    def add(self, campaign: UUID, what: str, day: date) -> None:
        with self.lock:
            self.counts[campaign, what, day] += 1
            is_due = self.counts.total() >= AT_ONCE or time.monotonic() - self.since > SECONDS
        if is_due:
            self.flush()

    def flush(self) -> None:
        """Write what waits; what cannot be written waits on."""
        with self.lock:
            counts, self.counts = self.counts, Counter()
            self.since = time.monotonic()
        try:
            with transaction.atomic():
                for (campaign, what, day), count in counts.items():
                    reach_add(campaign, what, day, count)
        except DatabaseError:
            with self.lock:
                self.counts += counts


def reach_add(campaign: UUID, what: str, day: date, count: int) -> None:
    row = Reach.objects.filter(campaign=campaign, what=what, day=day)
    if row.update(count=F("count") + count):
        return
    try:
        with transaction.atomic():
            Reach.objects.create(campaign=campaign, what=what, day=day, count=count)
    except IntegrityError:  # another process was faster
        row.update(count=F("count") + count)


waiting = Waiting()
atexit.register(waiting.flush)
