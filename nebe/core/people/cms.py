"""The right to edit pages, as groups of the CMS that follow who is an editor where.

Editors of the network's office and elevated network admins edit everything: they are in `GROUP`.
Editors of another organisation edit its part of the pages, where it has one: a group of its own,
which the room with the pages makes. The door is `access.cms`; the groups only tell the CMS what
those who came in may do. Behind the door, members open the views in `OPEN_TO_MEMBERS` and no other.
"""

from typing import Any

from django.contrib.auth.models import Group, Permission
from django.utils import timezone

from .actors import Actor
from .models import Membership, Organisation, Role, User

GROUP = "Nebe editors"
OF_A_PART = "Nebe part "  # and the number of the organisation
TEMPLATE_GROUP = "Moderators"  # made by the CMS itself, with the right to publish
# What editors edit besides pages and pictures: names of models that rooms add.
EDITED: set[str] = set()
# Names of views of the CMS that show an editor of a member no more than its own part.
OPEN_TO_MEMBERS: set[str] = set()


def cms_rights_sync(*, user: User, is_elevated: bool = False) -> None:
    """Put the user in the groups that their roles give them, and take them out of all others."""
    organisations = Organisation.objects.filter(
        pk__in=Membership.objects.filter(user=user, role=Role.EDITOR).values("organisation"),
        status=Organisation.Status.ACTIVE,
    )
    names = {GROUP if one.is_network else part_group_name(one) for one in organisations}
    if is_elevated:
        names.add(GROUP)
    if GROUP in names:
        _group()
    ours = Group.objects.filter(name=GROUP) | Group.objects.filter(name__startswith=OF_A_PART)
    wanted = ours.filter(name__in=names)
    user.groups.remove(*ours.filter(user=user).exclude(name__in=names))
    user.groups.add(*wanted)


def cms_rights_sync_all(*, organisation: Organisation) -> None:
    """Of everyone in it: the organisation was closed, or has got a part of its own."""
    for user in User.objects.filter(memberships__organisation=organisation).distinct():
        elevated = user.elevations.filter(ended_at=None, expires_at__gt=timezone.now()).exists()
        cms_rights_sync(user=user, is_elevated=elevated)


def part_group_name(organisation: Organisation) -> str:
    return f"{OF_A_PART}{organisation.pk}"


def edits_everything(user: Any) -> bool:
    return user.groups.filter(name=GROUP).exists()


def is_open(actor: Actor, view_name: str) -> bool:
    """Whether somebody whom the door lets in may open this view of the CMS."""
    if edits_for_network(actor) or actor.can(Role.NETWORK_ADMIN):
        return True
    return view_name in OPEN_TO_MEMBERS and has_part(actor)


def edits_for_network(actor: Actor) -> bool:
    """Editors who work for the network, not for one of its members."""
    return bool(actor.organisation and actor.organisation.is_network and actor.can(Role.EDITOR))


def has_part(actor: Actor) -> bool:
    if not (actor.user and actor.organisation and actor.can(Role.EDITOR)):
        return False
    return actor.user.groups.filter(name=part_group_name(actor.organisation)).exists()


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
