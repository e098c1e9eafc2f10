"""What privacy itself holds of a person."""

from django.utils.translation import gettext_lazy as _

from .models import Consent
from .registry import PersonalData, Retention, personal_data

personal_data.register(
    PersonalData(
        model="nebe_privacy.Consent",
        label=_("Your consents"),
        purpose="privacy.rights",
        find=lambda person_id: Consent.objects.filter(person_id=person_id),
        export=lambda consent: {
            "purpose": consent.purpose,
            "text_version": consent.text_version,
            "language": consent.language,
            "given_at": consent.given_at,
            "withdrawn_at": consent.withdrawn_at,
        },
        retention=Retention(days=3 * 365, since="withdrawn_at", event=_("you withdrew it")),
    )
)
