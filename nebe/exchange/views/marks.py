"""Tags, colleagues and the day to look again, of needs and offers alike: what their forms send."""

from collections.abc import Callable
from uuid import UUID

from django.http import Http404
from django.utils.translation import gettext as _

from nebe.core.people.actors import StaffActor
from nebe.core.people.models import User

from ..forms.need_handling import FollowUpForm, TagForm
from ..models import Need, Offer, Tag
from ..services import marks


class Unclear(Exception):
    """Something has to be filled in first; says what."""


def known(verbs: dict[str, Callable], verb: str) -> Callable:
    if verb not in verbs:
        raise Http404
    return verbs[verb]


def filled(form) -> dict:
    if not form.is_valid():
        [(name, [error, *_more]), *_rest] = form.errors.items()
        raise Unclear(f"{form.fields[name].label}: {error}")
    return form.cleaned_data


def mark(verb: str, row: Need | Offer, data, actor: StaffActor) -> None:
    """Raises `Unclear`, `NotPossible`, or 404 for a verb that there is not."""
    known(MARKS, verb)(row, data, actor)


def marks_shown(row: Need | Offer, actor: StaffActor) -> dict:
    """What the part of a page shows that says who sees to it."""
    assignees = list(row.assignees.all())
    return {
        "row": row,
        "row_tags": list(row.tags.all()),
        "tags": Tag.objects.all(),
        "follow_up_form": FollowUpForm(initial={"on": row.follow_up_on}),
        "assignees": assignees,
        "colleagues": marks.colleagues(actor.organisation).exclude(
            pk__in=[user.pk for user in assignees]
        ),
    }


def _tag(row, data, actor) -> None:
    marks.tag(row=row, name=filled(TagForm(data))["name"], actor=actor)


def _untag(row, data, actor) -> None:
    marks.untag(row=row, name=filled(TagForm(data))["name"], actor=actor)


def _follow_up(row, data, actor) -> None:
    marks.follow_up(row=row, on=filled(FollowUpForm(data))["on"], actor=actor)


def _assign(row, data, actor) -> None:
    marks.assign(row=row, user=_user(data), actor=actor)


def _unassign(row, data, actor) -> None:
    marks.unassign(row=row, user=_user(data), actor=actor)


MARKS: dict[str, Callable] = {
    "tag": _tag,
    "untag": _untag,
    "follow-up": _follow_up,
    "assign": _assign,
    "unassign": _unassign,
}


def _user(data) -> User:
    try:
        return User.objects.get(pk=UUID(data.get("user", "")))
    except (ValueError, User.DoesNotExist) as error:
        raise Unclear(_("Choose a colleague.")) from error
