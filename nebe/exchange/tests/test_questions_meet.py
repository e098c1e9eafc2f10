"""The rules made of questions say what a plain reading of the answers says."""

from datetime import date, timedelta
from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nebe.exchange.models import Category, Question
from nebe.exchange.plans import units_give
from nebe.exchange.questions_meet import (
    book_with,
    columns,
    decides,
    holds,
    period_with,
    questions_that_meet,
    said_by_need,
    said_by_offer,
)
from nebe.matching import Needs, Offers, Periods, RuleBook, Rules, find_candidates, from_pairs
from nebe.matching.rules import DaysTogether

TODAY = date(2026, 11, 1).toordinal()
WINDOW = (TODAY, TODAY + 60)
OPTIONS = ["pets", "children", "lift"]
PLAIN = RuleBook(others=Rules(must=(DaysTogether(1),), base=1000))


def question(key: str, kind: str, meets: str, **fields) -> Question:
    options = [{"value": value, "label": {"en": value}} for value in OPTIONS]
    category = Category(slug="housing", divisible=fields.pop("divisible", False))
    return Question(
        category=category, key=key, kind=kind, meets=meets, label={"en": key},
        need_label={"en": key}, options=options if kind in ("one", "several") else [], **fields,
    )  # fmt: skip


ASKED = [
    question("kind", "one", "same"),
    question("allowed", "several", "includes"),
    question("times", "several", "overlaps"),
    question("rooms", "number", "covers"),
    question("stay", "dates", "overlaps", days=3),
    question("view", "one", "preferred", weight=7),
    question("extras", "several", "preferred", weight=30),
    question("size", "number", "preferred", weight=200),
]


def one_of(key):
    return st.fixed_dictionaries({}, optional={f"housing.{key}": st.sampled_from(OPTIONS)})


def several_of(key):
    chosen = st.lists(st.sampled_from(OPTIONS), unique=True)
    return st.fixed_dictionaries({}, optional={f"housing.{key}": chosen})


def number(key):
    return st.fixed_dictionaries({}, optional={f"housing.{key}": st.integers(0, 5)})


DAYS = st.integers(0, 60).map(lambda days: date.fromordinal(TODAY + days))
STAYS = st.tuples(DAYS, st.integers(0, 9)).map(
    lambda stay: {
        "housing.stay.from": stay[0].isoformat(),
        "housing.stay.until": (stay[0] + timedelta(days=stay[1])).isoformat(),
    }
)
ANSWERS = st.tuples(
    one_of("kind"), several_of("allowed"), several_of("times"), number("rooms"),
    st.one_of(st.just({}), STAYS), one_of("view"), several_of("extras"), number("size"),
).map(lambda parts: {name: value for part in parts for name, value in part.items()})  # fmt: skip


def read_plainly(need: dict, offer: dict) -> int | None:
    """Points of the pair, or None: the help page's words in Python."""
    asks = {name.removeprefix("housing."): value for name, value in need.items() if value != []}
    has = {name.removeprefix("housing."): value for name, value in offer.items()}
    shared = set(range(WINDOW[0], WINDOW[1] + 1))
    for said in (asks, has):
        if "stay.from" in said:
            first, last = (date.fromisoformat(said[f"stay.{end}"]) for end in ("from", "until"))
            shared &= set(range(first.toordinal(), last.toordinal() + 1))
    if len(shared) < 3:
        return None
    if "kind" in asks and has.get("kind") != asks["kind"]:
        return None
    if not set(asks.get("allowed", [])) <= set(has.get("allowed", [])):
        return None
    if "times" in asks and not set(asks["times"]) & set(has.get("times", [])):
        return None
    if "rooms" in asks and has.get("rooms", -1) < asks["rooms"]:
        return None
    points = 1000
    points += 7 * ("view" not in asks or has.get("view") == asks["view"])
    extras = "extras" not in asks or set(asks["extras"]) & set(has.get("extras", []))
    return (
        points
        + 30 * bool(extras)
        + 200 * ("size" not in asks or has.get("size", -1) >= asks["size"])
    )


def by_the_engine(needs: list[dict], offers: list[dict]) -> dict[tuple[int, int], int]:
    asked = {"housing": ASKED}
    want = [said_by_need(ASKED, SimpleNamespace(missing=1), one) for one in needs]
    kinds = [SimpleNamespace(capacity=1, taken=0, offer=SimpleNamespace(answers=a)) for a in offers]
    have = [said_by_offer(ASKED, kind) for kind in kinds]

    def table(of, answers, said):
        spans = [period_with(ASKED, one, WINDOW) for one in answers]
        return of.of(
            id=np.arange(len(answers)), category=np.full(len(answers), "housing"),
            features=columns(said, asked),
            periods=Periods.of([span] if span else [] for span in spans),
        )  # fmt: skip

    found = find_candidates(
        table(Needs, needs, want), table(Offers, offers, have), book_with(PLAIN, asked), k=99
    )
    graph = found.graph
    need, offer = found.needs.order[graph.need], found.offers.order[graph.offer]
    pairs = zip(need.tolist(), offer.tolist(), strict=True)
    return dict(zip(pairs, graph.score.tolist(), strict=True))


