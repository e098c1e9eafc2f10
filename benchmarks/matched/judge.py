"""What the soak left behind against what its people were told; prints it as JSON.

`python -m benchmarks.matched.judge <folder>`, in the installation's own environment.
"""

import json
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import django

from .browser import contacts_in, email_of

DRAINED = 120  # seconds that the queue may take to become empty


@dataclass(frozen=True)
class Agreed:
    """When two people's contacts were open to each other; `until` is None while they are."""

    pair: frozenset[int]
    since: float
    until: float | None

    def covers(self, pair: frozenset[int], sent: float, received: float) -> bool:
        return self.pair == pair and self.since <= received and (self.until or sent) >= sent


def shown_too_early(
    saws: Iterable[dict], agreed: Iterable[Agreed], given: dict[tuple[str, int], float]
) -> list[dict]:
    """Answers in which somebody's contact was shown to who may not see it (yet, or any more).

    `given`: since when an organisation is told somebody's contact.
    """
    known = defaultdict(list)
    for one in agreed:
        known[one.pair].append(one)
    wrong = []
    for saw in saws:
        for number in saw["saw"]:
            sent, received = saw["sent"], saw["received"]
            if isinstance(saw["who"], str):
                is_known = given.get((saw["who"], number), float("inf")) <= received
            else:
                pair = frozenset((saw["who"], number))
                is_known = any(one.covers(pair, sent, received) for one in known[pair])
            if not is_known:
                wrong.append({"who": saw["who"], "saw": number, "page": saw["page"]})
    return wrong


def events(folder: Path) -> list[dict]:
    lines = [file.read_text("utf-8").splitlines() for file in sorted(folder.glob("log-*.jsonl"))]
    return [json.loads(line) for one in lines for line in one]


def people() -> dict:
    """Primary key of each person's record → their number in the soak."""
    from nebe.core.crypto.fields import reveal
    from nebe.core.people.models import Person

    found = {}
    for person in reveal(Person.objects.exclude(email="")):
        numbers = contacts_in(person.email)
        if numbers:
            found[person.pk] = numbers.pop()
    return found


def agreements(numbers: dict) -> list[Agreed]:
    from nebe.exchange.models import Match, MatchStep

    shared = MatchStep.objects.filter(to=Match.Status.SHARED).select_related("match")
    rows = shared.values_list(
        "match__need__person", "match__offer__person", "at", "match__status", "match__closed_at"
    )
    return [
        Agreed(
            frozenset((numbers[seeker], numbers[helper])),
            at.timestamp(),
            closed.timestamp() if closed and status in Match.ENDED else None,
        )
        for seeker, helper, at, status, closed in rows
        if seeker in numbers and helper in numbers
    ]


def told(numbers: dict) -> dict[tuple[str, int], float]:
    from nebe.core.people.models import Disclosure

    rows = Disclosure.objects.filter(person__in=numbers).select_related("organisation")
    return {(row.organisation.slug, numbers[row.person_id]): row.since.timestamp() for row in rows}


def counted_wrong() -> list[str]:
    """Oversold, or not as much taken and found as was agreed; without a single exception."""
    from nebe.exchange.models import Match, Need, Offer, OfferCategory

    taken: Counter = Counter()
    found: Counter = Counter()
    agreed = Match.objects.filter(status__in=Match.AGREED)
    for need, offer, kind, units in agreed.values_list("need", "offer", "need__category", "units"):
        taken[offer, kind] += units
        found[need] += units
    wrong = []
    soaked = Offer.objects.filter(title__startswith="Books ")
    for kind in OfferCategory.objects.filter(offer__in=soaked).select_related("offer"):
        if kind.capacity is not None and kind.taken > kind.capacity:
            wrong.append(f"oversold: {kind.taken} of {kind.capacity}")
        if kind.taken != taken[kind.offer_id, kind.category_id]:
            wrong.append(f"taken {kind.taken}, agreed {taken[kind.offer_id, kind.category_id]}")
    for need in Need.objects.all():
        if need.found > need.quantity or need.found != found[need.pk]:
            wrong.append(f"found {need.found} of {need.quantity}, agreed {found[need.pk]}")
    return wrong


