"""Mails to many: who gets one and who does not, how it reads, how fast, and how one says no."""

import re
from datetime import timedelta
from email import message_from_bytes, policy

import pytest
import time_machine
from django.db.models import Q
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_scopes import scope, scopes_disabled

from nebe.core.errors import NotPossible
from nebe.core.jobs.worker import run_due
from nebe.core.mail import delivery
from nebe.core.mail.models import Mail
from nebe.core.mail.tests.relay import Relay, start
from nebe.core.people.models import Person
from nebe.core.privacy.erasure import person_erase
from nebe.core.privacy.models import AuditEntry
from nebe.exchange.models import Ban, BulkMail, BulkMailRecipient, MailOptOut, Offer
from nebe.exchange.selectors.bulk_mail import samples_of
from nebe.exchange.services import bulk_mail as services
from nebe.exchange.services.handling import offers_hand_back, offers_take_on

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
TEMPLATE = "exchange/mail/from_organisation"
Fate = BulkMailRecipient.Fate


@pytest.fixture
def network(cast):
    return cast.office


@pytest.fixture(autouse=True)
def mails_stay_readable(monkeypatch):
    """Those that were delivered, too."""
    monkeypatch.setattr(delivery, "EMPTY", {})


@pytest.fixture
def ours(cast, make_offer, jana):
    """`ours("a@example.org", …)`: offers that Pomocná ruka has taken on."""

    def make(*emails, **fields):
        offers = [make_offer(email=email, title=f"Offer {email}", **fields) for email in emails]
        offers_take_on(offers=offers, organisation=cast.pomoc, actor=jana)
        return [Offer.objects.select_related("person").get(pk=one.pk) for one in offers]

    return make


def started(offers, actor, text=None) -> BulkMail:
    with scope(organisation=actor.organisation):
        mail = services.bulk_mail_start(offers=offers, actor=actor)
        services.bulk_mail_write(mail=mail, text=text or {"en": "Hello {first_name}"}, actor=actor)
    return mail


def send(mail, actor) -> None:
    with scope(organisation=actor.organisation):
        services.bulk_mail_send(mail=mail, actor=actor)


def fates(mail) -> dict[str, str]:
    with scopes_disabled():
        rows = BulkMailRecipient.objects.filter(mail=mail).select_related("offer")
        return {row.offer.title.removeprefix("Offer "): row.fate for row in rows}


def sent_to() -> list[str]:
    return sorted(mail.recipient for mail in Mail.objects.filter(template=TEMPLATE))


def test_it_works(ours, jana):
    offers = ours("a@example.org", "b@example.org")
    send(started(offers, jana, {"en": "Hello {first_name},\n\nsee {link}."}), jana)
    run_due()
    assert sent_to() == ["a@example.org", "b@example.org"]
    with scopes_disabled():
        assert BulkMail.objects.get().status == "done"
    mail = Mail.objects.filter(template=TEMPLATE).first()
    assert "Hello Petr," in mail.text
    assert "Petr" not in mail.title
    assert mail.text.count("http") == 1


def test_the_trail_says_who_wrote_to_whom(ours, jana):
    [offer] = ours("a@example.org")
    send(mail := started([offer], jana), jana)
    entries = AuditEntry.objects.filter(action="bulk_mail.send")
    assert set(entries.values_list("row", flat=True)) == {str(mail.pk), str(offer.person_id)}


def test_a_draft_shows_nobody_who_was_handed_over_meanwhile(ours, jana, cast):
    offers = ours("a@example.org")
    mail = started(offers, jana)
    with scope(organisation=jana.organisation):
        assert [one.person.name for one in samples_of(mail)] == ["Petr"]
        offers_hand_back(offers=offers, organisation=cast.pomoc, actor=jana)
        assert samples_of(mail) == []


def test_one_e_mail_under_two_controllers_gets_it_once(ours, jana, cast):
    first, second = ours("a@example.org", "b@example.org")
    with scopes_disabled():
        Person.objects.filter(pk=second.person_id).update(
            controller=cast.pomoc, email_index=first.person.email_index
        )
    assert sorted(fates(started([first, second], jana)).values()) == [Fate.TWICE, Fate.WAITING]


