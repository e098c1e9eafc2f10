"""Headers of mails to many, as the relay gets them: a closed set, with a way out of each mail."""

import pytest
from django.db import connection

from nebe.core.jobs.worker import run_due
from nebe.core.mail import lists
from nebe.core.mail.links import LinkUnknown, link_open
from nebe.core.mail.lists import ListHeaders, list_headers
from nebe.core.mail.models import Mail

from .test_outbox import parsed, send

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
HOME = "http://127.0.0.1:8000"


@pytest.fixture(autouse=True)
def home(settings):
    settings.BASE_URL = HOME


def test_it_works(relay, olena):
    headers = list_headers(name="news", target=olena.pk, days=30, language="uk")
    send(olena, listed=headers)
    run_due()
    [message] = parsed(relay)
    [line] = message.get_all("List-Unsubscribe")
    assert line.strip() == f"<{headers.unsubscribe}>"
    assert headers.unsubscribe.startswith(f"{HOME}/uk/l/news/")
    assert message.get_all("List-Unsubscribe-Post") == ["List-Unsubscribe=One-Click"]
    assert message["List-Id"] == "<news.127.0.0.1>"
    assert f" <{headers.unsubscribe}>\r\n".encode() in relay.messages[0].content  # in one piece


def test_each_mail_has_a_link_of_its_own_that_opens_nothing_else(olena):
    one, two = (
        list_headers(name="news", target=olena.pk, days=30, language="en") for _twice in range(2)
    )
    assert one.unsubscribe != two.unsubscribe
    token = one.unsubscribe.split("/")[-3]
    assert link_open(purpose="no-more.news", token=token).target == olena.pk
    for purpose in ("news", "my", "no-more.other"):
        with pytest.raises(LinkUnknown):
            link_open(purpose=purpose, token=token)


def test_the_address_is_sealed_and_emptied(relay, olena):
    headers = list_headers(name="news", target=olena.pk, days=30, language="en")
    send(olena, listed=headers)
    with connection.cursor() as cursor:
        cursor.execute("SELECT unsubscribe FROM nebe_mail_mail")
        [stored] = cursor.fetchone()
        assert stored
        assert "news" not in stored
    run_due()
    assert Mail.objects.get().unsubscribe == ""


def test_a_mail_to_one_has_none(relay, olena):
    send(olena)
    run_due()
    [message] = parsed(relay)
    assert not [name for name in message if name.lower().startswith("list-")]


@pytest.mark.parametrize(
    "address",
    [
        "https://elsewhere.example/l/x/",
        f"{HOME}.evil.example/",
        f"{HOME}/x\r\nBcc: all@example.org",
        f"{HOME}/x>, <mailto:all@example.org",
        f"{HOME}/x y",
        f"{HOME}/{'x' * 600}",
        "mailto:x@example.org",
        "",
    ],
)
def test_no_other_address(address):
    with pytest.raises(ValueError, match="not a list"):
        ListHeaders("news", address)


@pytest.mark.parametrize("name", ["", "News", "a.b", "x\r\nBcc: y", "x" * 50, "1st"])
def test_no_other_name(name):
    with pytest.raises(ValueError, match="not a list"):
        ListHeaders(name, f"{HOME}/x")
    with pytest.raises(ValueError):  # noqa: PT011 (the name itself)
        lists.register(name, None)
