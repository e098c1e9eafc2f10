"""Two mail backends: into the outbox for Django's own senders, to nowhere in the demonstration."""

from django.contrib.auth import get_user_model
from django.core.mail.backends.base import BaseEmailBackend
from django.utils.translation import get_language

from .outbox import mail_queue
from .render import Rendered


class OutboxBackend(BaseEmailBackend):
    """What the account and CMS packages send goes through the one outbox too."""

    def send_messages(self, email_messages) -> int:
        for message in email_messages:
            for address in message.recipients():
                self._queue(message, address)
        return len(email_messages)

    def _queue(self, message, address: str) -> None:
        user = get_user_model().objects.filter(email=address.lower()).first()
        html = [part for part, kind in getattr(message, "alternatives", []) if kind == "text/html"]
        mail_queue(
            subject_id=user.pk if user else None,
            recipient=address,
            rendered=Rendered(
                title=" ".join(message.subject.split()),
                text=message.body,
                html=html[0] if html else "",
            ),
            template="",
            language=get_language() or "en",
        )


class DemoBackend(BaseEmailBackend):
    """The demonstration sends nothing: its mails are read at `/-/mail`."""

    def send_messages(self, email_messages) -> int:
        return len(email_messages)
