"""Two newsletters of the demonstration, and invented people who got them."""

import tomllib
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from nebe.core.crypto.keys import preload
from nebe.core.people.persons import email_index

from ..models import Newsletter, NewsletterRecipient, Subscriber, Topic
from ..newsletters.composing import STANDING, choice

TEXTS = Path(__file__).parent / "newsletters.toml"
# Given names; each gets an address at example.org, which is nobody's.
NAMES = (
    *("olena", "iryna", "taras", "svitlana", "mykola", "halyna", "andrii", "nadia", "oksana"),
    *("jana", "petr", "lucie", "tomas", "eva", "marek", "anna", "piotr", "kasia", "zofia"),
    *("linh", "minh", "thu", "amal", "yusuf", "samir", "leila", "natalia", "igor", "vera", "john"),
)
ALL, EVENTS, ADVICE = (), ("events",), ("advice", "help")


@transaction.atomic
def newsletters_load(*, now: datetime) -> int:
    """Nothing where there is a newsletter or a subscriber already; how many newsletters."""
    if Newsletter.objects.exists() or Subscriber.objects.exists():
        return 0
    readers = subscribers_make(now)
    texts = tomllib.loads(TEXTS.read_text("utf-8"))["newsletter"]
    for text in texts:
        newsletter_make(text, readers, now)
    return len(texts)


def subscribers_make(now: datetime) -> list[Subscriber]:
    codes = [code for code, _name in settings.LANGUAGES]
    readers = []
    for number, name in enumerate(NAMES):
        email = f"{name}.newsletter@example.org"
        readers.append(
            Subscriber(
                email=email,
                email_index=email_index(email),
                language=codes[number % len(codes)],
                status=Subscriber.Status.ACTIVE,
                confirmed_at=now - timedelta(days=40 + number * 7),
            )
        )
    with preload([reader.pk for reader in readers], create=True):
        Subscriber.objects.bulk_create(readers)
    topics = Topic.objects.in_bulk()
    for number, reader in enumerate(readers):
        wanted = (ALL, ALL, ADVICE, EVENTS)[number % 4]
        reader.topics.set([topics[code] for code in wanted if code in topics])
    return readers


def newsletter_make(text: dict, readers: list[Subscriber], now: datetime) -> None:
    at = now - timedelta(days=text["days_ago"])
    until = timezone.localdate(at)
    newsletter = Newsletter(
        topic=Topic.objects.filter(pk=text["topic"]).first(),
        since=until - timedelta(days=text["days"]),
        until=until,
        title=text["title"],
        introduction=text["introduction"],
        status=Newsletter.Status.SENT,
        send_at=at,
        begun_at=at,
        finished_at=at + timedelta(minutes=3),
    )
    found = choice(newsletter, settings.LANGUAGE_CODE)
    newsletter.items = [str(item.key) for item in found if item.kind not in STANDING][:6]
    got = [each for number, each in enumerate(readers) if not text["topic"] or number % 4 != 3]
    newsletter.sent, newsletter.bounced, newsletter.left = len(got) + 2, 1, 1
    newsletter.save()
    NewsletterRecipient.objects.bulk_create(
        NewsletterRecipient(newsletter=newsletter, subscriber=reader, sent_at=at) for reader in got
    )
