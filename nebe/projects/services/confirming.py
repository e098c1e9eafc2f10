"""Once a year: is the record still right? Asked by mail of those who report it."""

from collections import defaultdict
from datetime import date

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from nebe.core.errors import NotPossible
from nebe.core.people.actors import Actor
from nebe.core.privacy.audit import audit

from ..mails import still_right_send
from ..models import Project, ProjectChange
from ..selectors.confirming import AGAIN, due

AT_ONCE = 20  # of one organisation a night: one mail that somebody can still answer


def projects_ask(*, today: date) -> int:
    """Mail the people of each publisher; how many projects were asked about, each once a year."""
    rows = due(today=today).filter(Q(asked_on=None) | Q(asked_on__lt=today - AGAIN))
    by_publisher: dict = defaultdict(list)
    for project in rows.exclude(publisher=None).select_related("publisher").iterator():
        if len(by_publisher[project.publisher]) < AT_ONCE:
            by_publisher[project.publisher].append(project)
    asked = 0
    for publisher, projects in by_publisher.items():
        with transaction.atomic():
            if still_right_send(publisher=publisher, projects=projects, today=today):
                ids = [project.pk for project in projects]
                asked += Project.objects.filter(pk__in=ids).update(asked_on=today)
    return asked


@transaction.atomic
def project_confirm(*, project: Project, actor: Actor) -> None:
    """Still right, says who reports it."""
    rows = Project.objects.filter(pk=project.pk, state=Project.State.PUBLISHED)
    if not rows.update(confirmed_on=timezone.localdate()):
        raise NotPossible
    ProjectChange.objects.create(
        project=project,
        kind=ProjectChange.Kind.CONFIRM,
        by=actor.user,
        organisation=actor.organisation or project.publisher,
    )
    audit(action="project.confirm", actor=actor, row=project)
