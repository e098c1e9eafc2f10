"""What the search of the whole site finds of lessons and practices."""

from functools import partial

from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from nebe.core.sql import Told
from nebe.core.ui.registry import SearchFound, SearchHit, SearchSource, search_everywhere

from ..models.learning import Learnt, Lesson, Practice
from . import reading


def lessons_found(text: str, limit: int, told: Told = ()) -> SearchFound:
    rows = reading.learnt_found(reading.lessons_public(), {"q": text})
    number = rows.count()
    more = ngettext("Show %(number)s lesson", "Show all %(number)s lessons", number)
    return SearchFound(
        [hit(row, "projects:lesson", "learnt") for row in rows[:limit]],
        more % {"number": number_format(number)},
        reverse("projects:lessons", query={"q": text}),
    )


def practices_found(text: str, limit: int, told: Told = ()) -> SearchFound:
    rows = reading.learnt_found(reading.practices_public(), {"q": text})
    number = rows.count()
    more = ngettext("Show %(number)s practice", "Show all %(number)s practices", number)
    return SearchFound(
        [hit(row, "projects:practice", "summary") for row in rows[:limit]],
        more % {"number": number_format(number)},
        reverse("projects:practices", query={"q": text}),
    )


def hit(row: Learnt, name: str, told: str) -> SearchHit:
    title = row.name
    other = title.language if title.is_fallback else ""
    text = str(row.told(told))[:200]
    return SearchHit(
        str(title), reverse(name, args=[row.slug]), text, row.organisation.name, language=other
    )


def register() -> None:
    search_everywhere.register(
        SearchSource(
            "lessons",
            _("Lessons learnt"),
            lessons_found,
            42,
            asks=partial(reading.learnt_have, Lesson),
        ),
        SearchSource(
            "practices",
            _("Good practices"),
            practices_found,
            44,
            asks=partial(reading.learnt_have, Practice),
        ),
    )
