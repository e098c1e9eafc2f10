"""What privacy holds of a person, and the outbox below it, which knows no registry."""

from django.utils.translation import gettext_lazy as _

from nebe.core.mail.models import Link, Mail

from .models import Consent
from .purposes import purposes
from .registry import PersonalData, Retention, personal_data

personal_data.register(
    PersonalData(
        model="nebe_privacy.Consent",
        label=_("Your consents"),
        purpose="privacy.rights",
        find=lambda person_id: Consent.objects.filter(person_id=person_id),
        export=lambda consent: {
            _("Purpose"): purposes[consent.purpose].name,
            _("Version of the text"): consent.text_version,
            _("Language"): consent.language,
            _("Given to"): consent.recipients,
            _("Given"): consent.given_at,
            _("Taken back"): consent.withdrawn_at,
        },
        retention=Retention(days=3 * 365, since="withdrawn_at", event=_("you withdrew it")),
    )
)

personal_data.register(
    PersonalData(
        model="nebe_mail.Mail",
        label=_("Messages to you"),
        purpose="mail.send",
        find=lambda person_id: Mail.objects.filter(subject_id=person_id),
        export=lambda mail: {
            _("To"): mail.recipient,
            _("Subject"): mail.title,
            _("Text"): mail.text,
            _("Written"): mail.created_at,
            _("Sent"): mail.sent_at,
        },
        retention=Retention(days=90, since="created_at", event=_("it was written")),
    )
)
personal_data.register(
    PersonalData(
        model="nebe_mail.Link",
        label=_("Your private links"),
        purpose="mail.send",
        find=lambda person_id: Link.objects.filter(target=person_id),
        export=lambda link: {
            _("Purpose"): link.purpose,
            _("Made"): link.created_at,
            _("Valid until"): link.expires_at,
        },
        retention=Retention(days=30, since="expires_at", event=_("it became invalid")),
    )
)
personal_data.exempt("nebe_privacy.AuditEntry", "ids only, kept as evidence; see the register")
personal_data.exempt("nebe_privacy.LegalHold", "a row's id and the law; ends with its date")