def test_only_helpers_whose_offers_the_organisation_has_taken_on(ours, jana, make_offer):
    offers = ours("a@example.org")
    foreign = make_offer(email="foreign@example.org")
    mail = started([*offers, foreign], jana)
    assert mail.not_ours == 1
    send(mail, jana)
    run_due()
    assert sent_to() == ["a@example.org"]
    with pytest.raises(NotPossible), scope(organisation=jana.organisation):
        services.bulk_mail_start(offers=[foreign], actor=jana)


def test_who_is_left_out_and_why(ours, jana, cast, client_for):
    one, paused, banned, out, lately, twice = ours(
        "one@example.org", "paused@example.org", "banned@example.org",
        "out@example.org", "lately@example.org", "twice@example.org",
    )  # fmt: skip
    again = ours("twice@example.org")[0]
    none = ours("none@example.org")[0]
    Offer.objects.filter(pk=paused.pk).update(status="paused")
    Offer.objects.filter(pk=again.pk).update(title="Offer again")
    with scopes_disabled():
        Ban.objects.create(
            organisation=cast.pomoc, person=banned.person, kind="ban", cause="other",
            review_on=timezone.localdate(),
        )  # fmt: skip
        type(none.person).objects.filter(pk=none.person_id).update(email_index="")
    services.mails_opt_out(person=out.person, actor=jana)
    send(started([lately], jana), jana)
    run_due()
    mail = started([one, paused, banned, out, lately, twice, again, none], jana)
    said = fates(mail)
    assert {said.pop("twice@example.org"), said.pop("again")} == {Fate.WAITING, Fate.TWICE}
    assert said == {
        "one@example.org": Fate.WAITING, "paused@example.org": Fate.PAUSED,
        "banned@example.org": Fate.BANNED, "out@example.org": Fate.OPTED_OUT,
        "lately@example.org": Fate.RECENT, "none@example.org": Fate.NO_EMAIL,
    }  # fmt: skip
    page = client_for(cast.jana).get(reverse("exchange_staff:bulk_mail_look", args=[mail.pk]))
    for why in ("is banned", "wants no such mails", "got one lately", "has no e-mail"):
        assert why in page.content.decode()


def test_quiet_days_end(ours, jana, settings):
    offers = ours("a@example.org")
    send(started(offers, jana), jana)
    run_due()
    later = timezone.now() + timedelta(days=settings.BULK_MAIL_QUIET_DAYS, hours=1)
    with time_machine.travel(later):
        assert fates(started(offers, jana)) == {"a@example.org": Fate.WAITING}


def test_what_changes_after_the_button_still_counts(ours, jana, cast):
    gone, out, stays = ours("gone@example.org", "out@example.org", "stays@example.org")
    send(mail := started([gone, out, stays], jana), jana)
    offers_hand_back(offers=[gone], organisation=cast.pomoc, actor=jana)
    services.mails_opt_out(person=out.person, actor=jana)
    run_due()
    assert sent_to() == ["stays@example.org"]
    assert fates(mail)["gone@example.org"] == Fate.NOT_OURS
    assert fates(mail)["out@example.org"] == Fate.OPTED_OUT


def test_an_organisation_sends_so_many_an_hour(ours, jana, settings):
    settings.BULK_MAIL_PER_HOUR = 3
    emails = [f"{letter}@example.org" for letter in "abcde"]
    offers = ours(*emails)
    first, second = started(offers[:2], jana), started(offers[2:], jana)
    send(first, jana)
    send(second, jana)
    run_due()
    assert len(sent_to()) == 3
    with time_machine.travel(timezone.now() + timedelta(minutes=59)):
        run_due()
        assert len(sent_to()) == 3
    with time_machine.travel(timezone.now() + timedelta(minutes=61)):
        run_due()
    assert sent_to() == emails
    with scopes_disabled():
        assert not BulkMail.objects.exclude(status="done").exists()


