"""What differs from country to country: time zone, days off, who looks after a child alone.

Sources, read in November 2026: for days off the Czech act 245/2000 and the Polish act of
18 January 1951 (with Christmas Eve since 2025); for children alone the Czech act 359/1999 on their
social and legal protection and the Polish acts on the care system (2011) and on help for citizens
of Ukraine (2022). Numbers to call are in `emergency.py`.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from .emergency import COUNTRY_NAMES

EASTER = {"good_friday": -2, "easter": 0, "easter_monday": 1, "pentecost": 49, "corpus_christi": 60}


@dataclass(frozen=True)
class Country:
    """`fixed` days off as (month, day), `movable` as names of `EASTER`."""

    code: str
    time_zone: str
    dial_prefix: str
    fixed: tuple[tuple[int, int], ...] = ()
    movable: tuple[str, ...] = ()
    # Since which year a fixed day has been one.
    since: dict[tuple[int, int], int] = field(default_factory=dict)
    # Within how many days a complaint is answered, where a law or rule of the country says so.
    answer_days: int = 30
    # What its offices are named in.
    language: str = ""
    # The office that looks after a child alone, by its own name; each district has one.
    child_office: str = ""
    # Lazy sentences: which office looks after someone under 18 without a parent, and how to go.
    child_alone: tuple[Any, ...] = ()

    @property
    def name(self) -> Any:
        return COUNTRY_NAMES[self.code]

    def days_off(self, year: int) -> set[date]:
        """The public holidays of a year on which offices are closed."""
        fixed = {date(year, *day) for day in self.fixed if year >= self.since.get(day, 0)}
        sunday = easter(year)
        return fixed | {sunday + timedelta(days=EASTER[name]) for name in self.movable}


def easter(year: int) -> date:
    """Easter Sunday of the western churches, by the anonymous Gregorian rule."""
    a, b, c = year % 19, year // 100, year % 100
    d = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    e = (32 + 2 * (b % 4) + 2 * (c // 4) - d - c % 4) % 7
    f = d + e - 7 * ((a + 11 * d + 22 * e) // 451) + 114
    return date(year, f // 31, f % 31 + 1)


COUNTRIES = {
    country.code: country
    for country in (
        Country(
            "CZ",
            "Europe/Prague",
            "+420",
            fixed=(
                *((1, 1), (5, 1), (5, 8), (7, 5), (7, 6), (9, 28)),
                *((10, 28), (11, 17), (12, 24), (12, 25), (12, 26)),
            ),
            movable=("good_friday", "easter_monday"),
            language="cs",
            child_office="OSPOD (orgán sociálně-právní ochrany dětí)",
            child_alone=(
                _(
                    "In Czechia, the office for the protection of children (OSPOD) is in every "
                    "larger town hall. Say: I am here without my parents."
                ),
                _("At night and at weekends the police (158) call the office for you."),
            ),
        ),
        Country(
            "PL",
            "Europe/Warsaw",
            "+48",
            fixed=(
                *((1, 1), (1, 6), (5, 1), (5, 3), (8, 15), (11, 1)),
                *((11, 11), (12, 24), (12, 25), (12, 26)),
            ),
            movable=("easter", "easter_monday", "pentecost", "corpus_christi"),
            since={(12, 24): 2025},
            language="pl",
            child_office="Powiatowe centrum pomocy rodzinie",
            child_alone=(
                _(
                    "In Poland, go to the district family support centre (powiatowe centrum pomocy "
                    "rodzinie), to the town hall or to the police. Say: I am here without my "
                    "parents."
                ),
                _(
                    "The family court (sąd rodzinny) names an adult who speaks for you while you "
                    "are here."
                ),
            ),
        ),
        Country(
            "SK",
            "Europe/Bratislava",
            "+421",
            language="sk",
            child_office="Úrad práce, sociálnych vecí a rodiny (ÚPSVaR)",
            child_alone=(
                _(
                    "In Slovakia, the office of labour, social affairs and family (ÚPSVaR) looks "
                    "after children who are here without their parents. The police (158) call it "
                    "for you."
                ),
            ),
        ),
        Country(
            "UA",
            "Europe/Kyiv",
            "+380",
            language="uk",
            child_office="Служба у справах дітей",
            child_alone=(
                _(
                    "In Ukraine, the service for children (служба у справах дітей) of the town "
                    "looks after children who are without their parents. The police (102) call it "
                    "for you."
                ),
            ),
        ),
    )
}


def answer_days(country: str) -> int:
    """Within how many days a complaint is answered there."""
    return COUNTRIES[country].answer_days if country in COUNTRIES else Country.answer_days


def countries_served() -> list[Country]:
    """Those of this installation, the default one first."""
    return [COUNTRIES[code] for code in settings.COUNTRIES if code in COUNTRIES]
