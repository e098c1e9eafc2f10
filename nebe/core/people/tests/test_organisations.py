"""An organisation joins; its admin invites, changes and removes members."""

import re

import pytest
from django.core import mail
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.core.management import CommandError, call_command
from django.test import Client

from nebe.core.mail.models import Mail
from nebe.core.people import guard
from nebe.core.people.actors import Actor, actor_of
from nebe.core.people.members import (
    AlreadyInvited,
    LastAdmin,
    invitation_create,
    member_roles_set,
)
from nebe.core.people.models import Application, Invitation, Membership, Organisation, Role, User
from nebe.core.people.testing import make_client
from nebe.core.privacy.models import AuditEntry

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
PASSWORD = "umbrella lantern forty seven"
APPLICATION = {
    "name": "Společně doma",
    "kind": "member",
    "country": "CZ",
    "registration_number": "00000019",
    "website": "https://spolecne-doma.example.org",
    "email": "info@spolecne-doma.example.org",
    "about": "We teach Czech.",
    "applicant_name": "Dana Veselá",
    "applicant_email": "dana@example.org",
    "message": "We would like to help.",
    "terms": "on",
}


@pytest.fixture(autouse=True)
def at_once(monkeypatch):
    """No counts from before, and forms may be sent as fast as a test does."""
    cache.clear()
    monkeypatch.setattr(guard, "SECONDS_AT_LEAST", -1)


@pytest.fixture
def eva(cast):
    return make_client(cast.eva, elevated=True)


@pytest.fixture
def adam(cast):
    return actor_of(cast.adam)


def link_in_last_mail(template: str) -> str:
    text = Mail.objects.filter(template=template).latest("created_at").text
    return re.search(r"http://[^/]+(/\S+)", text)[1]


def apply(client, **changes):
    data = APPLICATION | {"stamp": guard.stamp_make()} | changes
    return client.post("/en/organisations/join/", data)


def invite(actor, organisation, email="new@example.org", roles=(Role.COORDINATOR,)):
    return invitation_create(
        organisation=organisation, email=email, roles=list(roles), language="en", actor=actor
    )


def test_from_application_to_first_admin(client, cast, eva):
    assert apply(client)["Location"] == "/en/organisations/join/thanks/"
    joined = Organisation.objects.get(name="Společně doma")
    assert client.get(f"/en/organisations/{joined.slug}/").status_code == 404
    page = f"/en/console/network/organisations/{joined.pk}/"
    assert "Dana Veselá" in eva.get(page).content.decode()
    eva.post(page, {"reason": "Known to the network", "approve": "1"})
    assert "We teach Czech." in client.get(f"/en/organisations/{joined.slug}/").content.decode()

    dana = Client()
    link = link_in_last_mail("people/mail/invitation")
    assert "Společně doma" in dana.get(link).content.decode()
    assert not User.objects.filter(email="dana@example.org").exists()
    dana.post(link, {"name": "Dana Veselá", "password": PASSWORD})
    assert actor_of(User.objects.get(email="dana@example.org")).can(Role.ORGANISATION_ADMIN)
    assert dana.get("/en/console/")["Location"] == "/en/account/second-factor/"
    assert dana.post(link)["Location"] == "/en/console/"
    stranger = Client()
    page = stranger.get(link).content.decode()
    assert "You have accepted this invitation" in page
    assert "dana@example.org" not in page
    assert "Společně doma" not in page
    assert "sessionid" not in stranger.cookies
    assert stranger.post(link).status_code == 200
    assert "account/login" in stranger.get("/en/console/")["Location"]


def test_refusal_tells_the_applicant_why(client, cast, eva):
    apply(client)
    joined = Organisation.objects.get(name="Společně doma")
    page = f"/en/console/network/organisations/{joined.pk}/"
    eva.post(page, {"reason": "Not in our countries", "refuse": "1"})
    refusal = Mail.objects.get(template="people/mail/application_refused")
    assert "Not in our countries" in refusal.text
    eva.post(page, {"reason": "Changed my mind", "approve": "1"})
    joined.refresh_from_db()
    assert joined.status == Organisation.Status.REFUSED


def test_what_was_typed_is_kept_and_the_error_says_what_to_do(client, cast):
    page = apply(client, website="no address", terms="").content.decode()
    assert "We teach Czech." in page
    assert 'href="#id_website"' in page
    assert not Application.objects.exists()


@pytest.mark.parametrize("name", ["Good\u202eliveE", "Two\nlines", "Null\x00"])
def test_names_that_play_tricks_are_refused(client, cast, name):
    apply(client, name=name)
    assert not Application.objects.exists() or "\n" not in Application.objects.get().name


def test_the_same_organisation_does_not_join_twice(client, cast):
    apply(client)
    assert "here already" in apply(client, applicant_email="x@example.org").content.decode()


def test_an_application_sent_twice_is_one(client, cast):
    stamp = guard.stamp_make()
    for _ in range(2):
        answer = apply(client, registration_number="", stamp=stamp)
        assert answer["Location"] == "/en/organisations/join/thanks/"
    assert Application.objects.count() == 1


def test_robots_do_not_apply(client, cast):
    assert "hidden field" in apply(client, homepage="https://example.org").content.decode()
    assert "open for a long time" in apply(client, stamp="").content.decode()
    assert not Application.objects.exists()


def test_what_applicants_say_of_themselves_is_sealed(client, cast):
    apply(client)
    assert "dana" not in str(Application.objects.values_list()[0]).lower()


def test_admin_invites_by_mail(cast):
    adam = make_client(cast.adam)
    form = {"email": "New@example.org", "language": "cs", "roles": ["coordinator"]}
    assert adam.post("/en/console/members/invite/", form).status_code == 302
    assert (
        "has an open invitation" in adam.post("/en/console/members/invite/", form).content.decode()
    )
    letter = Mail.objects.get(template="people/mail/invitation")
    assert (letter.language, letter.recipient) == ("cs", "new@example.org")


