"""Needs whose owners let everyone read them: the one place that says what is shown of them."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone
from django.utils.translation import get_language
from django_scopes import scopes_disabled

from nebe.core.people.models import Person
from nebe.core.texts.translated import Text, pick

from ..languages import names
from ..models import Category, Match, MatchStep, Need, Offer, OfferCategory, Vetting
from .blocks import blocked_with
from .matches import known_to_helper
from .need_search import needs_public_searched

LIST_MAX = 200
SHOWN = (
    "category", "municipality", "public_text", "public_vector", "urgency", "languages", "remote",
    "language",
)  # fmt: skip


@dataclass(frozen=True)
class PublicNeed:
    """Never who, and nothing nearer than the municipality."""

    pk: UUID
    icon: str
    kind: Text
    text: str
    language: str  # that it is written in, as far as we know
    place: str
    remote: bool
    urgency: str
    languages: list[str]


def needs_public(*, category: str = "", text: str = "") -> list[PublicNeed]:
    """The most urgent first, then those that wait longest; with a text the most alike first."""
    with scopes_disabled():
        found = _shown(Need.objects.all())
        if category:
            found = found.filter(category=category)
        rows = found.select_related("category", "municipality")
        rows = rows.defer("category__description", "category__synonyms")
        first = list(rows.order_by("urgency", "confirmed_at")[:LIST_MAX])
        if text:
            first = needs_public_searched(first, text)
        return [_show(need) for need in first]


def needs_answerable(person: Person) -> list[PublicNeed]:
    """Public needs of others that a live offer of this person may answer, and did not yet.

    What coordinators proposed stays in the list: nobody sees of it that they did.
    """
    slugs = kinds_answering(person).values("category")
    with scopes_disabled():
        theirs = Match.objects.filter(offer__person=person)
        answered = MatchStep.objects.filter(
            match__in=theirs, to=Match.Status.PROPOSED, by=MatchStep.By.HELPER
        )
        met = Q(pk__in=known_to_helper(theirs).values("need"))
        met |= Q(pk__in=answered.values("match__need"))
        found = _shown(Need.objects.filter(category__in=slugs))
        found = found.exclude(person=person).exclude(met)
        found = found.exclude(person__in=blocked_with(person.pk))
        rows = found.select_related("category", "municipality")
        return [_show(need) for need in rows.order_by("urgency", "confirmed_at")[:LIST_MAX]]


def needs_counted(slugs: Iterable[str]) -> dict[str, int]:
    """How many of each of these kinds of help, where there are any."""
    with scopes_disabled():
        rows = _shown(Need.objects.filter(category__in=slugs)).order_by().values("category")
        return dict(rows.annotate(count=Count("pk")).values_list("category", "count"))


def need_public(pk: UUID) -> Need | None:
    with scopes_disabled():
        return _shown(Need.objects.filter(pk=pk)).first()


def kinds_answering(person: Person) -> QuerySet[OfferCategory]:
    """The kinds of this person's live offers that everyone sees or that an organisation vetted.

    The second are those for organisations only: their newest vetting is a yes that holds.
    """
    today = timezone.localdate()
    holds = Vetting.objects.filter(
        Q(valid_until=None) | Q(valid_until__gte=today),
        accepted=True, withdrawn_at=None, outdated_at=None,
    )  # fmt: skip
    of_kind = Vetting.objects.filter(offer=OuterRef("offer"), category=OuterRef("category"))
    newest = of_kind.order_by("-at", "-pk").values("pk")[:1]
    kinds = OfferCategory.objects.filter(offer__person=person, offer__status=Offer.Status.LIVE)
    restricted = Q(category__openness=Category.Openness.ORGANISATIONS)
    return kinds.annotate(newest_vetting=Subquery(newest)).filter(
        Q(public=True) | restricted & Q(newest_vetting__in=holds.values("pk"))
    )


def _shown(needs: QuerySet[Need]) -> QuerySet[Need]:
    """Only those whose kind of help allows it now; what is over is not shown."""
    return (
        needs.filter(
            seeks=True,
            status=Need.Status.OPEN,
            category__needs_may_be_public=True,
            category__active=True,
        )
        .filter(Q(needed_until=None) | Q(needed_until__gte=timezone.localdate()))
        .exclude(public_text="")
        .only(*SHOWN, "status", "organisation", "person", "quantity", "found", "confirmed_at")
    )


def _show(need: Need) -> PublicNeed:
    return PublicNeed(
        pk=need.pk,
        icon=need.category.icon,
        kind=pick(need.category.name, get_language()),
        text=need.public_text,
        language=need.language,
        place=str(need.municipality or ""),
        remote=need.remote,
        urgency=need.get_urgency_display(),
        languages=names(need.languages),
    )
