"""Why the exchange uses personal data."""

from django.utils.translation import gettext_lazy as _

from nebe.core.privacy.purposes import Basis, Purpose, purposes

purposes.register(
    Purpose(
        key="exchange.offer",
        name=_("Your offer of help"),
        basis=Basis.CONTRACT,
        who=_("People who offer help"),
        why=_("To show your offer to those who need it, and to bring you together."),
        data=_(
            "Name, e-mail, phone, place, languages and your answers. "
            "The public sees the offer and the place, never your contact."
        ),
        recipients=_(
            "The organisation that looks after your offer. "
            "Someone who asks for your help only after both of you agree."
        ),
        kept=_("As long as the offer is open. 90 days after you take it back it is deleted."),
    )
)
purposes.register(
    Purpose(
        key="exchange.ask",
        name=_("Asking for help"),
        basis=Basis.CONTRACT,
        who=_("People who ask for help"),
        why=_("To pass your question on and to bring you the answer."),
        data=_("Your message, your e-mail and your language. You need not give your name."),
        recipients=_(
            "The helper sees your message. The organisation that looks after the offer can see "
            "it to keep you safe."
        ),
        kept=_("180 days after the last message, or until you take the question back."),
        special=_(
            "Your message may say something about your health, faith or origin. Write only what "
            "the helper needs. We use it only because you wrote it for this (Article 9(2)(a))."
        ),
    )
)
purposes.register(
    Purpose(
        key="exchange.share_contact",
        name=_("Sharing contacts"),
        basis=Basis.CONSENT,
        who=_("People who ask for help and people who offer it"),
        why=_("So that you can talk to each other directly."),
        data=_("Your name, e-mail and phone, as far as you gave them."),
        recipients=_("The one person you agreed to share with. Nobody else."),
        kept=_("Until you take it back. The other person may have written it down."),
    )
)
purposes.register(
    Purpose(
        key="exchange.vetting",
        name=_("Checking offers"),
        basis=Basis.LEGITIMATE,
        who=_("People who offer help that needs trust"),
        why=_("To keep people safe, children above all."),
        data=_("Who checked the offer, when, on what grounds, and whether a licence was seen."),
        recipients=_("The coordinators of the organisation that checked."),
        kept=_("As long as the offer."),
    )
)
purposes.register(
    Purpose(
        key="exchange.complaint",
        name=_("Reports and complaints"),
        basis=Basis.LEGITIMATE,
        who=_("People who report something, and people whom it is about"),
        why=_("To stop harm and to answer you. You may stay anonymous."),
        data=_("What you tell us and, if you wish, how to reach you."),
        recipients=_("Only those in the organisation who look into it."),
        kept=_("2 years after it was closed."),
    )
)
