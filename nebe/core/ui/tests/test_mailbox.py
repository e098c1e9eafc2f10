import uuid

import pytest
from django.test import Client

from nebe.core.crypto.keys import subject_key_erase
from nebe.core.jobs.worker import run_due
from nebe.core.mail.models import Mail
from nebe.core.mail.outbox import mail_queue
from nebe.core.mail.render import Rendered

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
HTML = '<html><head></head><body><a href="https://nebe.example.org/x">Open</a></body></html>'


@pytest.fixture
def client():
    return Client(HTTP_HOST="127.0.0.1:8000")


@pytest.fixture(autouse=True)
def _demonstration(settings):
    settings.DEMO = True
    settings.MAIL_TRANSPORT = "nebe.core.mail.backends.DemoBackend"


@pytest.fixture
def mail():
    rendered = Rendered(title="Please confirm", text="Open: https://nebe.example.org/x", html=HTML)
    mail = mail_queue(
        subject_id=uuid.uuid4(),
        recipient="olena@example.org",
        rendered=rendered,
        template="room/mail/x",
        language="uk",
    )
    run_due()
    return mail


def test_it_works(client, mail):
    page = client.get("/-/mail").content.decode()
    assert "Please confirm" in page
    assert "olena@example.org" in page
    page = client.get(f"/-/mail/{mail.pk}").content.decode()
    assert '<a href="https://nebe.example.org/x"' in page
    html = client.get(f"/-/mail/{mail.pk}/html")
    assert '<base target="_top">' in html.content.decode()
    assert html["X-Frame-Options"] == "SAMEORIGIN"
    assert "default-src 'none'" in html["Content-Security-Policy"]


def test_it_begins_empty(client):
    assert "No mails yet" in client.get("/-/mail").content.decode()


@pytest.mark.parametrize("path", ["/-/mail", "/-/mail/{}", "/-/mail/{}/html"])
def test_it_exists_in_the_demonstration_on_loopback_only(client, mail, settings, path):
    path = path.format(mail.pk)
    assert client.get(path, REMOTE_ADDR="::1").status_code == 200
    assert client.get(path, REMOTE_ADDR="192.0.2.7").status_code == 404
    assert client.get(path, HTTP_X_FORWARDED_FOR="192.0.2.7").status_code == 404
    settings.DEMO = False
    assert client.get(path).status_code == 404


def test_mails_of_the_forgotten_are_left_out(client, mail):
    subject_key_erase(Mail.objects.get().subject_id)
    assert client.get("/-/mail").status_code == 200
    assert client.get(f"/-/mail/{mail.pk}").status_code == 404
