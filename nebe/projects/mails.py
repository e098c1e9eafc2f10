"""What is written to the people of organisations about their projects."""

from collections.abc import Iterable
from datetime import date

from django.utils.translation import override

from nebe.core.mail.addresses import absolute
from nebe.core.mail.links import link_issue, link_url
from nebe.core.mail.outbox import mail_send
from nebe.core.people.models import Membership, Organisation, Role, User

from .models import Project, Proposal

STILL_RIGHT = "project-right"
STILL_RIGHT_DAYS = 120


def officers(organisation: Organisation | None) -> Iterable[User]:
    """Those who may change the records of an organisation."""
    roles = [Role.EDITOR, Role.NETWORK_ADMIN]
    if organisation is None or not organisation.is_network:
        roles = [Role.EDITOR, Role.ORGANISATION_ADMIN]
    theirs = Membership.objects.filter(organisation=organisation, role__in=roles)
    return User.objects.filter(is_active=True, pk__in=theirs.values("user")).order_by("pk")


def title_in(project: Project, language: str) -> str:
    with override(language):
        return str(project) or project.slug


def record_url(project: Project, user: User) -> str:
    return absolute("projects_staff:record", language=user.language, pk=project.pk)


def state_told(*, project: Project, move: str, reason: str) -> None:
    for user in officers(project.publisher):
        mail_send(
            template=f"projects/mail/{move}",
            context={
                "project": title_in(project, user.language),
                "reason": reason,
                "url": record_url(project, user),
            },
            person_or_user=user,
        )


def handed_over_told(*, project: Project, before: Organisation | None, reason: str) -> None:
    """To who reports the project now, and to who did before."""
    for organisation in filter(None, (project.publisher, before)):
        for user in officers(organisation):
            mail_send(
                template="projects/mail/handed_over",
                context={
                    "project": title_in(project, user.language),
                    "organisation": project.publisher.name if project.publisher else "",
                    "is_yours": organisation == project.publisher,
                    "reason": reason,
                    "url": record_url(project, user),
                },
                person_or_user=user,
            )


def proposal_told(*, proposal: Proposal) -> None:
    """What became of it, to everyone of the organisation who may propose."""
    for user in officers(proposal.organisation):
        mail_send(
            template="projects/mail/proposal_decided",
            context={
                "project": title_in(proposal.project, user.language),
                "approved": proposal.state == Proposal.State.APPROVED,
                "reason": proposal.reason,
                "url": record_url(proposal.project, user),
            },
            person_or_user=user,
            once=f"proposal_decided:{proposal.pk}:{user.pk}",
        )


def still_right_send(*, publisher: Organisation, projects: list[Project], today: date) -> int:
    """One mail to each officer, with a link of their own for each project; how many went out."""
    sent = 0
    for user in officers(publisher):
        asked = [(title_in(each, user.language), still_right_url(each, user)) for each in projects]
        sent += bool(
            mail_send(
                template="projects/mail/still_right",
                context={"asked": asked, "count": len(asked), "publisher": publisher.name},
                person_or_user=user,
                once=f"project_right:{user.pk}:{publisher.pk}:{today}",
            )
        )
    return sent


def still_right_url(project: Project, user: User) -> str:
    token = link_issue(purpose=STILL_RIGHT, target=project.pk, days=STILL_RIGHT_DAYS)
    return link_url(purpose=STILL_RIGHT, token=token, language=user.language)
