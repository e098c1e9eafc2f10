"""Why the newsroom uses personal data."""

from django.utils.translation import gettext_lazy as _

from nebe.core.privacy.purposes import Basis, Purpose, purposes

purposes.register(
    Purpose(
        key="newsroom.application",
        name=_("Applications for jobs"),
        basis=Basis.CONTRACT,
        who=_("People who apply for a job"),
        why=_("To choose somebody for the job, and to tell you the result."),
        data=_(
            "Your name, e-mail, phone if you give it, letter and CV, the points and notes of "
            "those who choose, and our answer."
        ),
        recipients=_(
            "Only the people of the organisation that offers the job who are named to choose. "
            "Each look is recorded."
        ),
        kept=_("180 days after the last day to apply, or until you delete it yourself."),
        special=_("You may write about your health or origin. Nobody asks for it."),
    )
)
purposes.register(
    Purpose(
        key="newsroom.tender_question",
        name=_("Questions on tenders"),
        basis=Basis.LEGITIMATE,
        who=_("People who ask about a tender"),
        why=_("To answer all who want to bid in the same way."),
        data=_("Your question, and your e-mail if you give it."),
        recipients=_(
            "Those who answer for the buyer. Everybody reads the question in our words and "
            "the answer, and not who asked."
        ),
        kept=_("90 days after you asked."),
    )
)
