from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from nebe.core.people.cms import GROUP
from nebe.core.people.models import Elevation, Organisation
from nebe.core.people.testing import make_client
from nebe.core.privacy.models import AuditEntry

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
APPLICATIONS = "/en/console/network/organisations/"


@pytest.fixture
def eva(cast):
    return make_client(cast.eva)


def open_session(client, reason="Vet the organisations that wait"):
    return client.post("/en/account/elevated/", {"reason": reason, "next": APPLICATIONS})


def test_it_works(eva):
    assert eva.get(APPLICATIONS)["Location"].startswith("/en/account/elevated/?next=")
    assert open_session(eva)["Location"] == APPLICATIONS
    page = eva.get(APPLICATIONS)
    assert page.status_code == 200
    assert "Elevated session until" in page.content.decode()
    eva.post("/en/account/elevated/end/")
    assert eva.get(APPLICATIONS).status_code == 302


def test_every_request_is_in_the_trail_with_the_reason(eva):
    open_session(eva)
    eva.get(APPLICATIONS)
    assert AuditEntry.objects.get(action="elevation.start").reason.startswith("Vet the")
    entry = AuditEntry.objects.get(action="elevation.request", reason__contains="applications")
    assert (entry.reason, entry.elevated) == ("GET people:applications", True)


def test_it_runs_out_and_takes_the_rights_with_it(eva, cast):
    open_session(eva)
    assert cast.eva.groups.filter(name=GROUP).exists()
    Elevation.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert eva.get(APPLICATIONS).status_code == 302
    assert not cast.eva.groups.filter(name=GROUP).exists()


def test_it_holds_in_the_session_that_opened_it_alone(eva, cast):
    open_session(eva)
    assert make_client(cast.eva).get(APPLICATIONS).status_code == 302


def test_a_reason_is_needed(eva):
    assert "has-error" in open_session(eva, reason="").content.decode()
    assert not Elevation.objects.exists()


def test_it_leads_to_pages_of_ours_alone(eva):
    response = eva.post(
        "/en/account/elevated/", {"reason": "Vet those who wait", "next": "https://example.net/"}
    )
    assert response["Location"] == "/en/account/"


@pytest.mark.parametrize(
    ("settings_demo", "address", "host", "headers", "status"),
    [
        (True, "127.0.0.1", "127.0.0.1:8000", {}, 200),
        (True, "::1", "localhost", {}, 200),
        (True, "::1", "[::1]:8000", {}, 200),
        (False, "127.0.0.1", "localhost", {}, 404),
        (True, "192.0.2.1", "localhost", {}, 404),
        (True, "127.0.0.1", "nebe.example.org", {}, 404),
        (True, "127.0.0.1", "localhost", {"X-Forwarded-For": "192.0.2.1"}, 404),
    ],
)
def test_the_cast_is_for_the_demonstration_on_this_computer(
    settings, settings_demo, address, host, headers, status
):
    settings.DEMO, settings.ALLOWED_HOSTS = settings_demo, ["*"]
    client = Client(REMOTE_ADDR=address, headers={"host": host, **headers})
    assert client.get("/-/cast/").status_code == status
    client.post("/-/cast/", {"who": "eva"})
    assert ("_auth_user_id" in client.session) == (status == 200)


def test_become_each_of_the_cast(settings):
    settings.DEMO = True
    client = Client(headers={"host": "localhost"})
    for who in ("eva", "jana", "agata"):
        assert client.post("/-/cast/", {"who": who})["Location"] == "/en/console/"
        assert client.get("/en/console/").status_code == 200
    assert client.post("/-/cast/", {"who": "petr"})["Location"] == "/en/account/"
    assert client.post("/-/cast/", {"who": "lenka"}).status_code == 200, "her town is not there"
    Organisation.objects.create(
        name="Horní Lipník", slug="mesto-lipnik", kind="municipality", status="active"
    )
    assert 'value="lenka"' in client.get("/-/cast/").text
    assert client.post("/-/cast/", {"who": "lenka"})["Location"] == "/en/console/"
    client.post("/-/cast/", {"who": "nobody"})
    assert "_auth_user_id" not in client.session