@settings(max_examples=150, deadline=None)
@given(st.lists(ANSWERS, min_size=1, max_size=5), st.lists(ANSWERS, min_size=1, max_size=5))
def test_it_works(needs, offers):
    read = {
        (i, j): points
        for i, need in enumerate(needs)
        for j, offer in enumerate(offers)
        if (points := read_plainly(need, offer)) is not None
    }
    assert by_the_engine(needs, offers) == read


@settings(max_examples=150, deadline=None)
@given(ANSWERS, ANSWERS)
def test_the_editor_says_the_same_of_each_question(need, offer):
    musts = [q for q in ASKED if q.meets != "preferred" and q.kind != "dates"]
    likes = [q for q in ASKED if q.meets == "preferred"]
    alone = {name: value for name, value in need.items() if ".stay" not in name}
    beside = {name: value for name, value in offer.items() if ".stay" not in name}
    points = read_plainly(alone, beside)
    assert (points is not None) == all(holds(q, alone, beside) for q in musts)
    if points is not None:
        assert points == 1000 + sum(q.weight for q in likes if holds(q, alone, beside))


@pytest.mark.parametrize(
    ("first", "last", "meet"), [("01", "03", True), ("02", "09", False), ("30", "31", False)]
)
def test_dates_meet_for_as_many_days_as_the_question_says(first, last, meet):
    stay = ASKED[4]
    need = {"housing.stay.from": f"2026-12-{first}", "housing.stay.until": f"2026-12-{last}"}
    offer = {"housing.stay.from": "2026-11-20", "housing.stay.until": "2026-12-03"}
    assert holds(stay, need, offer) is meet
    assert holds(stay, {}, offer)
    assert holds(stay, {"housing.stay.from": "2026-12-01"}, offer)


def test_only_what_is_asked_of_both_and_seen_by_all_decides():
    assert decides(question("a", "several", "includes"))
    assert not decides(question("a", "several", "information"))
    assert not decides(question("a", "several", "includes", public=False))
    assert not decides(question("a", "text", "includes"))
    silent = question("a", "number", "covers")
    silent.need_label = {}
    assert not decides(silent)
    silent.counts = True
    assert decides(silent)


def test_what_counts_must_be_enough_in_one_offer_unless_several_may_serve():
    beds = question("beds", "number", "covers", counts=True)
    need = SimpleNamespace(missing=3)
    assert said_by_need([beds], need, {"housing.beds": 9}) == {"housing.beds": 3}
    pieces = question("pieces", "number", "covers", counts=True, divisible=True)
    assert said_by_need([pieces], need, {}) == {}


@pytest.mark.django_db
def test_one_query_for_the_questions_of_all(categories, django_assert_num_queries):
    for slug in ("housing", "textbooks", "legal"):
        Question.objects.create(
            category=categories[slug], key="pets", kind="several", label={"en": "?"},
            need_label={"en": "?"} if slug != "legal" else {}, meets="includes",
        )  # fmt: skip
    with django_assert_num_queries(1):
        asked = questions_that_meet()
        book = book_with(PLAIN, asked)
    assert set(asked) == {"housing", "textbooks"}
    assert len(book.of("housing").must) == 2
    assert book.of("legal") == PLAIN.others


def best_by_trying(graph, wanted, whole) -> int:
    """The most points by trying everything: whole needs one way or not, others unit by unit."""

    def most(need: int, units: int, first: int, free: tuple[int, ...]) -> int:
        if need == graph.needs:
            return 0
        best = most(need + 1, 0, 0, free)
        for pair in range(max(first, graph.start[need]), graph.start[need + 1]):
            offer, score = int(graph.offer[pair]), int(graph.score[pair])
            size = int(wanted[need]) if whole[need] else 1
            if free[offer] < size:
                continue
            left = (*free[:offer], free[offer] - size, *free[offer + 1 :])
            is_done = whole[need] or units + 1 == wanted[need]
            rest = most(need + 1, 0, 0, left) if is_done else most(need, units + 1, pair, left)
            best = max(best, score + rest)
        return best

    return most(0, 0, 0, tuple(graph.capacity.tolist()))


@pytest.mark.parametrize("seed", range(40))
def test_units_are_shared_out_as_well_as_can_be(seed):
    random = np.random.default_rng(seed)
    needs, offers = 4, 3
    pairs = np.argwhere(random.random((needs, offers)) < 0.7)
    graph = from_pairs(
        pairs[:, 0], pairs[:, 1], random.integers(1, 50, len(pairs)),
        needs=needs, capacity=random.integers(0, 5, offers),
    )  # fmt: skip
    wanted, whole = random.integers(1, 4, needs), random.random(needs) < 0.6
    given = units_give(graph, wanted, whole)
    assert not given.certificate.faults
    assert given.certificate.value == best_by_trying(graph, wanted, whole)
    got, used = np.zeros(needs, int), np.zeros(offers, int)
    np.add.at(got, graph.need, given.units)
    np.add.at(used, graph.offer, given.units)
    assert (used <= graph.capacity).all()
    assert (got <= wanted).all()
    assert ((got == 0) | (got == wanted))[whole].all()
