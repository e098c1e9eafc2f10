"""Why the newsroom uses personal data."""

from django.utils.translation import gettext_lazy as _

from nebe.core.privacy.purposes import Basis, Purpose, purposes

purposes.register(
    Purpose(
        key="newsroom.law",
        name=_("Mails about a law that you follow"),
        basis=Basis.CONSENT,
        who=_("People who follow a law"),
        why=_("To write to you when the law moves or when what we say about it changes."),
        data=_("Your e-mail, your language, and which law it is."),
        recipients=_("Nobody but the service that delivers our mail."),
        kept=_(
            "Until you say stop or we stop following the law, at most 3 years. Unconfirmed: 7 days."
        ),
    )
)
