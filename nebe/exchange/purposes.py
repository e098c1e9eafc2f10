"""Why the exchange uses personal data."""

from django.utils.translation import gettext_lazy as _

from nebe.core.privacy.purposes import Basis, Purpose, purposes

from .services.matches import SHARE_PURPOSE, SHARE_TEXT
from .services.need_posting import FOR_SOMEONE, FOR_SOMEONE_TEXT

purposes.register(
    Purpose(
        key="exchange.offer",
        name=_("Offers of help"),
        basis=Basis.CONTRACT,
        who=_("People who offer help"),
        why=_("To bring you together with people who need your help."),
        data=_(
            "What you write about the offer is public. "
            "Your name, e-mail, phone and contact hours are not."
        ),
        recipients=_(
            "The person you agree to share your contact with, "
            "and the organisation that looks after your offer."
        ),
        kept=_(
            "Until you take the offer back or it is refused, then 90 days. "
            "Unconfirmed offers: 7 days. Files that an organisation sent us: 30 days."
        ),
        version="2",
    )
)
purposes.register(
    Purpose(
        key="exchange.ask",
        name=_("Requests for help"),
        basis=Basis.CONTRACT,
        who=_("People who ask for help"),
        why=_("To find help for you, to pass your request on, and the answer to you."),
        data=_(
            "What you write and answer, your e-mail, and your name if you want to say it. "
            "A text for the public list only if you write one."
        ),
        recipients=_(
            "The helper that you ask. If you let us look for you: the network's office and the "
            "organisation that takes your request on; other organisations see only the kind of "
            "help, the place and the urgency. Helpers see what you need, and your contact only "
            "when you both agree."
        ),
        kept=_(
            "180 days after it ended and nothing that was agreed on goes on, at most 3 years. If "
            "it stays open, 365 days after you wrote it or last said that it is still true. "
            "Unconfirmed requests: 7 days. In plans for many people, as numbers only: 90 days."
        ),
        version="4",
        special=_(
            "You may write about your health or your flight. You decide what you write. "
            "Only those who help you and those who look for help for you read it."
        ),
    )
)
purposes.register(
    Purpose(
        key=FOR_SOMEONE,
        version=FOR_SOMEONE_TEXT,
        name=_("A request that a coordinator writes down"),
        basis=Basis.CONSENT,
        who=_("People who ask for help by phone or in person"),
        why=_("So that an organisation looks for help for you, and tells you what was found."),
        data=_(
            "What you say you need, your name, phone or e-mail, and what you want us to know "
            "of your health or situation."
        ),
        recipients=_(
            "The organisation that wrote it down. Helpers see what you need; your contact only "
            "when you both agree. What you said of your health or situation stays in the "
            "organisation that handles the request."
        ),
        kept=_("Until you take your yes back; else as long as any request for help."),
        special=_("Health or situation, only if you say it."),
    )
)
purposes.register(
    Purpose(
        key=SHARE_PURPOSE,
        version=SHARE_TEXT,
        name=_("Sharing contacts"),
        basis=Basis.CONSENT,
        who=_("People who offer help or ask for it"),
        why=_("So that you can reach each other directly."),
        data=_("Name, e-mail, phone and contact hours."),
        recipients=_("The one person that you agreed to share them with."),
        kept=_("Shown until one of you ends it."),
    )
)
purposes.register(
    Purpose(
        key="exchange.mailing",
        name=_("Mails from organisations to people who offer help"),
        basis=Basis.LEGITIMATE,
        who=_("People who offer help"),
        why=_("So that the organisation that looks after your offer can write to many at once."),
        data=_("Your e-mail, first name, language, and what you offer."),
        recipients=_("The organisation that looks after your offer."),
        kept=_("When you got such a mail: 365 days. That you want no more: until you change it."),
    )
)
purposes.register(
    Purpose(
        key="exchange.complaint",
        name=_("Reports and complaints"),
        basis=Basis.LEGITIMATE,
        who=_("People who report or complain, and those whom it is about"),
        why=_("To find out what happened and to keep people safe."),
        data=_("What you write, and your contact if you want an answer."),
        recipients=_("Those who look into it; the authorities if someone is in danger."),
        kept=_("2 years after it was closed."),
        special=_("It may say something about a crime, health or sexual life, to protect people."),
    )
)
purposes.register(
    Purpose(
        key="exchange.safeguarding",
        name=_("Keeping people safe from exploitation"),
        basis=Basis.LEGITIMATE,
        who=_("People who offer help or ask for it"),
        why=_("To notice early when someone may want to use people who need help."),
        data=_(
            "What you wrote, how often you write, and whether the same contact was used before."
        ),
        recipients=_("A few trained people of your organisation or of the network."),
        kept=_(
            "2 years after it was looked into. A ban: 3 years; of a deleted person only codes "
            "that cannot be read."
        ),
        special=_("It may say something about a crime or sexual life, to protect people."),
    )
)
