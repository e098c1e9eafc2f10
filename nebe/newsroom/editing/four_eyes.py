"""A second reader: the editor sends a page to colleagues, one of whom publishes it."""

from django.db import transaction
from wagtail.models import Page, Workflow, WorkflowPage, WorkflowTask

from nebe.core.mail.addresses import absolute
from nebe.core.mail.outbox import mail_send
from nebe.core.people.models import Membership, Organisation, Role, User

from ..models import SecondReader
from ..models.second_reader import may_publish

NAME = "Second reader"
OF_THE_CMS = "Moderators approval"  # made by Wagtail, for groups that nobody is in


@transaction.atomic
def four_eyes_load() -> None:
    """Offer "send to a second reader" on every page; Wagtail's own way is put aside."""
    workflow, is_new = Workflow.objects.get_or_create(name=NAME)
    if not is_new:
        return
    task = SecondReader.objects.create(name=NAME)
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
    for unused in Workflow.objects.filter(name=OF_THE_CMS, active=True):
        unused.deactivate()
    WorkflowPage.objects.update_or_create(
        page=Page.get_first_root_node(), defaults={"workflow": workflow}
    )


def readers(*, page: Page, asked_by: User | None) -> list[User]:
    """Editors who may publish the page, but the one who asks."""
    editors = Membership.objects.filter(
        role=Role.EDITOR, organisation__status=Organisation.Status.ACTIVE, user__is_active=True
    )
    users = User.objects.filter(pk__in=editors.values("user")).order_by("pk")
    return [user for user in users if user != asked_by and may_publish(page, user)]


def readers_tell(task_state) -> None:
    """A mail to each who may read it; the page's title is not in its subject."""
    asked = task_state.workflow_state.requested_by
    page = task_state.workflow_state.content_object
    for user in readers(page=page, asked_by=asked):
        mail_send(
            template="newsroom/mail/second_reader",
            context={
                "title": page.title,
                "url": absolute("wagtailadmin_pages:edit", page.pk),
            },
            person_or_user=user,
            once=f"second-reader {task_state.pk} {user.pk}",
        )
