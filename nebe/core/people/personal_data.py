"""What is held of a person here: who they are, to whom that was given, and their account."""

import uuid

from allauth.usersessions.models import UserSession
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from nebe.core.privacy.erasure import row_forget
from nebe.core.privacy.registry import PersonalData, Retention, personal_data

from .models import Application, Disclosure, Invitation, Organisation, Person, User
from .persons import email_indexes


def invitations_of(user_id: uuid.UUID) -> QuerySet[Invitation]:
    emails = User.objects.filter(pk=user_id).values_list("email", flat=True)
    return Invitation.objects.filter(
        email_index__in=[index for email in emails for index in email_indexes(email)]
    )


personal_data.register(
    PersonalData(
        model="nebe_people.Disclosure",
        label=_("Who received your data"),
        purpose="privacy.rights",
        order=90,
        find=lambda person_id: Disclosure.objects.filter(person=person_id).select_related(
            "organisation"
        ),
        export=lambda disclosure: {
            _("Organisation"): disclosure.organisation.name,
            _("Purpose"): disclosure.purpose,
            _("Since"): disclosure.since,
        },
    )
)
personal_data.register(
    PersonalData(
        model="nebe_people.Person",
        label=_("You"),
        purpose="people.person",
        order=100,
        find=lambda person_id: Person._base_manager.filter(pk=person_id).select_related(
            "controller"
        ),
        export=lambda person: {
            _("Name"): person.name,
            _("E-mail"): person.email,
            _("Phone"): person.phone,
            _("Language"): person.language,
            _("Organisation that answers for your data"): person.controller.name,
            _("Known since"): person.created_at,
        },
        # Offers and needs protect their person: only who has none left is forgotten.
        retention=Retention(
            days=30,
            since="created_at",
            event=_("you came, when no offer and no question of yours is left"),
            only=Q(user=None),
            anonymise=row_forget,
        ),
    )
)
personal_data.register(
    PersonalData(
        model="nebe_people.User",
        label=_("Your account"),
        purpose="people.account",
        # Before the person, through whom a helper's account is found. Who works for an
        # organisation keeps the account until they leave it.
        order=95,
        find=lambda user_or_person_id: User.objects.filter(
            Q(pk=user_or_person_id) | Q(person=user_or_person_id, memberships=None)
        ),
        export=lambda user: {
            _("Name"): user.name,
            _("E-mail"): user.email,
            _("Language"): user.language,
            _("Account since"): user.date_joined,
            _("Last sign-in"): user.last_login,
        },
        clear=("email", "name"),
        beside=(
            "account_emailaddress",
            "usersessions_usersession",
            "django_session",
        ),
    )
)
personal_data.register(
    PersonalData(
        model="usersessions.UserSession",
        label=_("Your sign-ins"),
        purpose="people.account",
        order=94,
        find=lambda user_or_person_id: UserSession.objects.filter(
            Q(user=user_or_person_id) | Q(user__person=user_or_person_id)
        ),
        export=lambda session: {
            _("Signed in"): session.created_at,
            _("Address on the internet"): session.ip,
            _("Browser"): session.user_agent,
        },
        retention=Retention(days=90, since="created_at", event=_("you signed in")),
    )
)
personal_data.register(
    PersonalData(
        model="nebe_people.Invitation",
        label=_("Invitations to you"),
        purpose="people.account",
        order=105,
        find=invitations_of,
        export=lambda invitation: {
            _("Organisation"): invitation.organisation.name,
            _("E-mail"): invitation.email,
            _("Invited"): invitation.created_at,
        },
        retention=Retention(days=30, since="expires_at", event=_("it became invalid")),
    )
)
# Someone who wrote for an organisation is no person of ours yet: found by the application's id.
personal_data.register(
    PersonalData(
        model="nebe_people.Application",
        label=_("Applications of organisations"),
        purpose="people.organisation",
        find=lambda application_id: Application.objects.filter(pk=application_id),
        export=lambda application: {
            _("Name"): application.name,
            _("E-mail"): application.email,
            _("Message"): application.message,
            _("Written"): application.created_at,
        },
        retention=Retention(
            days=365,
            since="decided_at",
            event=_("the organisation was refused"),
            only=Q(organisation__status=Organisation.Status.REFUSED),
            anonymise=row_forget,
        ),
    )
)
