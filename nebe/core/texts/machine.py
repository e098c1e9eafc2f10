"""Machine translation of domain text, within a monthly budget. Off unless set up.

Called by jobs of the rooms: `TranslationLater` is theirs to retry, `TranslationRefused` to give
up on.
"""

from collections.abc import Mapping
from datetime import date

from django.conf import settings
from django.db.models import F
from django.utils import timezone

from .models import TranslationMonth
from .translated import is_machine, is_stale, text_of, with_translation
from .translators import TranslationLater, TranslationRefused, translator

__all__ = [
    "TranslationLater",
    "TranslationRefused",
    "is_on",
    "is_own",
    "languages_wanting",
    "translation_add",
    "translation_of",
]

LONGEST = 10_000  # characters of one text


def is_on() -> bool:
    return bool(settings.TRANSLATOR)


def languages_wanting(data: Mapping, *, source: str) -> list[str]:
    """Languages of the interface without a translation, or with a machine's that is stale."""
    return [
        language
        for language, _name in settings.LANGUAGES
        if language != source
        and (
            not text_of(data.get(language))
            or (is_machine(data[language]) and is_stale(data, language))
        )
    ]


def translation_add(
    data: Mapping, *, source: str, target: str, public: bool, today: date | None = None
) -> dict:
    """A copy of `data` with the machine's translation from `source`, marked so.

    What a person translated is kept. Text that is not public goes to the installation's own
    service only (`NEBE_TRANSLATOR_OWN`).
    """
    text = text_of(data.get(source))
    if not text.strip() or target not in languages_wanting(data, source=source):
        return dict(data)
    translated = translation_of(text, source=source, target=target, public=public, today=today)
    return with_translation(data, language=target, text=translated, source=source, machine=True)


def is_own() -> bool:
    """Whether texts that are not public may be translated: by the installation's own service."""
    return is_on() and settings.TRANSLATOR_OWN


def translation_of(
    text: str, *, source: str, target: str, public: bool, today: date | None = None
) -> str:
    """A text translated by the machine, kept nowhere; the same rules as for data."""
    service = translator()
    if service is None:
        raise TranslationRefused("machine translation is off")
    if not (public or settings.TRANSLATOR_OWN):
        raise TranslationRefused("not public, and the service is not our own")
    if len(text) > LONGEST:
        raise TranslationRefused("too long")
    month = (today or timezone.localdate()).replace(day=1)
    budget_take(month, len(text))
    try:
        return service.translate(text, source=source, target=target)
    except (TranslationLater, TranslationRefused):
        budget_give_back(month, len(text))
        raise


def budget_take(month: date, characters: int) -> None:
    """Count characters of a month; `TranslationRefused` where the budget would be overspent.

    One conditional update, so that several workers never overspend it together.
    """
    TranslationMonth.objects.get_or_create(month=month)
    room = settings.TRANSLATOR_MONTHLY_CHARACTERS - characters
    taken = TranslationMonth.objects.filter(month=month, characters__lte=room).update(
        characters=F("characters") + characters
    )
    if not taken:
        raise TranslationRefused("the month's budget is spent")


def budget_give_back(month: date, characters: int) -> None:
    """Nothing was translated."""
    TranslationMonth.objects.filter(month=month).update(characters=F("characters") - characters)
