"""Searches that found nothing, as a list for editors and never as anything about a person.

Words become readable once they were searched in vain on `DAYS` different days, on `SHARED_DAYS` of
them from more than one network (each counts once a day): so never by one household alone. Until
then there is a fingerprint that cannot be read back, forgotten after `SEED_DAYS`. Words with an
address, a phone number or `DIGITS` digits are not kept in any form.
"""

from datetime import date, timedelta

from django.db import transaction
from django.db.models import F

from nebe.core.crypto.keys import blind_index
from nebe.core.people.limits import limit
from nebe.core.texts import contacts, normalise
from nebe.core.texts.asked import query_tokens

from .models import Missed, MissedSeed, MissedWeek

DAYS, SHARED_DAYS, DIGITS = 3, 2, 6
SEED_DAYS = 30
WEEKS = 26
WORDS, LONGEST = 6, 60
OF_A_NETWORK, OF_ALL = "50/d", "2000/d"  # nobody fills the list, or the database, by a script


def words_kept(text: str) -> str:
    """What may be kept of a search: folded to lower case and cut; nothing of what is unsafe."""
    digits = sum(character.isdecimal() for character in text)
    if digits >= DIGITS or "@" in text or contacts.find(text):
        return ""
    words = normalise.WORD.findall(normalise.clean(text))
    return " ".join(words[:WORDS])[:LONGEST].strip()


def missed_note(*, text: str, language: str, network: str, today: date) -> None:
    """Count a search that found nothing; `network` is used for the limit and kept nowhere.

    `today` is a day of UTC, as the limits count them.
    """
    words = words_kept(text)
    tokens = " ".join(query_tokens(words))[:300]
    if not tokens or not limit("missed", network, language, tokens, rate="1/d"):
        return
    if limit("missed", network, rate=OF_A_NETWORK) and limit("missed", rate=OF_ALL):
        with transaction.atomic():
            count(words, tokens, language, today)


def count(words: str, tokens: str, language: str, today: date) -> None:
    if known := Missed.objects.filter(tokens=tokens, language=language).first():
        return week_add(known, today, 1)
    seed, is_new = MissedSeed.objects.get_or_create(
        fingerprint=blind_index("newsroom.missed", f"{language} {tokens}"),
        defaults={"last_day": today},
    )
    if is_new:
        return None
    is_new_day = seed.last_day != today
    seed.on_last_day = 1 if is_new_day else seed.on_last_day + 1
    seed.last_day = today
    seed.count += 1
    seed.days += is_new_day
    seed.shared_days += seed.on_last_day == 2
    seed.save()
    if seed.days >= DAYS and seed.shared_days >= SHARED_DAYS:
        seed.delete()
        known, _made = Missed.objects.get_or_create(
            tokens=tokens, language=language, defaults={"words": words}
        )
        week_add(known, today, seed.count)
    return None


def week_add(missed: Missed, today: date, times: int) -> None:
    week, _made = MissedWeek.objects.get_or_create(missed=missed, week=monday(today))
    MissedWeek.objects.filter(pk=week.pk).update(count=F("count") + times)


def monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def missed_forget(*, today: date) -> None:
    """What is older than its time: fingerprints first, then weeks and words without any."""
    MissedSeed.objects.filter(last_day__lt=today - timedelta(days=SEED_DAYS)).delete()
    MissedWeek.objects.filter(week__lt=monday(today) - timedelta(weeks=WEEKS)).delete()
    Missed.objects.filter(weeks=None).delete()