def drain() -> int:
    """Wait until the queue is empty; how many jobs were left."""
    from django_tasks.base import TaskResultStatus
    from django_tasks_db.models import DBTaskResult

    waits = (TaskResultStatus.READY, TaskResultStatus.RUNNING)
    end = time.monotonic() + DRAINED
    while (left := DBTaskResult.objects.filter(status__in=waits).count()) and (
        time.monotonic() < end
    ):
        time.sleep(1)
    return left


def lost(happened: list[dict], folder: Path) -> list[str]:
    """What people were told is done, and is not there."""
    from nebe.core.crypto.fields import reveal
    from nebe.exchange.models import MatchStep, Message, Need, Offer

    texts = " ".join(f"{message.text} " for message in reveal(Message.objects.all()))
    asked = reveal(Need.objects.exclude(status="unconfirmed"))
    needs = " ".join(f"{need.text} " for need in asked)
    titles = set(Offer.objects.exclude(status="unconfirmed").values_list("title", flat=True))
    shared = {
        str(pk) for pk in MatchStep.objects.filter(to="shared").values_list("match", flat=True)
    }
    gone = []
    for one in happened:
        is_there = {
            "message": lambda one: f"Word {one['mark']}." in texts,
            "need": lambda one: f"class {one['who']} " in needs,
            "offer": lambda one: f"Books {one['who']}" in titles,
            "agreed": lambda one: one["talk"] in shared,
        }.get(one["what"])
        if is_there and not is_there(one):
            gone.append(one["what"])
    late = {email_of(one["who"]) for one in happened if one["what"] == "late"}
    return gone + ["mail" for email in late if not (folder / "mails" / email).exists()]


def mails_too_early(folder: Path, agreed: list[Agreed]) -> int:
    """Mails with the contact of somebody who never agreed with the receiver."""
    pairs = {one.pair for one in agreed}
    count = 0
    for file in (folder / "mails").iterdir():
        for receiver in contacts_in(file.name):
            others = contacts_in(file.read_text("utf-8")) - {receiver}
            count += sum(frozenset((receiver, other)) not in pairs for other in others)
    return count


def judge(folder: Path) -> dict:
    from django.db.models import Count
    from django_scopes import scopes_disabled
    from django_tasks_db.models import DBTaskResult

    from nebe.exchange.models import Match, MatchingRun, MatchStep

    left = drain()
    happened = events(folder)
    with scopes_disabled():
        numbers = people()
        agreed = agreements(numbers)
        saws = [one for one in happened if one["what"] == "saw"]
        steps = MatchStep.objects.values_list("to").annotate(Count("pk"))
        answers = [one for one in happened if one["what"] == "answer"]
        return {
            "answers": dict(Counter(str(one["status"]) for one in answers)),
            "bytes": sum(one.get("bytes", 0) for one in answers),
            "events": dict(Counter(one["what"] for one in happened)),
            "broken": dict(Counter(o["why"] for o in happened if o["what"] in BROKEN)),
            "hanging": sum(one.get("hanging", 0) for one in happened),
            "steps": dict(steps),
            "plans": MatchingRun.objects.filter(status="done").count(),
            "matches": Match.objects.count(),
            "contacts seen": sum(len(one["saw"]) for one in saws),
            "shown too early": shown_too_early(saws, agreed, told(numbers)),
            "mails too early": mails_too_early(folder, agreed),
            "counted wrong": counted_wrong(),
            "lost": dict(Counter(lost(happened, folder))),
            "jobs left": left,
            "jobs failed": DBTaskResult.objects.failed().count(),
        }


BROKEN = ("broken off", "failed")

if __name__ == "__main__":
    django.setup()
    print(json.dumps(judge(Path(sys.argv[1]))))
