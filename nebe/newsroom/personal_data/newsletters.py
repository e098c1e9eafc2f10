"""Who subscribes to newsletters, and which they were sent."""

import uuid

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from nebe.core.people.persons import with_address_of
from nebe.core.privacy.erasure import row_forget
from nebe.core.privacy.registry import PersonalData, Retention, personal_data

from ..models import NewsletterRecipient, Subscriber


def subscriptions_of(person_id: uuid.UUID) -> QuerySet[Subscriber]:
    """A subscriber's own, and that of somebody who is known by the same e-mail."""
    return Subscriber.objects.filter(with_address_of(person_id))


def subscriptions_erase(person_id: uuid.UUID) -> int:
    rows = list(subscriptions_of(person_id))
    for row in rows:
        row_forget(row)
    return len(rows)


personal_data.register(
    PersonalData(
        model="nebe_newsroom.NewsletterRecipient",
        label=_("Newsletters to you"),
        purpose="newsroom.newsletter",
        order=20,
        find=lambda person_id: NewsletterRecipient.objects.filter(
            subscriber__in=subscriptions_of(person_id)
        ),
        export=lambda one: {_("State"): one.get_fate_display(), _("Date"): one.sent_at},
        retention=Retention(days=90, since="sent_at", event=_("it was sent")),
    )
)
personal_data.register(
    PersonalData(
        model="nebe_newsroom.Subscriber",
        label=_("Your newsletter"),
        purpose="newsroom.newsletter",
        order=21,
        find=subscriptions_of,
        erase=subscriptions_erase,
        export=lambda one: {
            _("E-mail"): one.email,
            _("Language"): one.language,
            _("Topics"): [str(topic) for topic in one.topics.all()],
            _("State"): one.get_status_display(),
            _("Confirmed"): one.confirmed_at,
        },
        retention=(
            Retention(
                days=7,
                since="created_at",
                event=_("you asked and did not confirm"),
                only=Q(status=Subscriber.Status.WAITING),
                anonymise=row_forget,
            ),
            Retention(
                days=30,
                since="left_at",
                event=_("you left"),
                only=Q(status=Subscriber.Status.LEFT),
                anonymise=row_forget,
            ),
            Retention(
                days=365,
                since=("confirmed_at", "created_at"),
                event=_("you confirmed it, if your mailbox refuses our mails"),
                only=Q(status=Subscriber.Status.REFUSED),
                anonymise=row_forget,
            ),
        ),
    )
)
