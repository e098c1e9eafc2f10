"""What must not be given up when the database goes away for a while, such as for a restart."""

import time
from collections.abc import Callable
from typing import TypeVar

from django.db import InterfaceError, OperationalError, connections

DATABASE_LOST = (OperationalError, InterfaceError)
PAUSE = 0.5  # seconds

T = TypeVar("T")


def patiently(action: Callable[[], T], *, seconds: float) -> T:
    """Repeat the action, outside any transaction, until the database takes it or time is up."""
    end = time.monotonic() + seconds
    while True:
        try:
            return action()
        except DATABASE_LOST:
            if time.monotonic() > end:
                raise
            connections.close_all()
            time.sleep(PAUSE)
