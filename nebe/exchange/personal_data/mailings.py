"""What organisations wrote to many, who wants no more of it, and what they noted about offers."""

from django.utils.translation import gettext_lazy as _

from nebe.core.privacy.registry import PersonalData, Retention, personal_data

from ..models import BulkMailRecipient, MailOptOut, OfferNote

personal_data.register(
    PersonalData(
        model="nebe_exchange.OfferNote",
        label=_("Notes about what you offer"),
        purpose="exchange.offer",
        order=16,
        find=lambda person_id: OfferNote.objects.filter(offer__person=person_id),
        export=lambda note: {_("Text"): note.text, _("Written"): note.created_at},
    )
)


personal_data.register(
    PersonalData(
        model="nebe_exchange.BulkMailRecipient",
        label=_("Mails from organisations"),
        purpose="exchange.mailing",
        order=17,
        find=lambda person_id: BulkMailRecipient.objects.filter(person=person_id).select_related(
            "mail__organisation"
        ),
        export=lambda one: {
            _("Organisation"): one.mail.organisation.name,
            _("State"): one.get_fate_display(),
            _("Date"): one.sent_at,
        },
        retention=Retention(days=365, since="created_at", event=_("it was written")),
    )
)


personal_data.register(
    PersonalData(
        model="nebe_exchange.MailOptOut",
        label=_("That you want no mails from organisations"),
        purpose="exchange.mailing",
        order=18,
        find=lambda person_id: MailOptOut.objects.filter(person=person_id),
        export=lambda row: {_("Date"): row.at},
    )
)
