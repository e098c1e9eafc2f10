"""What the newsroom holds of a person: find, export, erase, keep how long."""

import uuid

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from nebe.core.people.persons import with_address_of
from nebe.core.privacy.erasure import row_forget
from nebe.core.privacy.registry import PersonalData, Retention, personal_data

from ..embargo import DAYS
from ..following import rows_forget
from ..models import Expert, ExpertMessage, LawFollower, PressLink
from .known import pages_erase


def followings_of(person_id: uuid.UUID) -> QuerySet[LawFollower]:
    return LawFollower.objects.filter(with_address_of(person_id))


def messages_of(person_id: uuid.UUID) -> QuerySet[ExpertMessage]:
    return ExpertMessage.objects.filter(with_address_of(person_id))


def experts_of(key: uuid.UUID) -> QuerySet[Expert]:
    """Somebody who is shown is no person of ours otherwise: found by the key of the page."""
    return Expert.objects.filter(translation_key=key)


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
        erase=lambda person_id: rows_forget(followings_of(person_id)),
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
personal_data.register(
    PersonalData(
        model="nebe_newsroom.ExpertMessage",
        label=_("Questions to our experts"),
        purpose="newsroom.ask",
        find=messages_of,
        export=lambda message: {
            _("Name"): message.name,
            _("Medium"): message.medium,
            _("E-mail"): message.email,
            _("Phone"): message.phone,
            _("Message"): message.text,
            _("Written"): message.created_at,
        },
        erase=lambda person_id: rows_forget(messages_of(person_id)),
        retention=Retention(
            days=90, since="created_at", event=_("you wrote"), anonymise=row_forget
        ),
    )
)
personal_data.register(
    PersonalData(
        model="nebe_newsroom.Expert",
        label=_("Your page as an expert"),
        purpose="newsroom.expert",
        find=experts_of,
        export=lambda expert: {
            _("Name"): expert.title,
            _("Role"): expert.role,
            _("Languages"): ", ".join(map(str, expert.language_names)),
            _("Agreed on"): expert.consent_on,
        },
        erase=lambda key: pages_erase(experts_of(key)),
        clear=("title", "role", "consent_note"),
        beside=("wagtailcore_revision", "wagtailcore_pagelogentry", "nebe_newsroom_listed"),
    )
)
personal_data.register(
    PersonalData(
        model="nebe_newsroom.PressLink",
        label=_("Links to press releases before their hour"),
        purpose="newsroom.early",
        # Nothing tells who is meant, should somebody have written a name.
        find=lambda person_id: PressLink.objects.none(),
        export=lambda link: {_("Outlet"): link.outlet, _("Given"): link.created_at},
        retention=(
            Retention(
                days=90,
                since="revoked_at",
                event=_("the link was taken back"),
                only=Q(revoked_at__isnull=False),
            ),
            Retention(
                days=DAYS, since="created_at", event=_("the link was given: it opens nothing then")
            ),
        ),
        clear=("outlet",),
    )
)
