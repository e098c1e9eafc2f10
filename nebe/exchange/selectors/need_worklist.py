"""The needs that coordinators see, and what they may see of each."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import get_language
from django_scopes import scopes_disabled

from nebe.core.crypto.fields import reveal
from nebe.core.people.actors import StaffActor
from nebe.core.texts.translated import pick

from ..models import Match, MatchStep, Need, Question
from ..services.proposals import is_undoable
from ..services.still_true import NEEDS_SILENT
from .offers import Answer, answer_texts

Status = Need.Status
# Open, and handled by the network's office only because nobody has taken it on.
UNASSIGNED = Q(seeks=True, taken_on_at=None, organisation__is_network=True)
IS_NOBODYS = UNASSIGNED & Q(status=Status.OPEN)
# Whoever takes on what ended in silence may ask the person, and open it again.
TO_TAKE_ON = UNASSIGNED & Q(status__in=[Status.OPEN, Status.EXPIRED])


def needs_seen_by(actor: StaffActor) -> QuerySet[Need]:
    """Needs to be searched for: those of the actor's organisation, and those that are nobody's."""
    with scopes_disabled():  # nobody's are the network's
        needs = Need.objects.filter(seeks=True)
    return needs.exclude(status=Status.UNCONFIRMED).filter(
        IS_NOBODYS | Q(organisation=actor.organisation)
    )


def need_seen_by(actor: StaffActor, pk: UUID) -> Need | None:
    needs = needs_seen_by(actor).select_related(
        "person",
        "organisation",
        "category",
        "municipality__region",
        "to_municipality",
        "posted_by",
        "for_organisation",
    )
    return needs.filter(pk=pk).first()


def handles(actor: StaffActor, need: Need) -> bool:
    """Whether the actor's organisation has taken it on, and so sees whose it is.

    What nobody took on is nobody's when it is over, too: the network's office only keeps it.
    """
    return need.organisation_id == actor.organisation.pk and not _is_unassigned(need)


def _is_unassigned(need: Need) -> bool:
    return need.organisation.is_network and need.taken_on_at is None


def can_take_on(need: Need) -> bool:
    return _is_unassigned(need) and need.status in (Status.OPEN, Status.EXPIRED)


def needs_overdue(today: date) -> Q:
    """Open, and either to be looked at again by today or not met by the day it was needed."""
    return Q(status=Status.OPEN) & (Q(follow_up_on__lte=today) | Q(needed_until__lt=today))


def needs_for_worklist(*, values: dict, actor: StaffActor) -> QuerySet[Need]:
    """Narrowed by the filter's values; the most urgent first. Open ones unless a state is asked."""
    needs = needs_seen_by(actor)
    if values.get("whose") == "silent":
        needs = needs.filter(NEEDS_SILENT)
    else:
        needs = needs.filter(status=values.get("status") or Status.OPEN)
    for name, field in (
        ("category", "category"),
        ("region", "municipality__region"),
        ("urgency", "urgency"),
        ("tag", "tags"),
    ):
        if (value := values.get(name)) not in (None, ""):
            needs = needs.filter(**{field: value})
    needs = _whose(needs, values.get("whose"), actor)
    return needs.order_by(
        "urgency", F("needed_until").asc(nulls_last=True), "created_at", "pk"
    ).defer("text", "text_vector", "answers", "sensitive", "deliver_to")


def _whose(needs: QuerySet[Need], whose: str | None, actor: StaffActor) -> QuerySet[Need]:
    if whose == "mine":
        return needs.filter(_is_mine(actor))
    if whose == "ours":
        return needs.filter(organisation=actor.organisation).exclude(IS_NOBODYS)
    if whose == "nobody":
        return needs.filter(IS_NOBODYS)
    if whose == "overdue":
        return needs.filter(needs_overdue(timezone.localdate()))
    return needs


def _is_mine(actor: StaffActor) -> Exists:
    through = Need.assignees.through.objects
    return Exists(through.filter(need=OuterRef("pk"), user=actor.user))


def needs_counted(actor: StaffActor) -> dict[str, int]:
    """How many needs there are for each choice of `whose`, in one query."""
    needs = needs_seen_by(actor).alias(is_mine=_is_mine(actor))
    is_open, ours = Q(status=Status.OPEN), Q(organisation=actor.organisation) & ~IS_NOBODYS
    return needs.aggregate(
        mine=Count("pk", filter=is_open & Q(is_mine=True)),
        ours=Count("pk", filter=is_open & ours),
        nobody=Count("pk", filter=IS_NOBODYS),
        overdue=Count("pk", filter=needs_overdue(timezone.localdate())),
        silent=Count("pk", filter=NEEDS_SILENT),
    )


def need_answers(need: Need) -> list[Answer]:
    """What was answered to the category's questions, in the reader's language.

    Without the one that counts: it is the need's people or quantity.
    """
    questions = Question.objects.filter(category=need.category_id, counts=False)
    return need_answers_said(need, questions)


def need_answers_said(need: Need, questions: Iterable[Question]) -> list[Answer]:
    language, said = get_language(), need.answers or {}
    answers = [
        Answer(str(pick(q.need_label or q.label, language)), answer_texts(q, said, language))
        for q in questions
    ]
    return [answer for answer in answers if answer.texts]


@dataclass(frozen=True)
class Course:
    """A match and its moves, oldest first; those that were undone are left out."""

    match: Match
    steps: list[MatchStep]
    may_undo: bool


def courses_of(need: Need, actor: StaffActor) -> list[Course]:
    """What was tried for a need that the actor's organisation handles; the live ones first."""
    matches = list(
        need.matches.select_related("offer", "coordinator", "need").order_by("-created_at")
    )
    steps = reveal(
        MatchStep.objects.filter(match__need=need, undone_at=None).select_related(
            "user", "match__need"
        )
    )
    by_match: dict[UUID, list[MatchStep]] = {match.pk: [] for match in matches}
    for step in steps:
        by_match[step.match_id].append(step)
    courses = [
        Course(match, own := by_match[match.pk], bool(own) and is_undoable(own[-1], actor))
        for match in matches
    ]
    return sorted(courses, key=lambda course: course.match.status in Match.ENDED)
