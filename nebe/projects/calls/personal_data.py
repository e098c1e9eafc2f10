"""Who follows calls, what they follow and what they were told."""

import uuid

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from nebe.core.people.persons import with_address_of
from nebe.core.privacy.erasure import row_forget
from nebe.core.privacy.registry import PersonalData, Retention, personal_data

from ..models import CallFollower, CallFollowing, CallTold
from .following import following_drop
from .mails import following_words

PURPOSE = "projects.calls"


def followers_of(person_id: uuid.UUID) -> QuerySet[CallFollower]:
    """Of this id, or known by the same e-mail."""
    return CallFollower.objects.filter(with_address_of(person_id))


def followings_of(person_id: uuid.UUID) -> QuerySet[CallFollowing]:
    return CallFollowing.objects.filter(follower__in=followers_of(person_id))


def followers_erase(person_id: uuid.UUID) -> int:
    rows = list(followers_of(person_id))
    for row in rows:
        row_forget(row)
    return len(rows)


personal_data.register(
    PersonalData(
        model="nebe_projects.CallTold",
        label=_("Calls that we told you of"),
        purpose=PURPOSE,
        order=20,
        find=lambda person_id: CallTold.objects.filter(follower__in=followers_of(person_id)),
        export=lambda told: {
            _("Call"): str(told.call),
            _("Deadline"): told.deadline,
            _("Date"): told.at,
        },
    )
)
personal_data.register(
    PersonalData(
        model="nebe_projects.CallFollowing",
        label=_("Calls that you follow"),
        purpose=PURPOSE,
        order=21,
        find=followings_of,
        export=lambda following: {
            _("Kind"): following.get_kind_display(),
            _("What"): following_words(following),
            _("Asked for"): following.created_at,
            _("Confirmed"): following.confirmed_at,
        },
        clear=("query",),
        retention=(
            Retention(
                days=7,
                since="created_at",
                event=_("you asked for it, if you did not confirm it"),
                only=Q(confirmed_at=None),
                anonymise=following_drop,
            ),
            Retention(
                days=3 * 365,
                since="confirmed_at",
                event=_("you confirmed it"),
                anonymise=following_drop,
            ),
        ),
    )
)
personal_data.register(
    PersonalData(
        model="nebe_projects.CallFollower",
        label=_("Your mails about funding calls"),
        purpose=PURPOSE,
        order=22,
        find=followers_of,
        erase=followers_erase,
        export=lambda follower: {
            _("E-mail"): follower.email,
            _("Language"): follower.language,
            _("Asked for"): follower.created_at,
        },
    )
)
