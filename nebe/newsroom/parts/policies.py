"""Who may use what editors keep beside pages: the network's alone, or each its own."""

from wagtail.models import Collection
from wagtail.permission_policies.base import BasePermissionPolicy
from wagtail.permission_policies.collections import CollectionPermissionPolicy

from nebe.core.people.cms import GROUP, edits_everything
from nebe.core.people.models import User


class NetworkPolicy(BasePermissionPolicy):
    """Editors of the network, and nobody of a member."""

    def user_has_permission(self, user, action):
        return edits_everything(user)

    def users_with_any_permission(self, actions):
        return User.objects.filter(groups__name=GROUP)

    def instances_user_has_any_permission_for(self, user, actions):
        found = self.model._default_manager
        return found.all() if edits_everything(user) else found.none()


class OwnFilesPolicy(CollectionPermissionPolicy):
    """Editors of the network use every file, those of a member what their collections hold."""

    def _check_perm(self, user, actions, collection=None):
        return edits_everything(user) or super()._check_perm(user, actions, collection)

    def _collections_with_perm(self, user, actions):
        if edits_everything(user):
            return Collection.objects.all()
        return super()._collections_with_perm(user, actions)
