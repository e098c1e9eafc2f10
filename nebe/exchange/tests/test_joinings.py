"""A coordinator reads along when one of the two asks, and not a moment before or after."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django_scopes import scope, scopes_disabled
from PIL import Image

from nebe.core.errors import NotPossible
from nebe.core.people.actors import Actor, actor_of
from nebe.core.privacy.erasure import person_erase
from nebe.core.privacy.models import AuditEntry
from nebe.core.ui.registry import dashboard
from nebe.exchange.models import Attachment, Joining, Match, Message
from nebe.exchange.selectors.joinings import joining_open, joinings_past
from nebe.exchange.services.handling import offer_hand_back, offer_take_on
from nebe.exchange.services.joinings import joining_ask, joining_join, joining_leave, joining_write
from nebe.exchange.services.matches import match_close, message_send
from nebe.exchange.services.need_handling import need_hand_back, need_take_on
from nebe.exchange.services.needs import ask_confirm, need_submit

from .conftest import old_stamp
from .needs import loaded, need_make, offered
from .test_my import token_of, url

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
NOBODY = Actor.nobody()
TALKS = "/en/console/talks/"


@pytest.fixture
def network(cast):
    return cast.office


@pytest.fixture
def match(cast, categories, make_offer, jana):
    need = need_make(cast.pomoc, categories["textbooks"], text="Call 777 123 456, please")
    return offered(need, make_offer(), jana)


@pytest.fixture
def olena(match):
    return token_of(match.need.person)


@pytest.fixture
def petr(match):
    return token_of(match.offer.person)


def ask(match, side="seeker") -> Joining:
    return joining_ask(match=loaded(match), side=side, actor=NOBODY)


def fresh(joining) -> Joining:
    with scopes_disabled():
        return Joining.objects.select_related("match__need", "organisation", "match__offer").get(
            pk=joining.pk
        )


def page_of(client, token, match) -> str:
    return client.get(url("my_talk", token, pk=match.pk)).content.decode()


def test_it_works(client, client_for, cast, match, olena, petr, mails):
    jana = client_for(cast.jana)
    message_send(match=match, side="helper", text="When will you come?", once="1", actor=NOBODY)
    assert match.offer.title not in jana.get(TALKS).content.decode()
    assert "Nobody but you two reads this" in page_of(client, olena, match)

    address = url("my_talk_act", olena, pk=match.pk, verb="help")
    assert "may then read all messages" in client.get(address).content.decode()
    assert client.post(address).status_code == 302
    assert client.post(address).status_code == 302
    with scopes_disabled():
        joining = Joining.objects.get()
    assert "Nobody has joined yet" in page_of(client, petr, match)

    here = f"{TALKS}{joining.pk}/"
    assert here in jana.get(TALKS).content.decode()
    before = jana.get(here).content.decode()
    assert "When will you come?" not in before
    assert jana.post(here, {"text": "Hello", "stamp": old_stamp(60)}).status_code == 404

    jana.post(f"{here}join/")
    joined = jana.get(here).content.decode()
    assert "When will you come?" in joined
    assert "777 123" not in joined
    assert (
        jana.post(here, {"text": "I can help you both", "stamp": old_stamp(60)}).status_code == 302
    )
    for token in (olena, petr):
        page = page_of(client, token, match)
        assert "I can help you both" in page
        assert "A coordinator of Pomocná ruka has been reading along since" in page
    assert {mail.recipient for mail in mails.all("message")} == {
        "olena@example.org", "petr@example.org",
    }  # fmt: skip

    jana.post(f"{here}leave/")
    assert jana.get(here).status_code == 404
    page = page_of(client, petr, match)
    assert "A coordinator of Pomocná ruka read along from" in page
    with scopes_disabled():
        done = set(AuditEntry.objects.values_list("action", flat=True))
    assert {"joining.ask", "joining.join", "joining.leave"} <= done


def test_nobody_else_s_coordinators(client_for, cast, match):
    here = f"{TALKS}{ask(match).pk}/"
    for user in (cast.marta, cast.karim, cast.agata):
        client = client_for(user)
        assert client.get(here).status_code == 404
        assert client.post(f"{here}join/").status_code == 404
    assert client_for(cast.eva).get(here).status_code == 302
    assert client_for(cast.eva, elevated=True).get(here).status_code == 404


def test_at_the_office_its_admin_is_called(client_for, cast, make_offer, categories):
    asked = need_submit(
        offer=make_offer(), category=categories["textbooks"], text="Books, please",
        email="olena@example.org", language="en", once="a", actor=NOBODY,
    )  # fmt: skip
    ask_confirm(match=asked, actor=NOBODY)
    here = f"{TALKS}{ask(asked).pk}/"
    eva = client_for(cast.eva, elevated=True)
    eva.post(f"{here}join/")
    assert "Books, please" in eva.get(here).content.decode()


def test_a_colleague_sees_that_it_is_taken_and_may_take_over(client_for, cast, match, jana):
    joining = ask(match)
    message_send(match=match, side="seeker", text="A word of hers", once="1", actor=NOBODY)
    joining_join(joining=joining, actor=jana)
    since = fresh(joining).joined_at
    adam, here = client_for(cast.adam), f"{TALKS}{joining.pk}/"
    page = adam.get(here).content.decode()
    assert "Jana Nováková reads along" in page
    assert "A word of hers" not in page
    adam.post(f"{here}join/")
    assert "A word of hers" in adam.get(here).content.decode()
    assert "A word of hers" not in client_for(cast.jana).get(here).content.decode()
    assert fresh(joining).joined_at == since


def test_only_who_asked_sends_the_coordinator_away(client, match, olena, petr, jana):
    joining = ask(match)
    joining_join(joining=joining, actor=jana)
    assert client.post(url("my_talk_act", petr, pk=match.pk, verb="help-end")).status_code == 409
    assert client.post(url("my_talk_act", olena, pk=match.pk, verb="help-end")).status_code == 302
    assert fresh(joining).left_at
    with pytest.raises(NotPossible):
        joining_write(joining=fresh(joining), text="x", once="2", actor=jana)
    assert ask(match, "helper").pk != joining.pk


def test_the_end_of_the_match_ends_it(match, client_for, cast, jana):
    joining = ask(match)
    joining_join(joining=joining, actor=jana)
    match_close(match=loaded(match), side="seeker", actor=NOBODY)
    assert fresh(joining).left_at
    assert client_for(cast.jana).get(f"{TALKS}{joining.pk}/").status_code == 404
    with pytest.raises(NotPossible):
        ask(match)


def test_who_takes_the_need_on_is_asked_instead(match, cast, jana):
    joining = ask(match)
    joining_join(joining=joining, actor=jana)
    need_hand_back(need=match.need, actor=jana)
    assert joining_open(match).organisation == cast.office
    assert joining_open(match).joined_at is None
    assert [past.organisation for past in joinings_past(match)] == [cast.pomoc]
    marta = actor_of(cast.marta, has_mfa=True)
    need_take_on(need=match.need, actor=marta)
    assert joining_open(match).organisation == cast.breh
    assert [past.organisation for past in joinings_past(match)] == [cast.pomoc]


def test_of_one_who_was_asked_directly_the_handler_of_the_offer_is_asked(
    cast, make_offer, categories, jana
):
    offer = make_offer()
    offer_take_on(offer=offer, organisation=cast.pomoc, actor=jana)
    asked = need_submit(
        offer=offer, category=categories["textbooks"], text="Books, please",
        email="olena@example.org", language="en", once="a", actor=NOBODY,
    )  # fmt: skip
    ask_confirm(match=asked, actor=NOBODY)
    joining = ask(asked)
    assert joining.organisation == cast.pomoc
    joining_join(joining=joining, actor=jana)
    joining_write(joining=fresh(joining), text="Hello", once="h", actor=jana)
    with scopes_disabled():
        assert Message.objects.get(side="staff").organisation == cast.pomoc
    offer_hand_back(offer=offer, organisation=cast.pomoc, actor=jana)
    assert joining_open(asked).organisation == cast.office
    assert joining_open(asked).joined_at is None
    assert [past.organisation for past in joinings_past(asked)] == [cast.pomoc]


def test_files_while_a_coordinator_reads_along(client, client_for, cast, match, olena, jana):
    out = io.BytesIO()
    Image.new("RGB", (9, 9)).save(out, "PNG")
    joining = ask(match)
    assert 'type="file"' not in page_of(client, olena, match)
    joining_join(joining=joining, actor=jana)
    data = {"text": "See", "stamp": old_stamp(60)}
    files = [SimpleUploadedFile("a.png", out.getvalue())]
    client.post(url("my_talk", olena, pk=match.pk), data | {"files": files})
    with scopes_disabled():
        file = Attachment.objects.get()
    here = f"{TALKS}{joining.pk}/files/{file.pk}/"
    assert client_for(cast.jana).get(here)["Content-Type"] == "image/webp"
    assert client_for(cast.adam).get(here).status_code == 404
    joining_leave(joining=fresh(joining), actor=jana)
    assert client_for(cast.jana).get(here).status_code == 404


def test_written_twice_it_is_there_once(match, jana):
    joining = ask(match)
    joining_join(joining=joining, actor=jana)
    for _time in range(2):
        joining_write(joining=fresh(joining), text="Hello", once="same", actor=jana)
    with scopes_disabled():
        assert Message.objects.count() == 1


def test_nothing_is_left_after_erasure(match, jana):
    joining = ask(match)
    joining_join(joining=joining, actor=jana)
    joining_write(joining=fresh(joining), text="Hello Olena", once="same", actor=jana)
    person_erase(person_id=match.need.person_id, actor=NOBODY)
    with scopes_disabled():
        assert not Joining.objects.exists()
        assert not Message.objects.exists()
        assert not Match.objects.exists()


def test_the_dashboard_counts_who_waits(match, jana):
    joining = ask(match)
    [card] = [one for one in dashboard.all() if one.key == "talks"]
    with scope(organisation=jana.organisation):
        assert card.count(jana) == 1
        joining_join(joining=joining, actor=jana)
        assert card.count(jana) == 0
