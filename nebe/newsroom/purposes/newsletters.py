"""Why we keep the addresses of readers of newsletters."""

from django.utils.translation import gettext_lazy as _

from nebe.core.privacy.purposes import Basis, Purpose, purposes

purposes.register(
    Purpose(
        key="newsroom.newsletter",
        name=_("Our newsletter"),
        basis=Basis.CONSENT,
        who=_("Readers who subscribe to our newsletter"),
        why=_("To send you the newsletter that you asked for."),
        data=_(
            "Your e-mail, your language and your topics. We do not watch whether you open a mail "
            "or press a link in it."
        ),
        recipients=_("Nobody else. Editors see numbers, not addresses."),
        kept=_(
            "Until you erase it. 30 days after you leave; 7 days if you do not confirm. Which "
            "newsletters you were sent: 90 days. If your mailbox refuses our mails: 365 days."
        ),
    )
)
