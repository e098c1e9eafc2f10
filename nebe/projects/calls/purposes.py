"""Why we keep the addresses of who follows calls."""

from django.utils.translation import gettext_lazy as _

from nebe.core.privacy.purposes import Basis, Purpose, purposes

purposes.register(
    Purpose(
        key="projects.calls",
        name=_("Mails about funding calls"),
        basis=Basis.CONSENT,
        who=_("People who follow funding calls"),
        why=_("To tell you of new calls and to remind you of deadlines, as you asked."),
        data=_(
            "Your e-mail, your language, which searches and calls you follow, and which calls we "
            "have told you of, so that we tell you of none twice."
        ),
        recipients=_("Nobody but the service that delivers our mail."),
        kept=_(
            "Until you say stop, at most 3 years after you confirmed it. A reminder until the last "
            "deadline of its call. Unconfirmed: 7 days."
        ),
    )
)
