"""Why the projects use data of persons."""

from django.utils.translation import gettext_lazy as _

from nebe.core.privacy.purposes import Basis, Purpose, purposes

purposes.register(
    Purpose(
        key="projects.review",
        name=_("Reviews of good practices"),
        basis=Basis.LEGITIMATE,
        who=_("People whom the network asked to review what another organisation does"),
        why=_("To invite you, and to let the network know whose review is still missing."),
        data=_("Your account, the organisation you reviewed for, its country, and what you said."),
        recipients=_(
            "The network’s office. Everyone else sees the organisation and the country only."
        ),
        kept=_("As long as you have the account. What your organisation said stays."),
    )
)
