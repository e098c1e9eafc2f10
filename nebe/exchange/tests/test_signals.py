"""Signals see what they should, in seven languages, and open one case for one thing."""

import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone
from django_scopes import scopes_disabled

from nebe.core.people.persons import person_get_or_create
from nebe.exchange.models import Match, Message, Need, Offer, SafeguardingCase, Signal
from nebe.exchange.safeguarding import tasks
from nebe.exchange.safeguarding.contacts import Mark, marks_in
from nebe.exchange.safeguarding.rules import MANY
from nebe.exchange.safeguarding.words import patterns, words_found
from nebe.exchange.selectors.safeguarding import signals_shown
from nebe.exchange.services.matches import match_share_contact, message_send

from .test_my import NOBODY, asked  # noqa: F401 (fixture)

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
IBAN = "CZ65 0800 0000 1920 0014 5399"


def codes() -> list[str]:
    with scopes_disabled():
        return sorted(Signal.objects.values_list("code", flat=True))


def watched(offer: Offer) -> list[str]:
    tasks.offer_watch_job(offer.pk)
    return codes()


def write(match, side, text) -> Message:
    return message_send(match=match, side=side, text=text, once=uuid.uuid4().hex, actor=NOBODY)


def said(match, side, text) -> list[str]:
    with scopes_disabled():
        message = write(match, side, text)
    tasks.message_watch_job(message.pk)
    return codes()


def test_it_works(make_offer):
    offer = make_offer(title="Room for a girl", text="Only for young women, no men please.")
    tasks.offer_watch_job(offer.pk)
    tasks.offer_watch_job(offer.pk)
    with scopes_disabled():
        case = SafeguardingCase.objects.get()
        signal = case.signals.get()
    assert (signal.code, case.offer, case.person) == ("aimed", offer, offer.person)
    assert case.organisation == offer.controller
    assert "young women" in " ".join(signal.evidence["words"])
    offer.refresh_from_db()
    assert offer.status == Offer.Status.LIVE, "a signal decides nothing"
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM nebe_exchange_signal")
        assert "young" not in str(cursor.fetchall())


@pytest.mark.parametrize(
    "text",
    [
        "Room for single women only",
        "I am looking for a young girl",
        "No men in the flat",
        "A teenager alone is welcome",
        "Pokoj jen pro ženy",
        "Hledám mladou slečnu",
        "Ubytuji samotnou ženu, osamělá žena vítána",
        "Ubytování bez mužů",
        "Кімната тільки для жінок",
        "Шукаю молоду дівчину",
        "Прийму самотню жінку",
        "Pokój tylko dla kobiet",
        "Szukam młodej dziewczyny",
        "Bez mężczyzn",
        "Только для девушек",
        "Приму одинокую женщину",
        "Возьму девочку, можно без родителей",
        "Chỉ dành cho phụ nữ",
        "Tìm cô gái trẻ",
        "غرفة للنساء فقط",
        "أبحث عن فتاة شابة",
    ],
)
def test_words_aimed_at_lone_women_and_minors(text):
    assert words_found("aimed", text)


@pytest.mark.parametrize(
    "text",
    [
        "Mother with two children is looking for a flat",
        "Room for a family, men and women are welcome",
        "Czech lessons for women and men",
        "Books for girls and boys in the third class",
        "Matka se dvěma dětmi hledá byt, jen na měsíc",
        "Doučování pro děti, můžou přijít s rodiči",
        "Мати з дитиною шукає житло, тільки на місяць",
        "Mama z dzieckiem szuka mieszkania",
        "Мама с ребёнком ищет комнату",
        "Mẹ và con cần chỗ ở",
        "أم مع طفلين تبحث عن سكن",
    ],
)
def test_words_of_every_day_are_no_signal(text):
    assert not words_found("aimed", text)
    assert not words_found("elsewhere", text)


def test_what_was_found_is_shown_once_with_words_around():
    text = (
        "Pokoj jen pro mladé ženy, bez mužů. Dům má velkou zahradu, garáž a ohniště. "
        "Hledám osamělou dívku."
    )
    assert words_found("aimed", text) == [
        "pokoj jen pro mladé ženy bez mužů dům má velkou",
        "a ohniště hledám osamělou dívku",
    ]


def test_every_list_is_there_in_every_language(settings):
    languages = len(settings.LANGUAGES)
    for pattern in patterns():
        assert len(pattern.lists) == languages, pattern.name
        assert all(first and second for first, second in pattern.lists)


@pytest.mark.parametrize(
    "text",
    [
        "Please write me on WhatsApp",
        "Napište mi na Telegram",
        "Напишіть мені в телеграм",
        "Napisz do mnie na Messengerze",
        "Пиши мне в вотсап",
        "Nhắn tin cho tôi qua Zalo nhé",
        "راسليني على واتساب",
    ],
)
def test_pressure_to_talk_elsewhere(asked, text):  # noqa: F811
    assert said(asked, "helper", text) == ["elsewhere"]


