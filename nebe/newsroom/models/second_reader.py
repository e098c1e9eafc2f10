from django.utils.translation import gettext as _
from wagtail.models import Task, TaskState


class SecondReader(Task):
    """Four eyes: whoever asked does not approve; every other editor may."""

    def user_can_access_editor(self, obj, user):
        return True  # the door of the CMS lets in editors only

    def get_actions(self, obj, user):
        if asked_by(obj) == user:
            return []
        actions = [("reject", _("Ask for changes"), True)]
        if not lacks_of(obj):
            actions.append(("approve", _("Approve and publish"), False))
        return actions

    def get_task_states_user_can_moderate(self, user, **kwargs):
        waiting = self.task_states.filter(status=TaskState.STATUS_IN_PROGRESS)
        return waiting.exclude(workflow_state__requested_by=user)

    @classmethod
    def get_description(cls):
        return _("Another editor reads it before it is published")


def asked_by(page):
    state = page.current_workflow_state
    return state and state.requested_by


def lacks_of(page) -> list[str]:
    """Why what was sent may not be published yet, such as a consent that is missing."""
    from ..library.gate import lacks_of as publishing_lacks

    draft = page.get_latest_revision_as_object()
    return publishing_lacks(draft)
