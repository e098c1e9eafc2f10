"""What a coordinator offered, as the two sides see it: yes, no, arranged, done, how it went."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from django_scopes import scopes_disabled

from nebe.core.privacy.models import AuditEntry
from nebe.exchange.models import Feedback, Match, MatchStep, Message, Need, Question, Report
from nebe.exchange.selectors.matches import asked_by, asked_of, match_for
from nebe.exchange.selectors.needs_own import needs_of
from nebe.exchange.services import proposals
from nebe.exchange.services.needs import need_withdraw

from .conftest import old_stamp
from .needs import loaded, need_make, offered
from .test_my import token_of, url

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
Status = Match.Status


@pytest.fixture
def network(cast):
    return cast.office


@pytest.fixture
def need(cast, categories, towns):
    Question.objects.create(
        category=categories["textbooks"],
        key="class",
        kind="text",
        label={"en": "For which class?"},
        need_label={"en": "Which class?"},
        position=1,
    )
    Question.objects.create(
        category=categories["textbooks"],
        key="inner",
        kind="text",
        label={"en": "Inner"},
        need_label={"en": "Inner question"},
        public=False,
        position=2,
    )
    return need_make(
        cast.pomoc,
        categories["textbooks"],
        text="Third class, write to olena@example.org",
        municipality=towns["Brno"],
        sensitive="Ill",
        answers={"textbooks.class": "3.B", "textbooks.inner": "Not for helpers"},
    )


@pytest.fixture
def match(need, make_offer, jana):
    answers = {
        "textbooks.class": "All of 3, or call 777 123 456",
        "textbooks.inner": "In the attic",
    }
    return offered(need, make_offer(text="Nearly new", answers=answers), jana)


@pytest.fixture
def olena(match):
    return token_of(match.need.person)


@pytest.fixture
def petr(match):
    return token_of(match.offer.person)


def talk(client, token, match) -> str:
    return client.get(url("my_talk", token, pk=match.pk)).content.decode()


def press(client, token, match, verb, **data):
    address = url("my_talk_act", token, pk=match.pk, verb=verb)
    assert client.get(address).status_code == 200
    return client.post(address, data)


def accept(client, token, match, name):
    return client.post(url("my_talk_share", token, pk=match.pk), {"name": name})


def agreed(client, olena, petr, match):
    accept(client, olena, match, "Olena")
    accept(client, petr, match, "Petr")
    assert loaded(match).status == Status.SHARED


def test_it_works(client, match, olena, petr):
    for token in (olena, petr):
        page = talk(client, token, match)
        assert "I accept and share my contact" in page
        assert "No, thank you" in page
    agreed(client, olena, petr, match)
    assert "petr@example.org" in talk(client, olena, match)
    assert press(client, olena, match, "arrange", text="Monday at five").status_code == 302
    assert "Monday at five" in talk(client, petr, match)
    assert press(client, petr, match, "fulfil").status_code == 302
    assert "you were helped" in talk(client, olena, match)
    for token, went in ((olena, "well"), (petr, "partly")):
        assert "Say how it went" in talk(client, token, match)
        assert press(client, token, match, "feedback", went=went).status_code == 302
        assert "Say how it went" not in talk(client, token, match)
    with scopes_disabled():
        assert set(Feedback.objects.values_list("side", "went")) == {
            ("seeker", "well"),
            ("helper", "partly"),
        }


def test_each_side_reads_of_the_other_what_it_needs_and_no_more(client, match, olena, petr):
    helper = talk(client, petr, match)
    for known in ("Third class", "Brno", "3.B"):
        assert known in helper
    for hidden in ("olena@example.org", "Ill", "Not for helpers", "Inner question"):
        assert hidden not in helper
    seeker = talk(client, olena, match)
    for known in ("Nearly new", "For which class?", "All of 3"):
        assert known in seeker
    for hidden in ("petr@example.org", "777", "attic"):
        assert hidden not in seeker


def test_state_in_the_reader_s_words(client, match, olena, petr):
    assert "found for you, waits for your answer" in talk(client, olena, match)
    accept(client, olena, match, "Olena")
    assert "you said yes" in talk(client, olena, match)
    assert "waits for your answer" in talk(client, petr, match)


def test_a_no_of_the_seeker_ends_this_match_and_not_the_need(client, match, need, olena, mails):
    page = client.get(url("my_talk_act", olena, pk=match.pk, verb="withdraw")).content.decode()
    assert "We go on looking for you" in page
    assert press(client, olena, match, "withdraw").status_code == 302
    need.refresh_from_db()
    assert (loaded(match).status, need.status) == (Status.WITHDRAWN, Need.Status.OPEN)
    assert len(mails.all("ended", "petr@example.org")) == 1


def test_a_no_of_the_helper(client, match, need, petr, olena, mails):
    assert press(client, petr, match, "decline").status_code == 302
    need.refresh_from_db()
    assert (loaded(match).status, need.status) == (Status.DECLINED, Need.Status.OPEN)
    assert "I accept" not in talk(client, olena, match)


def test_it_did_not_work_out(client, match, need, olena, petr):
    agreed(client, olena, petr, match)
    assert press(client, petr, match, "fail").status_code == 422
    assert press(client, petr, match, "fail", reason="unsafe", text="Odd").status_code == 302
    with scopes_disabled():
        step = MatchStep.objects.select_related("match__need").get(to="failed")
        assert (step.reason, step.text) == ("unsafe", "Odd")
    for token in (olena, petr):
        page = talk(client, token, match)
        assert "Odd" not in page
        assert "petr@example.org" not in page.replace("Your e-mail is petr@example.org", "")
        assert "Say how it went" in page
    need.refresh_from_db()
    assert need.status == Need.Status.OPEN


def test_the_contact_can_be_hidden_after_help_was_given(client, match, olena, petr):
    agreed(client, olena, petr, match)
    press(client, olena, match, "fulfil")
    press(client, olena, match, "close")
    assert loaded(match).status == Status.CLOSED
    assert "olena@example.org" not in talk(client, petr, match)
    match.offer.refresh_from_db()
    assert match.offer.taken == 1  # it was given


@pytest.mark.parametrize("verb", ["arrange", "fulfil", "fail", "feedback", "close"])
def test_what_the_state_does_not_allow(client, match, petr, verb):
    data = {"reason": "other", "went": "well"}
    assert press(client, petr, match, verb, **data).status_code == 409
    assert loaded(match).status == Status.OFFERED


def test_a_button_of_the_other_side_is_not_there(client, match, olena, petr):
    for token, verb in ((olena, "decline"), (petr, "withdraw"), (petr, "confirm"), (petr, "burn")):
        assert client.post(url("my_talk_act", token, pk=match.pk, verb=verb)).status_code == 404


# Proposals are known to coordinators only.


@pytest.mark.parametrize("fate", ["proposed", "taken_on", "dismissed", "expired", "withdrawn"])
def test_neither_side_sees_a_proposal(client, need, make_offer, jana, fate):
    match = proposals.match_propose(need=need, offer=make_offer(), actor=jana)
    if fate == "taken_on":
        proposals.match_take_on(match=match, actor=jana)
    elif fate == "dismissed":
        proposals.match_dismiss(match=match, reason="other", actor=jana)
    elif fate == "expired":
        from nebe.exchange.tasks import matches_expire_job

        with scopes_disabled():
            Need.objects.update(status=Need.Status.WITHDRAWN)
        matches_expire_job()
        assert loaded(match).status == Status.EXPIRED
    elif fate == "withdrawn":
        need_withdraw(need=need, actor=jana)
        assert loaded(match).status == Status.WITHDRAWN
    assert [own.found_matches for own in needs_of(need.person)] == [[]]
    for person in (need.person, match.offer.person):
        assert asked_by(person) == asked_of(person) == []
        assert match_for(person, match.pk) is None
        token = token_of(person)
        assert "Who asked me" not in client.get(url("my", token)).content.decode()
        for name, more in (
            ("my_talk", {}),
            ("my_talk_act", {"verb": "decline"}),
            ("report_request", {}),
        ):
            assert client.get(url(name, token, pk=match.pk, **more)).status_code == 404
        for name in ("my_talk", "my_talk_share"):
            address = url(name, token, pk=match.pk)
            assert client.post(address, {"name": "A", "text": "B"}).status_code == 404
    assert client.get(reverse("exchange:my_door")).status_code == 200


def test_a_message_is_reported_whichever_organisation_handles_the_need(
    client, match, olena, petr, cast
):
    client.post(
        url("my_talk", olena, pk=match.pk), {"text": "Give me money", "stamp": old_stamp(10)}
    )
    with scopes_disabled():
        message = Message.objects.get()
    address = url("report_message", petr, pk=match.pk, message=message.pk)
    assert client.get(address).status_code == 200
    client.post(address, {"reason": "money", "text": "Look", "stamp": old_stamp(11)})
    with scopes_disabled():
        report = Report.objects.get()
    assert (report.message, report.organisation) == (message, cast.pomoc)


@pytest.mark.parametrize("who", ["seeker", "helper"])
def test_who_was_helped_or_helped_may_be_forgotten(
    client, match, olena, petr, who, cast, client_for
):
    agreed(client, olena, petr, match)
    press(client, olena, match, "fulfil")
    for token in (olena, petr):
        press(client, token, match, "feedback", went="well", text="Thanks to you")
    gone, stays = (olena, petr) if who == "seeker" else (petr, olena)
    assert "deleted" in client.post(url("my_leave", gone)).content.decode()
    assert client.get(url("my", gone)).status_code == 410
    assert client.get(url("my", stays)).status_code == 200
    assert client.get(url("my_talk", stays, pk=match.pk)).status_code == 404
    with scopes_disabled():
        assert not Match.objects.exists()
        assert not Feedback.objects.exists()
    address = reverse("exchange_staff:need", args=[match.need_id])
    expected = 404 if who == "seeker" else 200
    assert client_for(cast.jana).get(address).status_code == expected
    assert client_for(cast.jana).get("/en/console/needs/?status=met").status_code == 200


def test_what_was_said_is_shown_and_changed_for_ten_minutes(client, match, olena, petr):
    def opened() -> str:
        address = url("my_talk_act", olena, pk=match.pk, verb="feedback")
        return client.get(address).content.decode()

    agreed(client, olena, petr, match)
    press(client, petr, match, "fulfil")
    press(client, olena, match, "feedback", went="badly", text="Nobody came")
    assert "What you said about it" in talk(client, olena, match)
    assert "Nobody came" in opened()
    assert "You can change it until" in opened()
    press(client, olena, match, "feedback", went="well", text="Just late")
    assert "Just late" in opened()
    with scopes_disabled():
        Feedback.objects.update(created_at=timezone.now() - timedelta(minutes=11))
    assert "Just late" in opened()
    assert "You can change it until" not in opened()
    press(client, olena, match, "feedback", went="badly", text="Too late")
    assert "Just late" in opened()
    assert "What you said about it" not in talk(client, petr, match)
    with scopes_disabled():
        assert Feedback.objects.get().went == "well"
    actions = AuditEntry.objects.values_list("action", flat=True)
    assert list(actions).count("match.feedback_change") == 1
