"""The demonstration's evaluations, lessons and practices, all invented."""

import tomllib
import uuid
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone

from nebe.core.people.actors import Actor
from nebe.core.people.models import Organisation, User
from nebe.core.people.organisations import organisation_add_unclaimed

from ..demo import REF
from ..models import (
    Action,
    Evaluation,
    Finding,
    Lesson,
    Practice,
    Project,
    Recommendation,
    Review,
    ReviewRound,
    ReviewScore,
    Stage,
)
from ..models.learning import Learnt
from .criteria import CRITERIA
from .library import index

TEXTS = Path(__file__).parents[1] / "data/learning.toml"
Told = dict[str, Any]


@transaction.atomic
def demo_load(*, today: date) -> int:
    """How many were made; those that are there already stay as they are."""
    told = tomllib.loads(TEXTS.read_text())
    loader = Loader(today)
    makers: dict[str, tuple[Any, Callable[[Told], None]]] = {
        "evaluation": (Evaluation, loader.evaluation),
        "lesson": (Lesson, loader.lesson),
        "practice": (Practice, loader.practice),
    }
    made = 0
    for kind, (model, make) in makers.items():
        there = set(model.objects.values_list("slug", flat=True))
        new = [each for each in told[kind] if each["slug"] not in there]
        for each in new:
            make(each)
        made += len(new)
    return made


class Loader:
    def __init__(self, today: date):
        self.today = today

    def day(self, days: int) -> date:
        return self.today + timedelta(days=days)

    def moment(self, days: int) -> datetime:
        return timezone.make_aware(datetime.combine(self.day(days), time(9)))

    def projects(self, slugs: list[str]) -> list[Project]:
        return list(Project.objects.filter(iati_identifier__in=[f"{REF}-{slug}" for slug in slugs]))

    def evaluation(self, told: Told) -> None:
        began, ended = told["days"]
        row = Evaluation.objects.create(
            id=id_of(told),
            slug=told["slug"],
            stage=Evaluation.Stage.PUBLISHED,
            project=self.projects([told["project"]])[0],
            kind=told["kind"],
            title=told["title"],
            summary=told["summary"],
            evaluator=told["evaluator"],
            began=self.day(began),
            ended=self.day(ended),
            report_url=told["report"],
            themes=told["themes"],
            published_at=self.moment(ended + 5),
        )
        for finding in told["finding"]:
            found = Finding.objects.create(evaluation=row, text=finding["text"])
            for recommendation in finding["recommendation"]:
                self.recommendation(found, recommendation)

    def recommendation(self, finding: Finding, told: Told) -> None:
        verdict = told.get("verdict", "")
        row = Recommendation.objects.create(
            id=id_of(told),
            finding=finding,
            text=told["text"],
            priority=told["priority"],
            organisation=Organisation.objects.get(slug=told["to"]),
            answer_by=self.day(told["answer_by"]),
            verdict=verdict,
            answer=told.get("answer", {}),
            answered_at=self.moment(told["answer_by"] - 3) if verdict else None,
        )
        for action in told.get("action", []):
            Action.objects.create(
                recommendation=row,
                text=action["text"],
                organisation=Organisation.objects.get(slug=action["to"]),
                role=action["role"],
                due_on=self.day(action["due"]),
                done_on=self.day(action["done"]) if "done" in action else None,
            )

    def lesson(self, told: Told) -> None:
        self.learnt(Lesson(year=self.today.year + told["year"]), told)

    def practice(self, told: Told) -> None:
        row = Practice(place=told["place"])
        self.learnt(row, told)
        self.round(row, told["round"])

    def learnt(self, row: Learnt, told: Told) -> None:
        row.id, row.slug, row.stage = id_of(told), told["slug"], Stage.PUBLISHED
        row.organisation = Organisation.objects.get(slug=told["organisation"])
        row.published_at = self.moment(-20)
        for name in (*row.TEXTS, "themes", "targets"):
            setattr(row, name, told[name])
        index(row)
        row.save()
        row.projects.set(self.projects(told["projects"]))

    def round(self, practice: Practice, told: Told) -> None:
        closed = "closed" in told
        row = ReviewRound.objects.create(
            practice=practice,
            weights=told["weights"],
            due_on=self.day(told["due"]),
            closed_at=self.moment(told["closed"]) if closed else None,
            published_at=self.moment(told["published"]) if closed else None,
        )
        for review in told["review"]:
            self.review(row, review)

    def review(self, round: ReviewRound, told: Told) -> None:
        row = Review.objects.create(
            round=round,
            reviewer=User.objects.filter(email=told.get("reviewer", "")).first(),
            organisation=peer(told["organisation"], told["country"]),
            country=told["country"],
            sent_at=self.moment(-29) if "points" in told else None,
        )
        if row.sent_at:
            for number, criterion in enumerate(CRITERIA):
                self.score(row, criterion, number, told)

    def score(self, review: Review, criterion: str, number: int, told: Told) -> None:
        recommended = told["recommendations"][number]
        answered = bool(recommended) and criterion == "participation" and "answer" in told
        ReviewScore.objects.create(
            review=review,
            criterion=criterion,
            points=told["points"][number],
            reason={told["language"]: told["reasons"][number]},
            recommendation={told["language"]: recommended} if recommended else {},
            verdict=told["answer"] if answered else "",
            answer={told["language"]: told["answer_text"]} if answered else {},
            answered_at=self.moment(-13) if answered else None,
        )


def id_of(told: Told) -> uuid.UUID:
    return uuid.uuid5(uuid.NAMESPACE_URL, f"urn:nebe:demo:{told['slug']}")


def peer(name: str, country: str) -> Organisation:
    """A member by its slug, or an invented city abroad by its name."""
    found = Organisation.objects.filter(slug=name).first()
    found = found or Organisation.objects.filter(name=name).first()
    if found is None:
        kind = Organisation.Kind.MUNICIPALITY
        found = organisation_add_unclaimed(name=name, kind=kind, actor=Actor.system())
        found.country = country
        found.save(update_fields=["country"])
    return found