def test_a_contact_once_is_a_slip_and_twice_a_signal(asked):  # noqa: F811
    assert said(asked, "helper", "My number is +420 601 222 333") == []
    assert said(asked, "helper", "Again: +420 601 222 333") == ["elsewhere"]
    with scopes_disabled():
        assert SafeguardingCase.objects.get().match == asked


def test_once_both_have_agreed_they_talk_where_they_like(asked):  # noqa: F811
    write(asked, "helper", "Yes")
    for side in ("helper", "seeker"):
        match_share_contact(match=asked, side=side, actor=NOBODY)
    assert said(asked, "helper", "Write me on WhatsApp") == []


def test_one_account_that_offers_many(make_offer):
    offers = [make_offer(title=f"Books {n}") for n in range(MANY["offers"])]
    Offer.objects.filter(pk=offers[0].pk).update(created_at=timezone.now() - timedelta(days=8))
    assert watched(offers[1]) == []
    Offer.objects.filter(pk=offers[0].pk).update(created_at=timezone.now())
    assert watched(offers[1]) == ["many"]


def test_one_account_that_asks_for_many(make_offer, asked):  # noqa: F811
    with scopes_disabled():
        olena = asked.need.person
        for _n in range(MANY["asks"] - 1):
            need = Need.objects.create(
                person=olena, organisation=asked.organisation, category=asked.need.category
            )
        tasks.need_watch_job(need.pk)
    assert codes() == ["many"]


def test_one_account_that_answers_many(asked, make_offer):  # noqa: F811
    with scopes_disabled():
        for n in range(MANY["answers"] - 1):
            person = person_get_or_create(email=f"{n}@example.org", controller=asked.organisation)
            need = Need.objects.create(
                person=person, organisation=asked.organisation, category=asked.need.category
            )
            match = Match.objects.create(
                need=need, offer=asked.offer, organisation=asked.organisation, status="asked"
            )
            write(match, "helper", "Hello")
    assert said(asked, "helper", "Hello") == ["many"]


def test_one_bank_account_behind_two_people(asked):  # noqa: F811
    assert said(asked, "seeker", f"Send the money to {IBAN}") == []
    assert said(asked, "helper", "My account: CZ6508000000192000145399") == ["shared"]


def test_one_phone_behind_three_people(make_offer):
    """Families share phones: two are none."""
    offers = [make_offer(email=f"{n}@example.org") for n in range(2)]
    assert watched(offers[1]) == []
    third = make_offer(email="2@example.org")
    assert watched(third) == ["shared"]


def test_one_address_behind_three_people(make_offer):
    found = []
    for n in range(3):
        offer = make_offer(
            email=f"{n}@example.org", internal_answers={"housing.address": "Klatovská 12, byt 4"}
        )
        person = offer.person
        person.phone, person.phone_index = "", ""
        with scopes_disabled():
            person.save()
        found.append(watched(offer))
    assert found == [[], [], ["shared"]]


@pytest.mark.parametrize(
    ("fields", "seen"),
    [
        (
            {"answers": {"housing.place_kind": "room", "housing.beds": 6}},
            ("Beds in one room", ["6"]),
        ),
        ({"reach_km": 1000, "remote": False}, ("Reach in km", ["1000"])),
    ],
)
def test_answers_that_contradict_each_other(make_offer, fields, seen):
    assert watched(make_offer("housing", **fields)) == ["contradiction"]
    with scopes_disabled():
        [shown] = signals_shown(SafeguardingCase.objects.get())
    assert shown.evidence == [seen]


@pytest.mark.parametrize(
    "fields",
    [
        {"answers": {"housing.place_kind": "house", "housing.beds": 6}},
        {"answers": {"housing.place_kind": "room", "housing.beds": 3}},
        {"reach_km": 1000, "remote": True},
    ],
)
def test_answers_that_do_not(make_offer, fields):
    assert watched(make_offer("housing", **fields)) == []


def test_more_beds_than_people(asked, categories):  # noqa: F811
    with scopes_disabled():
        Need.objects.filter(pk=asked.need_id).update(
            category=categories["housing"], people=2, quantity=7
        )
        tasks.need_watch_job(asked.need_id)
    assert codes() == ["contradiction"]


def test_signals_about_one_thing_are_one_case(make_offer):
    offer = make_offer("housing", title="Only for young women", reach_km=1000)
    assert watched(offer) == ["aimed", "contradiction"]
    with scopes_disabled():
        case = SafeguardingCase.objects.get()
        SafeguardingCase.objects.update(status="closed", outcome="unfounded")
    Offer.objects.filter(pk=offer.pk).update(text="Only for young women, really")
    assert watched(offer) == ["aimed", "contradiction"], "looked at once, it stays closed"
    with scopes_disabled():
        assert SafeguardingCase.objects.get() == case


def test_contacts_are_compared_in_one_form():
    assert marks_in("Call 601 000 001") == marks_in("Call +420601000001")
    assert Mark("email", "a@example.org") in marks_in("A@Example.org")
    assert marks_in("ulice Klatovská 12", place="CZ1") != marks_in(
        "ulice Klatovská 12", place="CZ2"
    )
