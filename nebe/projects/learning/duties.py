"""What waits for somebody: recommendations to answer, actions to do, practices to judge."""

from datetime import date

from django.db.models import QuerySet
from django.utils import timezone

from nebe.core.people.actors import Actor

from ..models import Action, Lesson, Practice, Recommendation, Review, ReviewScore, Stage
from .evaluations import OPEN
from .roles import writes


def recommendations_of(actor: Actor) -> QuerySet[Recommendation]:
    """Addressed to the organisation worked for, once it was asked."""
    return (
        Recommendation.objects.filter(
            organisation=actor.organisation, finding__evaluation__stage__in=OPEN
        )
        .select_related("finding__evaluation__project", "organisation")
        .prefetch_related("actions__organisation")
    )


def recommendations_waiting(actor: Actor) -> QuerySet[Recommendation]:
    return recommendations_of(actor).filter(answered_at=None)


def actions_of(actor: Actor) -> QuerySet[Action]:
    """To be done by the organisation worked for, once the answer was given."""
    found = Action.objects.filter(organisation=actor.organisation)
    given = found.filter(
        recommendation__answered_at__isnull=False,
        recommendation__finding__evaluation__stage__in=OPEN,
    )
    return given.select_related("recommendation__finding__evaluation")


def actions_open(actor: Actor) -> QuerySet[Action]:
    return actions_of(actor).filter(done_on=None)


def reviews_of(actor: Actor) -> QuerySet[Review]:
    """Those that the person was invited to for the organisation worked for."""
    return Review.objects.filter(
        reviewer=actor.user, organisation=actor.organisation
    ).select_related("round__practice__organisation")


def reviews_waiting(actor: Actor) -> QuerySet[Review]:
    return reviews_of(actor).filter(sent_at=None, declined_at=None, round__closed_at=None)


def scores_to_answer(actor: Actor) -> QuerySet[ReviewScore]:
    """Recommendations of peers to the organisation, in rounds that are closed."""
    said = ReviewScore.objects.exclude(recommendation={}).exclude(review__sent_at=None)
    return said.filter(
        review__round__practice__organisation=actor.organisation,
        review__round__closed_at__isnull=False,
        answered_at=None,
    )


def practices_to_answer(actor: Actor) -> QuerySet[Practice]:
    rounds = scores_to_answer(actor).values("review__round")
    return Practice.objects.filter(rounds__in=rounds).distinct()


def waiting(actor: Actor) -> int:
    """How many things somebody would do next."""
    found = reviews_waiting(actor).count()
    if writes(actor):
        found += recommendations_waiting(actor).count() + scores_to_answer(actor).count()
        found += actions_open(actor).filter(due_on__lte=timezone.localdate()).count()
    return found


def late(actor: Actor, today: date) -> int:
    """What should have been done by now."""
    if not writes(actor):
        return 0
    answers = recommendations_waiting(actor).filter(answer_by__lt=today).count()
    return answers + actions_open(actor).filter(due_on__lt=today).count()


def lessons_proposed(actor: Actor) -> int:
    """That the office has to look at."""
    return Lesson.objects.filter(stage=Stage.PROPOSED).count()


def practices_proposed(actor: Actor) -> int:
    return Practice.objects.filter(stage=Stage.PROPOSED).count()
