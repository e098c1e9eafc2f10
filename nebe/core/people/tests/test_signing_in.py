"""Signing in, the second step, lock-out, devices: through the pages, as people do it."""

import re
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from nebe.core.people.testing import make_client
from nebe.core.privacy.tasks import retention_apply

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
PASSWORD = "umbrella lantern forty seven"


@pytest.fixture(autouse=True)
def no_counts_before():
    cache.clear()


@pytest.fixture(autouse=True)
def commit_at_once(monkeypatch):
    """Outside a test the commit comes before the answer; inside one it would never come."""
    monkeypatch.setattr("django.db.transaction.on_commit", lambda act, **options: act())


@pytest.fixture
def jana(cast):
    cast.jana.set_password(PASSWORD)
    cast.jana.save()
    return cast.jana


def sign_in(client, password=PASSWORD, email="jana@example.org", **extra):
    return client.post("/en/account/login/", {"login": email, "password": password}, **extra)


def totp_code(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, next(yield_hotp_counters_from_time())))


def set_up_app(client) -> str:
    page = client.get("/en/account/second-factor/totp/activate/").content.decode()
    secret = re.search(r"<code[^>]*>(\w+)</code>", page)[1]
    response = client.post("/en/account/second-factor/totp/activate/", {"code": totp_code(secret)})
    assert response["Location"] == "/en/account/second-factor/recovery-codes/"
    return secret


def test_staff_without_a_second_step_reach_only_its_set_up(client, jana):
    assert sign_in(client).status_code == 302
    assert client.get("/en/console/")["Location"] == "/en/account/second-factor/"
    set_up_app(client)
    assert client.get("/en/console/").status_code == 200


def test_second_step_is_asked_for_and_secret_is_sealed(client, jana):
    sign_in(client)
    secret = set_up_app(client)
    assert secret not in str(list(Authenticator.objects.values_list("data", flat=True)))
    other = Client()
    assert sign_in(other)["Location"] == "/en/account/second-factor/authenticate/"
    assert other.get("/en/console/")["Location"].startswith("/en/account/login/")
    cache.clear()  # the code was used a moment ago
    other.post("/en/account/second-factor/authenticate/", {"code": totp_code(secret)})
    assert other.get("/en/console/").status_code == 200


def test_a_session_from_before_the_second_step_does_not_count(client, jana):
    stolen = Client()
    sign_in(stolen)
    sign_in(client)
    set_up_app(client)
    assert stolen.get("/en/console/").status_code == 302


def test_staff_cannot_remove_their_last_second_step(client, jana):
    sign_in(client)
    set_up_app(client)
    response = client.post("/en/account/second-factor/totp/deactivate/")
    assert "Set up another one first" in response.content.decode()


def test_wrong_passwords_lock_one_account_for_one_network_only(jana, cast):
    here, elsewhere = Client(REMOTE_ADDR="192.0.2.1"), Client(REMOTE_ADDR="198.51.100.1")
    for _ in range(5):
        sign_in(here, "wrong")
    assert "Too many wrong tries" in sign_in(here).content.decode()
    cast.petr_user.set_password(PASSWORD)
    cast.petr_user.save()
    assert sign_in(Client(REMOTE_ADDR="192.0.2.1"), email="petr@example.org").status_code == 302
    assert sign_in(elsewhere).status_code == 302


def test_no_address_is_stored(client, jana):
    sign_in(client, REMOTE_ADDR="192.0.2.77")
    assert UserSession.objects.get().ip.startswith("fd")


def test_one_device_is_signed_out_by_another(client, jana, cast, client_for):
    sign_in(client)
    other = Client()
    sign_in(other)
    mine = UserSession.objects.get(session_key=other.session.session_key)
    assert (
        client_for(cast.petr_user).post(f"/en/account/sessions/{mine.pk}/end/").status_code == 404
    )
    set_up_app(client)
    client.post(f"/en/account/sessions/{mine.pk}/end/")
    assert other.get("/en/account/")["Location"].startswith("/en/account/login/")


def test_the_cms_has_no_door_of_its_own(client, cast, client_for):
    for path in ("/cms/", "/cms/login/", "/cms/pages/", "/cms/password_reset/"):
        assert client.get(path)["Location"].startswith("/en/account/login/")
        assert client_for(cast.jana).get(path).status_code == 404
        without = client_for(cast.ema, mfa=False).get(path)
        assert without["Location"] == "/en/account/second-factor/"
    assert client_for(cast.ema).get("/cms/").status_code == 200
    assert client_for(cast.eva).get("/cms/")["Location"].startswith("/en/account/elevated/")
    eva = client_for(cast.eva)
    eva.post("/en/account/elevated/", {"reason": "Correct the home page"})
    assert eva.get("/cms/").status_code == 200


def test_nobody_signs_up_alone(client):
    page = client.get("/en/account/signup/")
    assert "by invitation" in page.content.decode()


@pytest.mark.parametrize(
    "path",
    [
        "login/",
        "logout/",
        "password/reset/",
        "password/reset/done/",
        "password/change/",
        "email/",
        "reauthenticate/",
        "second-factor/",
        "second-factor/totp/activate/",
        "second-factor/webauthn/",
        "second-factor/webauthn/add/",
        "second-factor/recovery-codes/generate/",
        "sessions/",
    ],
)
def test_pages_of_accounts_stand_in_our_frame(path, jana, client_for):
    client = Client() if path in ("login/", "password/reset/") else client_for(jana)
    if client.session.get("_auth_user_id"):
        sign_in(client)
    page = client.get(f"/en/account/{path}").content.decode()
    assert 'href="/static/ui/nebe.css"' in page
    assert "style=" not in page
    assert not re.search(r"<script(?![^>]*(src=|application/json))", page)


def test_fields_help_password_managers(client):
    page = client.get("/en/account/login/").content.decode()
    assert 'autocomplete="current-password"' in page
    assert 'autocomplete="email"' in page
    assert "onpaste" not in page


@pytest.mark.parametrize("path", ["/en/console/offers/", "/en/account/", "/en/offers/"])
def test_what_someone_signed_in_sees_stays_in_no_cache(path, cast, client_for):
    assert "no-store" in client_for(cast.jana).get(path)["Cache-Control"]


def test_sign_ins_are_forgotten_after_ninety_days(cast):
    make_client(cast.jana)
    make_client(cast.karim)
    for user, days in ((cast.jana, 91), (cast.karim, 89)):
        at = timezone.now() - timedelta(days=days)
        UserSession.objects.create(
            user=user, created_at=at, ip="192.0.2.1", user_agent="x", session_key=user.pk.hex
        )
        Session.objects.create(session_key=user.pk.hex, session_data="", expire_date=at)
    retention_apply()
    old = UserSession.objects.filter(ip="192.0.2.1")
    assert [session.user for session in old] == [cast.karim]
    assert not Session.objects.filter(expire_date__lt=timezone.now()).exists()
