"""What the newsroom holds of a person: find, export, erase, keep how long."""

import uuid

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from nebe.core.people.models import Person, User
from nebe.core.people.persons import email_indexes
from nebe.core.privacy.erasure import row_forget
from nebe.core.privacy.registry import PersonalData, Retention, personal_data

from .following import followers_forget
from .models import LawFollower


def followings_of(person_id: uuid.UUID) -> QuerySet[LawFollower]:
    """By its own id, and by the address of a helper, seeker or account."""
    indexes = list(
        Person._base_manager.filter(pk=person_id)
        .exclude(email_index="")
        .values_list("email_index", flat=True)
    )
    for email in User.objects.filter(pk=person_id).values_list("email", flat=True):
        indexes += email_indexes(email)
    return LawFollower.objects.filter(Q(pk=person_id) | Q(email_index__in=indexes))


personal_data.register(
    PersonalData(
        model="nebe_newsroom.LawFollower",
        label=_("Laws that you follow"),
        purpose="newsroom.law",
        find=followings_of,
        export=lambda follower: {
            _("E-mail"): follower.email,
            _("Language"): follower.language,
            _("Asked for"): follower.created_at,
            _("Confirmed"): follower.confirmed_at,
        },
        erase=lambda person_id: followers_forget(followings_of(person_id)),
        retention=(
            Retention(
                days=7,
                since="created_at",
                event=_("you asked for it, if you did not confirm it"),
                only=Q(confirmed_at=None),
                anonymise=row_forget,
            ),
            Retention(
                days=3 * 365,
                since="confirmed_at",
                event=_("you confirmed it"),
                anonymise=row_forget,
            ),
        ),
    )
)
