"""What people offer, and the checks of it."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from nebe.core.privacy.registry import PersonalData, Retention, personal_data

from ..models import (
    Offer,
    Vetting,
)
from ..search import search_purge

personal_data.register(
    PersonalData(
        model="nebe_exchange.Offer",
        label=_("What you offer"),
        purpose="exchange.offer",
        order=40,
        find=lambda person_id: Offer.objects.filter(person=person_id),
        export=lambda offer: {
            _("Title"): offer.title,
            _("Text"): offer.text,
            _("State"): offer.get_status_display(),
            _("Public answers"): offer.answers,
            _("Other answers"): offer.internal_answers,
            _("When you can be reached"): offer.contact_hours,
            _("Written"): offer.created_at,
        },
        retention=(
            Retention(
                days=7,
                since="created_at",
                event=_("you wrote it and did not confirm your e-mail"),
                only=Q(status=Offer.Status.UNCONFIRMED, imported=None),
            ),
            Retention(
                days=90,
                since="updated_at",
                event=_("it was taken back or refused"),
                only=Q(status__in=[Offer.Status.WITHDRAWN, Offer.Status.REFUSED]),
            ),
        ),
        after_erase=search_purge,
        clear=("title", "text", "translations", "answers"),
        beside=(
            "nebe_exchange_offerimage",
            "nebe_exchange_offerplace",
            "nebe_exchange_vetting",
            "nebe_exchange_offer_assignees",
            "nebe_exchange_offer_tags",
        ),
    )
)


personal_data.register(
    PersonalData(
        model="nebe_exchange.Vetting",
        label=_("Checks of what you offer"),
        purpose="exchange.offer",
        order=35,
        find=lambda person_id: Vetting.objects.filter(offer__person=person_id),
        export=lambda vetting: {
            _("Checked"): vetting.at,
            _("Accepted"): vetting.accepted,
            _("Grounds"): vetting.grounds,
            _("Licence seen"): vetting.licence_checked,
            _("Seen on"): vetting.facts,
            _("Before you changed it"): vetting.given_for or "",
        },
    )
)
