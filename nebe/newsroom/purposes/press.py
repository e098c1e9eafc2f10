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
purposes.register(
    Purpose(
        key="newsroom.expert",
        name=_("Experts for the media"),
        basis=Basis.CONSENT,
        who=_("People who agreed to speak to the media for us"),
        why=_("So that journalists find somebody who knows the matter and speaks their language."),
        data=_("Name, role, languages, picture, and when you agreed. No address and no number."),
        recipients=_("Everyone: it is public."),
        kept=_("Until you take your agreement back: then your page is deleted in all languages."),
    )
)
purposes.register(
    Purpose(
        key="newsroom.ask",
        name=_("Questions of the media"),
        basis=Basis.CONTRACT,
        who=_("People who write to one of our experts"),
        why=_("To pass your question on and to answer you."),
        data=_("Your name, e-mail, phone, medium and question."),
        recipients=_("The network's press office, and the expert whom you ask."),
        kept=_("90 days after you wrote."),
    )
)
purposes.register(
    Purpose(
        key="newsroom.early",
        name=_("Press releases before their hour"),
        basis=Basis.LEGITIMATE,
        who=_("Journalists to whom we give a press release before its hour"),
        why=_("To know which outlet has a link, so that we can take it back."),
        data=_("The name of the outlet, and how often the link was opened. Never by whom."),
        recipients=_("The network's press office."),
        kept=_("180 days after the link was given, 90 days after it was taken back."),
    )
)
