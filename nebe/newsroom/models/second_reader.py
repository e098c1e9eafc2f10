from django.db.models import CharField
from django.db.models.functions import Cast
from django.utils.translation import gettext as _
from wagtail.models import Task, TaskState
from wagtail.permissions import page_permission_policy


class SecondReader(Task):
    """Four eyes: whoever asked does not approve; everybody else who may publish the page does."""

    def user_can_access_editor(self, obj, user):
        return may_publish(obj, user)

    def get_actions(self, obj, user):
        if asked_by(obj) == user or not may_publish(obj, user):
            return []
        actions = [("reject", _("Ask for changes"), True)]
        if not waits_for(obj):
            actions.append(("approve", _("Approve and publish"), False))
        return actions

    def on_action(self, task_state, user, action_name, **kwargs):
        """What was changed in the same moment may not be public: then it is kept and waits on."""
        if action_name == "approve" and waits_for(task_state.workflow_state.content_object):
            return
        super().on_action(task_state, user, action_name, **kwargs)

    def get_task_states_user_can_moderate(self, user, **kwargs):
        waiting = self.task_states.filter(status=TaskState.STATUS_IN_PROGRESS)
        pages = page_permission_policy.instances_user_has_permission_for(user, "publish")
        numbers = pages.order_by().values_list(Cast("pk", CharField()))
        return waiting.exclude(workflow_state__requested_by=user).filter(
            workflow_state__object_id__in=numbers
        )

    @classmethod
    def get_description(cls):
        return _("Another editor reads it before it is published")


def may_publish(page, user) -> bool:
    """An editor of a member sees of what waits only what stands in its own part."""
    return page_permission_policy.user_has_permission_for_instance(user, "publish", page)


def asked_by(page):
    state = page.current_workflow_state
    return state and state.requested_by


def waits_for(page) -> list[str]:
    """Why what was sent may not be published yet: a consent is missing, nobody has read a text."""
    from ..library.gate import lacks_of
    from ..translating.unseen import unread_message, unseen_in

    lacks = lacks_of(page.get_latest_revision_as_object())
    revision = page.latest_revision
    unread = unseen_in(page, revision).count() if revision else 0
    return [*lacks, unread_message(unread)] if unread else lacks
