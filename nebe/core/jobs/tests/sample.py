"""Jobs for the tests; a job must live in a module."""

import os
import time
from pathlib import Path

from django_scopes import get_scope

from nebe.core.jobs import GiveUp, job

ran: list = []


@job()
def note(thing: str) -> None:
    ran.append(thing)


@job(retries=2, backoff=10)
def broken(thing: str) -> None:
    ran.append(thing)
    raise ValueError(f"something private: {thing}")


@job()
def hopeless(thing: str) -> None:
    raise GiveUp("no such thing")


@job(organisation=lambda thing: f"organisation of {thing}")
def confidential(thing: str) -> None:
    ran.append(get_scope())


@job(system=True)
def everything() -> None:
    ran.append(get_scope())


@job(retries=3, backoff=0)
def slow() -> None:
    """Writes a line when it starts and one when it ends; the worker's environment says where."""
    path = Path(os.environ["NEBE_TEST_LOG"])
    with path.open("a") as out:
        out.write("start\n")
    time.sleep(float(os.environ["NEBE_TEST_SECONDS"]))
    with path.open("a") as out:
        out.write("end\n")
