"""What a round of reviews came to: mean and spread of each criterion, who said what."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal

from babel import Locale
from django.db.models import QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from nebe.core.texts.translated import Text, pick
from nebe.core.ui.charts import Chart, Series, bars_chart, shown

from ..models import Review, ReviewRound, ReviewScore
from .criteria import CRITERIA, MOST_POINTS, name_of

TENTH = Decimal("0.1")


@dataclass(frozen=True)
class Said:
    """A score as others read it: of an organisation in a country, of no person."""

    score: ReviewScore
    name: str
    organisation: str
    country: str
    reason: Text
    recommendation: Text
    answer: Text


@dataclass(frozen=True)
class Judged:
    name: str
    weight: int
    mean: Decimal
    lowest: int
    highest: int
    said: list[Said]


@dataclass(frozen=True)
class Result:
    round: ReviewRound
    judged: list[Judged]
    mean: Decimal
    reviews: list[tuple[str, str]]
    chart: Chart | None


def with_reviews(rounds: QuerySet[ReviewRound]) -> QuerySet[ReviewRound]:
    """As `result_of` reads them."""
    return rounds.prefetch_related("reviews__organisation", "reviews__scores")


def result_of(round: ReviewRound) -> Result | None:
    """None where nobody has sent a review."""
    reviews = [review for review in round.reviews.all() if review.sent_at]
    if not reviews:
        return None
    judged = [judged_by(code, round.weights.get(code, 0), reviews) for code in CRITERIA]
    mean = weighted(judged)
    chart = bars_chart(
        [each.name for each in judged], [Series("", [each.mean for each in judged])],
        top=MOST_POINTS,
    )  # fmt: skip
    if chart is not None:
        chart = replace(chart, words=in_words(judged))
    who = [(review.organisation.name, country_name(review.country)) for review in reviews]
    return Result(round, judged, mean, who, chart)


def judged_by(code: str, weight: int, reviews: Sequence[Review]) -> Judged:
    said = [
        said_in(score, review)
        for review in reviews
        for score in review.scores.all()
        if score.criterion == code
    ]
    points = [each.score.points or 0 for each in said]
    mean = rounded(Decimal(sum(points)) / len(points))
    return Judged(name_of(code), weight, mean, min(points), max(points), said)


def said_in(score: ReviewScore, review: Review) -> Said:
    language = get_language() or "en"
    return Said(
        score,
        name_of(score.criterion),
        review.organisation.name,
        country_name(review.country),
        pick(score.reason, language),
        pick(score.recommendation, language),
        pick(score.answer, language),
    )


def weighted(judged: Sequence[Judged]) -> Decimal:
    weights = sum(each.weight for each in judged)
    return rounded(sum((each.mean * each.weight for each in judged), Decimal(0)) / weights)


def rounded(number: Decimal) -> Decimal:
    return number.quantize(TENTH, ROUND_HALF_UP)


def in_words(judged: Sequence[Judged]) -> str:
    told = _("%(name)s: %(mean)s of %(most)s.")
    return " ".join(
        told % {"name": each.name, "mean": shown(each.mean), "most": MOST_POINTS} for each in judged
    )


def country_name(code: str) -> str:
    return Locale.parse(get_language() or "en", sep="-").territories.get(code, code)
