import uuid
from dataclasses import dataclass, field

import pytest

from .relay import Relay, start

SMTP = "django.core.mail.backends.smtp.EmailBackend"


@dataclass
class Reader:
    email: str = "olena@example.org"
    language: str = "en"
    pk: uuid.UUID = field(default_factory=uuid.uuid4)


@pytest.fixture
def olena():
    return Reader()


@pytest.fixture(autouse=True)
def mail_templates(settings, tmp_path):
    """Templates of an invented room: `room/mail/hello.txt`."""
    folder = tmp_path / "templates"
    (folder / "room/mail").mkdir(parents=True)
    hello = folder / "room/mail/hello.txt"
    hello.write_text(
        "{% load i18n %}{% translate 'E-mail' %}\n\nHello {{ name }}\n\n"
        "Open: {{ base_url }}/en/l/x/abc/\n\nBye\nNebe\n"
    )
    engine = settings.TEMPLATES[0]
    settings.TEMPLATES = [engine | {"DIRS": [folder]}]
    return folder


@pytest.fixture
def relay(settings):
    relay = Relay()
    controller = start(relay)
    settings.MAIL_TRANSPORT = SMTP
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", controller.port
    settings.EMAIL_TIMEOUT = 2
    yield relay
    controller.stop()
