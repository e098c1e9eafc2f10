"""Why the newsroom uses personal data."""

from django.utils.translation import gettext_lazy as _

from nebe.core.privacy.purposes import Basis, Purpose, purposes

purposes.register(
    Purpose(
        key="newsroom.team",
        name=_("Pages of the team"),
        basis=Basis.CONSENT,
        who=_("People who work for the network"),
        why=_("So that people know who is there for them."),
        data=_(
            "Your name and role, and of your portrait, work phone and e-mail, languages and words "
            "about you only what you agreed to. All of it is public."
        ),
        recipients=_("Everyone who reads this site."),
        kept=_("Until you take your yes back or leave, then 30 days."),
    )
)
