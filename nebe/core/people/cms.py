"""The right to edit pages: a group of the CMS that holds editors and elevated network admins.

The door is `access.cms`; the group only tells the CMS what those who came in may do.
"""

from typing import Any

from django.contrib.auth.models import Group, Permission

from .models import Membership, Organisation, Role, User

GROUP = "Nebe editors"
TEMPLATE_GROUP = "Moderators"  # made by the CMS itself, with the right to publish
# What editors edit besides pages and pictures: names of models that rooms add.
EDITED: set[str] = set()


def cms_rights_sync(*, user: User, is_elevated: bool = False) -> None:
    """Put the user in the group or take them out, as their roles say."""
    is_editor = Membership.objects.filter(
        user=user, role=Role.EDITOR, organisation__status=Organisation.Status.ACTIVE
    ).exists()
    if is_editor or is_elevated:
        user.groups.add(_group())
    else:
        user.groups.remove(*Group.objects.filter(name=GROUP))


def _group() -> Group:
    group, is_new = Group.objects.get_or_create(name=GROUP)
    template = Group.objects.filter(name=TEMPLATE_GROUP).first()
    if is_new and template:
        _rights_copy(template, group)
    group.permissions.add(*_rights_missing(group))
    return group


def _rights_missing(group: Group) -> list[Permission]:
    """Rooms come later than the group: what they add is given whenever somebody comes in."""
    wanted = [f"{verb}_{model}" for model in EDITED for verb in ("add", "change", "view", "delete")]
    return list(Permission.objects.filter(codename__in=wanted).exclude(group=group))


def _rights_copy(template: Any, group: Group) -> None:
    # A group has more relations than its type: Wagtail adds them.
    translate = Permission.objects.filter(codename="submit_translation")
    group.permissions.set([*template.permissions.all(), *translate])
    # Pictures, but no documents: nothing serves them.
    collections = template.collection_permissions.exclude(permission__codename__endswith="document")
    for granted in [*template.page_permissions.all(), *collections]:
        granted.pk, granted.group = None, group
        granted.save()