def test_someone_with_an_account_joins_a_second_organisation(cast, adam):
    invite(adam, cast.pomoc, email=cast.marta.email)
    link = link_in_last_mail("people/mail/invitation")
    assert not Membership.objects.filter(user=cast.marta, organisation=cast.pomoc).exists()
    assert Client().post(link)["Location"] == "/en/console/"
    marta = make_client(cast.marta)
    assert marta.get("/en/account/").content.decode().count("Work for") == 1
    marta.post("/en/account/working-for/", {"organisation": str(cast.pomoc.pk)})
    assert "You work for them now" in marta.get("/en/account/").content.decode()
    marta.post("/en/account/working-for/", {"organisation": str(cast.office.pk)})
    assert marta.session["nebe_working_for"] == str(cast.pomoc.pk)


def test_revoked_invitation_opens_nothing(cast, adam):
    invitation = invite(adam, cast.pomoc)
    link = link_in_last_mail("people/mail/invitation")
    make_client(cast.adam).post(f"/en/console/invitations/{invitation.pk}/revoke/")
    assert Client().get(link).status_code == 410


def test_sent_again_is_a_new_link_and_the_old_one_is_dead(cast, adam):
    invitation = invite(adam, cast.pomoc)
    old = link_in_last_mail("people/mail/invitation")
    make_client(cast.adam).post(f"/en/console/invitations/{invitation.pk}/send/")
    assert Client().get(old).status_code == 410
    assert Client().get(link_in_last_mail("people/mail/invitation")).status_code == 200


def test_one_open_invitation_per_address(cast, adam):
    invite(adam, cast.pomoc)
    with pytest.raises(AlreadyInvited):
        invite(adam, cast.pomoc, email=" NEW@example.org")


def test_admins_act_for_their_own_organisation_only(cast, adam):
    with pytest.raises(PermissionDenied):
        invite(adam, cast.breh)
    foreign = invite(Actor.system(), cast.breh, email="theirs@example.org")
    client = make_client(cast.adam)
    assert client.post(f"/en/console/invitations/{foreign.pk}/revoke/").status_code == 404
    assert client.get(f"/en/console/members/{cast.marta.pk}/").status_code == 404


def test_nobody_makes_themself_network_admin(cast, adam):
    with pytest.raises(PermissionDenied):
        invite(adam, cast.pomoc, roles=[Role.NETWORK_ADMIN])
    client = make_client(cast.adam)
    client.post(f"/en/console/members/{cast.adam.pk}/", {"roles": ["network_admin"]})
    assert not Membership.objects.filter(user=cast.adam, role=Role.NETWORK_ADMIN).exists()


def test_the_last_admin_stays(cast, adam):
    with pytest.raises(LastAdmin):
        member_roles_set(organisation=cast.pomoc, user=cast.adam, roles=[], actor=adam)
    client = make_client(cast.adam)
    response = client.post(f"/en/console/members/{cast.adam.pk}/", {"remove": "1"})
    assert "at least one admin" in response.content.decode()


def test_who_is_removed_has_no_rights_at_once(cast):
    jana = make_client(cast.jana)
    assert jana.get("/en/console/").status_code == 200
    make_client(cast.adam).post(f"/en/console/members/{cast.jana.pk}/", {"remove": "1"})
    assert jana.get("/en/console/").status_code == 404
    assert AuditEntry.objects.filter(action="member.remove", row=str(cast.jana.pk)).exists()


def test_settings_keep_the_other_languages(cast):
    adam = make_client(cast.adam)
    form = {"name": "Pomocná ruka", "kind": "member", "country": "CZ"}
    adam.post("/en/console/organisation/", form | {"about": "We help."})
    adam.post("/cs/console/organisation/", form | {"about": "Pomáháme."})
    cast.pomoc.refresh_from_db()
    assert cast.pomoc.about == {"en": "We help.", "cs": "Pomáháme."}


def test_closing_an_organisation_takes_its_rights(cast, eva):
    page = f"/en/console/network/organisations/{cast.breh.pk}/"
    eva.post(page, {"reason": "It has left the network", "close": "1"})
    assert make_client(cast.marta).get("/en/console/").status_code == 404


def test_page_says_who_answers_for_the_data(client, cast):
    page = client.get(f"/en/organisations/{cast.pomoc.slug}/").content.decode()
    assert "Controller" in page
    assert "Kancelář sítě" in page


def test_applications_are_limited_but_not_a_whole_house(client, cast):
    for number in range(5):
        apply(client, registration_number=f"{number:08}", applicant_email=f"{number}@example.org")
    assert Application.objects.count() == 5
    for number in range(5, 10):
        apply(client, registration_number=f"{number:08}", applicant_email="one@example.org")
    assert Application.objects.count() == 8


def test_first_admin_of_a_fresh_installation(client):
    call_command("first_admin", email="eva@example.org", office="Office", language="cs")
    link = link_in_last_mail("people/mail/invitation")
    client.post(link, {"name": "Eva", "password": PASSWORD})
    eva = actor_of(User.objects.get(email="eva@example.org"))
    assert Role.NETWORK_ADMIN in eva.roles
    assert not eva.can(Role.NETWORK_ADMIN)  # not without an elevated session
    with pytest.raises(CommandError, match="has an admin"):
        call_command("first_admin", email="other@example.org")


def test_nobody_becomes_superuser():
    with pytest.raises(CommandError, match="Nobody is a standing superuser"):
        call_command("createsuperuser")
    assert not mail.outbox
    assert not Invitation.objects.exists()
