"""What the network's admin needs to know before a kind of help or a question is changed."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Count, QuerySet
from django.db.models.fields.json import KeyTransform

from ..forms.questions import name_of
from ..models import Category, Offer, OfferCategory, Question
from ..portions import AT_ONCE, in_portions
from ..visibility import SETTLED, visibilities_of

Openness = Category.Openness
MORE_OPEN = [Openness.ORGANISATIONS, Openness.VETTED, Openness.OPEN]


@dataclass(frozen=True)
class QuestionUse:
    """What offers already answer. Sealed answers are not read for this: any of them counts."""

    answered: bool = False
    values: set[str] = field(default_factory=set)


def categories_with_counts() -> list[tuple[Category, int, int]]:
    """All, each with how many questions are in use and how many offers live."""
    questions = _counts(Question.objects.filter(active=True))
    live = _counts(OfferCategory.objects.filter(offer__status=Offer.Status.LIVE))
    return [
        (category, questions.get(category.pk, 0), live.get(category.pk, 0))
        for category in Category.objects.all()
    ]


def _counts(rows: QuerySet) -> dict[str, int]:
    found = rows.order_by().values("category").annotate(count=Count("pk"))
    return dict(found.values_list("category", "count"))


def is_more_open(before: Category, after: Category) -> bool:
    """Whether `after` may show an offer that `before` holds back."""
    if after.openness != before.openness:
        ranks = [MORE_OPEN.index(Openness(category.openness)) for category in (before, after)]
        return ranks[1] > ranks[0] or _opens_remote(before, after)
    licence_lifted = before.licence_required and not after.licence_required
    vetted = after.openness == Openness.VETTED
    return _opens_remote(before, after) or (vetted and licence_lifted)


def _opens_remote(before: Category, after: Category) -> bool:
    was_open = before.open_when_remote or before.openness == Openness.OPEN
    return after.open_when_remote and not was_open


def offers_opened_by(category: Category) -> int:
    """How many offers become public at once if `category`, not saved yet, is saved as it is."""
    kinds = OfferCategory.objects.filter(
        category_id=category.pk, public=False, offer__status__in=SETTLED
    )
    if category.openness == Openness.OPEN:
        return kinds.count()
    remote = kinds.none()
    if category.open_when_remote:
        remote = kinds.filter(offer__remote=True, offer__places=None)
    if category.openness != Openness.VETTED:
        return remote.count()
    vetted = kinds.filter(offer__vettings__category_id=category.pk).exclude(
        pk__in=remote.values("pk")
    )
    rest = Offer.objects.filter(pk__in=vetted.values("offer")).iterator(chunk_size=AT_ONCE)
    return remote.count() + sum(_shown(offers, category) for offers in in_portions(rest, AT_ONCE))


def _shown(offers: list[Offer], category: Category) -> int:
    seen = visibilities_of(offers, categories=[category])
    return sum(category.pk in visibility.public for visibility in seen.values())


def question_use(question: Question) -> QuestionUse:
    offers = Offer.objects.filter(kinds__category=question.category_id)
    if not question.public:
        return QuestionUse(answered=offers.exclude(internal_answers="").exists())
    name = name_of(question)
    # The first part of a date range and "please specify" stand beside the answer.
    names = [name, name_of(question, "from"), name_of(question, "until")]
    said = (
        Offer.objects.filter(answers__has_key=name)
        .order_by()
        .annotate(said=KeyTransform(name, "answers"))
        .values_list("said", flat=True)
    )
    return QuestionUse(
        answered=Offer.objects.filter(answers__has_any_keys=names).exists(),
        values=set(_flat(said.distinct())) if question.options else set(),
    )


def _flat(answers: Iterable) -> Iterable[str]:
    for answer in answers:
        yield from answer if isinstance(answer, list) else [answer]
