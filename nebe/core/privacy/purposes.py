"""Why personal data is used: one record per purpose, from which notices and the register are made.

Each app registers its own purposes in its `purposes.py`, which is imported at start. Change the
words of a purpose → give it a new `version`: consents name the version they were given to.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _


class Basis(models.TextChoices):
    """Article 6(1) GDPR, in plain words."""

    CONSENT = "consent", _("You agreed")
    CONTRACT = "contract", _("It is needed for what you asked us to do")
    LEGAL = "legal", _("A law obliges us")
    VITAL = "vital", _("It protects someone's life")
    PUBLIC_TASK = "public_task", _("It is our task in the public interest")
    LEGITIMATE = "legitimate", _("We have a good reason, and it does not weigh more than you do")


ARTICLES = {
    Basis.CONSENT: "6(1)(a)",
    Basis.CONTRACT: "6(1)(b)",
    Basis.LEGAL: "6(1)(c)",
    Basis.VITAL: "6(1)(d)",
    Basis.PUBLIC_TASK: "6(1)(e)",
    Basis.LEGITIMATE: "6(1)(f)",
}


@dataclass(frozen=True, kw_only=True)
class Purpose:
    """All texts are lazy translations, each a sentence or two.

    `who`: whose data; `data`: what is asked; `why`: what for; `recipients`: who receives it;
    `kept`: how long; `special`: why health, religion or origin may be in it and what allows it.
    """

    key: str
    name: Any
    basis: Basis
    who: Any
    why: Any
    data: Any
    recipients: Any
    kept: Any
    special: Any = ""
    version: str = "1"

    @property
    def article(self) -> str:
        return ARTICLES[self.basis]

    @property
    def is_consent(self) -> bool:
        return self.basis == Basis.CONSENT


class Purposes:
    def __init__(self) -> None:
        self._purposes: dict[str, Purpose] = {}

    def register(self, purpose: Purpose) -> None:
        if purpose.key in self._purposes:
            raise ValueError(f"The purpose {purpose.key} is registered already")
        self._purposes[purpose.key] = purpose

    def __iter__(self) -> Iterator[Purpose]:
        return iter(self._purposes.values())

    def __getitem__(self, key: str) -> Purpose:
        return self._purposes[key]

    def __contains__(self, key: str) -> bool:
        return key in self._purposes


purposes = Purposes()

purposes.register(
    Purpose(
        key="people.person",
        name=_("Knowing who you are"),
        basis=Basis.CONTRACT,
        who=_("People who ask for help or offer it"),
        why=_("To reach you and to know that it is you who changes or deletes something."),
        data=_("Name, e-mail, phone and language, as far as you gave them."),
        recipients=_("The organisation that helps you, and others only when you agree."),
        kept=_("Until the last of your offers and requests is deleted, and 30 days at least."),
        version="2",
    )
)
purposes.register(
    Purpose(
        key="people.account",
        name=_("Your account"),
        basis=Basis.CONTRACT,
        who=_("People who work here with an account"),
        why=_("To let you in, to keep others out, and to show who did what."),
        data=_(
            "Name, e-mail, language, organisation and role; when and from which device you sign in."
        ),
        recipients=_("The admins of your organisation and of the network."),
        kept=_(
            "As long as you have the account. Sign-ins: 90 days. "
            "Invitations: 30 days after they became invalid."
        ),
        version="2",
    )
)
purposes.register(
    Purpose(
        key="people.organisation",
        name=_("Registration of an organisation"),
        basis=Basis.LEGITIMATE,
        who=_("Contact persons of organisations"),
        why=_("To check who wants to help through us, and to reach them."),
        data=_("Name and e-mail of the contact person."),
        recipients=_("The network's office. The public sees the organisation only."),
        kept=_("As long as the organisation is part of the network; 1 year if it was refused."),
    )
)
purposes.register(
    Purpose(
        key="mail.send",
        name=_("Messages to you"),
        basis=Basis.CONTRACT,
        who=_("Everyone whom we write"),
        why=_("To send what you asked for: a confirmation, an answer, a private link."),
        data=_("E-mail, language and the text of the message."),
        recipients=_("The service that delivers our mail."),
        kept=_(
            "The text until it is sent. That it was sent: 90 days. "
            "Private links: 30 days after they became invalid."
        ),
        version="2",
    )
)
purposes.register(
    Purpose(
        key="privacy.rights",
        name=_("Your rights"),
        basis=Basis.LEGAL,
        who=_("Everyone who agreed to something or asked about their data"),
        why=_("To prove what you agreed to, and that we did what you asked."),
        data=_("What you agreed to, when, and when you took it back."),
        recipients=_("The data protection authority, if it asks."),
        kept=_("3 years after you took it back."),
    )
)
purposes.register(
    Purpose(
        key="privacy.audit",
        name=_("Record of who saw your data"),
        basis=Basis.LEGAL,
        who=_("Staff, and people who use a private link"),
        why=_("To find out who saw or changed what, and to stop misuse."),
        data=_("Who, what kind of action, which record and when. Never what was in it."),
        recipients=_("The auditors of your organisation and of the network."),
        kept=_("5 years."),
    )
)