def test_stopped_it_sends_no_more(ours, jana, settings):
    settings.BULK_MAIL_PER_HOUR = 1
    send(mail := started(ours("a@example.org", "b@example.org"), jana), jana)
    run_due()
    with scope(organisation=jana.organisation):
        services.bulk_mail_stop(mail=mail, actor=jana)
    with time_machine.travel(timezone.now() + timedelta(hours=2)):
        run_due()
    assert len(sent_to()) == 1
    assert sorted(fates(mail).values()) == [Fate.SENT, Fate.STOPPED]


def test_pressed_twice_it_is_sent_once(ours, jana):
    send(mail := started(ours("a@example.org"), jana), jana)
    send(mail, jana)
    run_due()
    run_due()
    assert len(sent_to()) == 1


def test_each_reads_a_language_that_is_there(ours, jana):
    offers = ours("uk@example.org", "vi@example.org")
    for offer, language in zip(offers, ("uk", "vi"), strict=True):
        offer.person.language = language
        with scopes_disabled():
            offer.person.save()
    send(started(offers, jana, {"cs": "Dobrý den", "uk": "Добрий день"}), jana)
    run_due()
    texts = {m.recipient: (m.language, m.text) for m in Mail.objects.filter(template=TEMPLATE)}
    assert texts["uk@example.org"][0] == "uk"
    assert "Добрий день" in texts["uk@example.org"][1]
    assert texts["vi@example.org"][0] == "cs"
    assert "Dobrý den" in texts["vi@example.org"][1]


def test_a_link_on_a_line_of_its_own_is_the_button(ours, jana):
    send(started(ours("a@example.org"), jana, {"en": "Hello\n{link}\nBye"}), jana)
    run_due()
    mail = Mail.objects.get(template=TEMPLATE)
    assert "\n\nOpen the page: http" in mail.text
    assert mail.text.count("http") == 1
    assert re.search(r"Open the page\s*</a>", mail.html)


def test_no_more_such_mails_needs_the_button(ours, jana, client, mails):
    [offer] = ours("a@example.org")
    send(started([offer], jana), jana)
    run_due()
    path = mails.link("from_organisation")
    assert "No more such mails" in client.get(path).content.decode()
    assert not MailOptOut.objects.exists()
    page = client.post(path, {"stop": "1"}).content.decode()
    assert "You get no more such mails" in page
    assert client.post(path, {"stop": "1"}).status_code == 200
    assert MailOptOut.objects.get().person == offer.person
    page = client.post(path, {"open": "1"}, follow=True)
    assert "My page" in page.content.decode()


def test_on_the_own_page_one_says_no_and_yes_again(ours, client):
    from nebe.exchange.mails import my_url

    [offer] = ours("a@example.org")
    path = my_url(offer.person).removeprefix("http://testserver") + "mails/"
    path = "/" + path.split("/", 3)[3] if path.startswith("http") else path
    client.post(path, {"stop": "1"})
    assert MailOptOut.objects.filter(person=offer.person).exists()
    assert "Write to me again" in client.get(path).content.decode()
    client.post(path, {"start": "1"})
    assert not MailOptOut.objects.exists()


def test_no_holds_under_the_same_address_with_another_controller(ours, jana, cast):
    from nebe.core.people.persons import person_get_or_create

    [offer] = ours("a@example.org")
    other = person_get_or_create(email="a@example.org", controller=cast.breh)
    services.mails_opt_out(person=other, actor=jana)
    assert fates(started([offer], jana)) == {"a@example.org": Fate.OPTED_OUT}


def test_who_is_erased_gets_nothing(ours, jana):
    first, second = ours("a@example.org", "b@example.org")
    send(started([first, second], jana), jana)
    with scopes_disabled():
        person_erase(person_id=first.person_id, actor=jana)
    run_due()
    assert sent_to() == ["b@example.org"]
    with scopes_disabled():
        assert BulkMailRecipient.objects.count() == 1


