"""Why the newsroom uses personal data."""

from django.utils.translation import gettext_lazy as _

from nebe.core.privacy.purposes import Basis, Purpose, purposes

purposes.register(
    Purpose(
        key="newsroom.feedback",
        name=_("What you say of a page"),
        basis=Basis.LEGITIMATE,
        who=_("Readers who answer whether a page was what they needed"),
        why=_("To make our pages better."),
        data=_("Yes or no, and what you write. We do not know who you are."),
        recipients=_("The editors of our pages."),
        kept=_("180 days."),
    )
)
