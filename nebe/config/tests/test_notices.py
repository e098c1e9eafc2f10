"""What the notices promise is what the nightly job does, in every language."""

import re
from collections import defaultdict

import pytest
from django.conf import settings
from django.utils import translation

from nebe.core.privacy.append_only import KEEP_DAYS
from nebe.core.privacy.purposes import purposes
from nebe.core.privacy.registry import personal_data

# "30 days", "1 year"; in other languages only the numbers are compared.
TERM = re.compile(r"(\d+) (day|year)s?")
DAYS = {"day": 1, "year": 365}


def days_by_rules() -> dict[str, set[int]]:
    rules = defaultdict(set, {"privacy.audit": {KEEP_DAYS}})
    for kind in personal_data:
        rules[kind.purpose] |= {rule.days for rule in kind.retentions}
    return rules


@pytest.mark.parametrize("key", [purpose.key for purpose in purposes])
def test_a_notice_names_each_rule_and_no_other(key):
    with translation.override("en"):
        said = TERM.findall(str(purposes[key].kept))
    assert {int(number) * DAYS[unit] for number, unit in said} == days_by_rules()[key]


def numbers(text) -> list[int]:
    """But one and two, which some languages say by the word for the thing."""
    return sorted(int(number) for number in re.findall(r"\d+", str(text)) if int(number) > 2)


@pytest.mark.parametrize("language", [code for code, _name in settings.LANGUAGES])
def test_the_numbers_are_the_same_in_every_language(language):
    for purpose in purposes:
        with translation.override("en"):
            english = numbers(purpose.kept)
        with translation.override(language):
            words = numbers(purpose.kept)
        assert words == english, (purpose.key, language)