def test_from_the_list_to_the_result(ours, jana, cast, client_for):
    first, _second = ours("a@example.org", "b@example.org")
    client = client_for(cast.jana)
    answer = client.post(reverse("exchange_staff:bulk_mail_start"), {"ids": [str(first.pk)]})
    page = client.post(answer.url, {"text_en": "Hello {nmae}"})
    assert page.status_code == 422
    assert "does not know what {nmae} stands for" in page.content.decode()
    page = client.post(answer.url, {"text_en": "Hello {first_name}"}, follow=True).content.decode()
    assert "Hello Petr" in page
    assert "1 person gets it." in page
    assert not sent_to()
    client.post(f"{answer.url}send/")
    run_due()
    page = client.get(answer.url).content.decode()
    assert "1 of 1 sent" in page
    assert "a@example.org" not in sent_to_others(client_for(cast.marta), answer.url)


def sent_to_others(client, path) -> str:
    response = client.get(path)
    assert response.status_code == 404
    return response.content.decode()


def test_all_that_the_list_shows_are_chosen(ours, cast, client_for, make_offer):
    ours("a@example.org", "b@example.org")
    make_offer(email="c@example.org")
    data = {"all": "1", "query": "whose=ours"}
    answer = client_for(cast.jana).post(reverse("exchange_staff:bulk_mail_start"), data)
    with scopes_disabled():
        mail = BulkMail.objects.get()
    assert str(mail.pk) in answer.url
    assert set(fates(mail)) == {"a@example.org", "b@example.org"}
    assert mail.not_ours == 0


def test_a_template_is_put_after_what_was_typed_and_nothing_is_sent(ours, jana, cast, client_for):
    from nebe.exchange.services.message_templates import template_add

    template = template_add(
        name="Thanks", purpose="helpers", source="en",
        texts={"en": "Thank you", "uk": "Дякуємо"}, actor=jana,
    )  # fmt: skip
    mail = started(ours("a@example.org"), jana, {"en": "Kept"})
    path = reverse("exchange_staff:bulk_mail", args=[mail.pk])
    data = {"insert": "1", "template": str(template.pk), "text_en": "Typed words"}
    page = client_for(cast.jana).post(path, data).content.decode()
    assert "Typed words\n\nThank you" in page
    assert "Дякуємо" in page
    with scopes_disabled():
        assert BulkMail.objects.get().text == {"en": "Kept"}


def test_drafts_and_old_mails_are_forgotten(ours, jana):
    started(ours("a@example.org"), jana)
    with scopes_disabled():
        services.bulk_mails_forget(now=timezone.now() + timedelta(days=6))
        assert BulkMail.objects.exists()
        services.bulk_mails_forget(now=timezone.now() + timedelta(days=8))
        assert not BulkMail.objects.filter(Q()).exists()


def test_a_mail_program_ends_them_by_one_post(ours, jana, settings):
    relay = Relay()
    controller = start(relay)
    settings.MAIL_TRANSPORT = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", controller.port
    offers = ours("a@example.org", "b@example.org")
    try:
        send(started(offers, jana), jana)
        run_due()
        run_due()
    finally:
        controller.stop()
    sent = {
        one.rcpt_tos[0]: message_from_bytes(one.content, policy=policy.default)
        for one in relay.messages
    }
    assert sent.keys() == {"a@example.org", "b@example.org"}
    message = sent["a@example.org"]
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    address = message["List-Unsubscribe"].strip("<>")
    assert address not in message.get_body(["plain"]).get_content(), "that one opens the own page"
    program = Client(enforce_csrf_checks=True)
    path = "/" + address.split("/", 3)[3]
    page = program.get(path).content.decode()
    assert "An organisation wrote to you because you offer help." in page
    assert not MailOptOut.objects.exists()
    for _twice in range(2):
        answer = program.post(
            path,
            data="List-Unsubscribe=One-Click",
            content_type="application/x-www-form-urlencoded",
        )
        assert answer.status_code == 200
    assert MailOptOut.objects.get().person_id == offers[0].person_id
    assert AuditEntry.objects.filter(action="bulk_mail.opt_out").count() == 1
    again = started(offers, jana)
    assert fates(again)["a@example.org"] == Fate.OPTED_OUT
