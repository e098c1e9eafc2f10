"""What visitors look for: the same seeded searches for every size and both databases."""

import random
import re
from collections import Counter
from collections.abc import Callable
from itertools import accumulate
from urllib.parse import urlencode

from django.conf import settings
from django.http import QueryDict

from nebe.core.places.models import Municipality
from nebe.core.texts.asked import SMALL
from nebe.core.texts.normalise import tokens
from nebe.exchange.forms.find import FindForm
from nebe.exchange.models import Offer
from nebe.exchange.search import Criteria

SAMPLE = 5000  # offers whose words are counted
COMMON = 0.03  # of the offers hold a common word
KM = 30
SYNONYMS = ["репетитор", "ubytování", "korepetycje", "furniture", "переклад", "đưa đón"]


class Questions:
    """Addresses of the search page, drawn like the offers: big towns and common kinds oftener."""

    def __init__(self, seed: int):
        self.random = random.Random(seed)
        towns = Municipality.objects.filter(region__country__in=settings.COUNTRIES)
        towns = towns.order_by("-population", "code")
        self.towns = list(towns.values_list("name", "code"))
        self.weights = list(accumulate(1 / rank for rank in range(1, len(self.towns) + 1)))
        self.categories = [slug for slug, _ in FindForm().fields["category"].choices]
        self.common, self.rare = _words(self.random)

    def draw(self, kind: str, count: int) -> list[str]:
        """Query strings of the search page."""
        return [urlencode(self.kinds()[kind]()) for _ in range(count)]

    def kinds(self) -> dict[str, Callable[[], dict]]:
        return {
            "no filter": lambda: {},
            "category + 30 km, newest": lambda: self.near() | self.category(),
            "category + 30 km, nearest": lambda: self.near("nearest") | self.category(),
            "30 km, newest": self.near,
            "30 km, nearest": lambda: self.near("nearest"),
            "category + 30 km + common word": lambda: (
                self.near() | self.category() | self.word(self.common)
            ),
            "category + 30 km + rare word": lambda: (
                self.near() | self.category() | self.word(self.rare)
            ),
            "common word": lambda: self.word(self.common),
            "rare word": lambda: self.word(self.rare),
            "30 km + common word + language, nearest": lambda: (
                self.near("nearest") | self.word(self.common) | self.language()
            ),
            "30 km + synonym of a category": lambda: self.near() | self.word(SYNONYMS),
        }

    def near(self, sort: str = "newest") -> dict:
        [(name, code)] = self.random.choices(self.towns, cum_weights=self.weights)
        sorting = {"sort": "nearest"} if sort == "nearest" else {}
        return {"place": name, "place-choice": code, "km": KM} | sorting

    def category(self) -> dict:
        return {"category": self.random.choice(self.categories)}

    def word(self, words: list[str]) -> dict:
        return {"q": self.random.choice(words)}

    def language(self) -> dict:
        return {"language": self.random.choice(["cs", "uk", "pl", "en"])}


def criteria_of(query: str) -> Criteria:
    """What the search page makes of an address."""
    form = FindForm(QueryDict(query))
    if not form.is_valid():
        raise ValueError(f"{query}: {form.errors.as_json()}")
    return form.criteria()


def _words(rng: random.Random) -> tuple[list[str], list[str]]:
    """Words of many offers, and words of few, as they are written."""
    count = Offer.objects.count()
    step = max(1, count // SAMPLE)
    counted: Counter[str] = Counter()
    rows = Offer.objects.filter(number__in=range(1, count + 1, step)).values_list("title", "text")
    for title, text in rows:
        counted.update(set(re.findall(r"[^\W\d_]{4,}", f"{title} {text}".casefold())))
    counted = Counter({w: n for w, n in counted.items() if not SMALL.intersection(tokens(w))})
    common = [word for word, n in counted.items() if n > COMMON * len(rows)]
    rare = [word for word, n in counted.items() if n <= 2]
    return sorted(common), sorted(rng.sample(sorted(rare), min(200, len(rare))))
