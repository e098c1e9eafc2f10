"""Templates of messages: placeholders, who keeps which, stale translations, put into notes."""

import re

import pytest
from django.conf import settings
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from nebe.core.people.actors import Actor, actor_of
from nebe.core.people.models import Person
from nebe.exchange.models import Message, MessageTemplate, NeedNote, OfferNote
from nebe.exchange.placeholders import (
    PLACEHOLDERS,
    Filling,
    fill,
    first_name,
    placeholders_unknown,
)
from nebe.exchange.selectors.message_templates import languages_of, templates_for
from nebe.exchange.services import message_templates as services
from nebe.exchange.services.handling import offer_take_on
from nebe.exchange.services.joinings import joining_ask, joining_join, joining_leave

from .needs import need_make, offered

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
NOBODY = Actor.nobody()
LIST = reverse("exchange_staff:templates")
NEW = reverse("exchange_staff:template_new")


@pytest.fixture
def network(cast):
    return cast.office


@pytest.fixture
def template(jana):
    return services.template_add(
        name="Thanks", purpose="helpers", source="en",
        texts={"en": "Thank you, {first_name}", "cs": "Děkujeme, {first_name}"}, actor=jana,
    )  # fmt: skip


def typed(**more) -> dict:
    return {"name": "Thanks", "purpose": "helpers", "source": "en", "text_en": "Thank you"} | more


def test_it_works(cast, client_for):
    client = client_for(cast.jana)
    client.post(NEW, typed(text_en="Thank you, {first_name}", text_uk="Дякуємо"))
    template = MessageTemplate.objects.get()
    assert template.organisation == cast.pomoc
    assert "Thanks" in client.get(LIST).content.decode()


@pytest.mark.parametrize(
    ("text", "unknown"),
    [
        ("Hello {first_name} of {place}", []),
        ("Hello {name}", ["{name}"]),
        ("Hello { first_name }", ["{ first_name }"]),
        ("Hello {first_name", ["{first_name"]),
        ("Hello first_name}", ["}"]),
        ("{0.__class__} {{link}}", ["{0.__class__}", "{", "}"]),
        ("", []),
    ],
)
def test_only_the_closed_list_stands_for_something(text, unknown):
    assert placeholders_unknown(text) == unknown


@given(st.text(max_size=60), st.text(max_size=30))
def test_filling_is_plain_replacing(text, name):
    """Whatever a name is, it comes out as it is, once, and is not read again."""
    filled = fill("‹{first_name}›" + text.replace("{", "").replace("}", ""), Filling(name), "en")
    assert filled.startswith(f"‹{name}›" if name else "‹›")


@pytest.mark.parametrize(
    "name", ["{link}", "{{ settings }}", "{% load x %}", "%(a)s", "{0}", "\\1"]
)
def test_a_name_that_looks_like_a_template_stays_a_name(name):
    assert fill("Hello {first_name}, {place}", Filling(first_name=name, place="Brno"), "en") == (
        f"Hello {name}, Brno"
    )


@pytest.mark.parametrize(
    ("name", "language", "first"),
    [
        ("Olena Koval", "uk", "Olena"),
        ("Ing. Petr Svoboda", "cs", "Petr"),
        ("Trần Thị Hoa", "vi", "Hoa"),
        ("", "en", ""),
    ],
)
def test_the_first_name(name, language, first):
    assert first_name(Person(name=name, language=language)) == first


def test_what_is_not_known_is_left_out_or_said_in_general_words():
    assert fill("Hello {first_name}, in {place}", Filling(), "en") == "Hello, in your town"
    assert fill("Добрий день, {first_name}!", Filling(), "uk") == "Добрий день!"
    assert fill("مرحباً، {first_name}!", Filling(), "ar") == "مرحباً!"
    everything = " ".join(f"{{{name}}}" for name in PLACEHOLDERS)
    for code, _name in settings.LANGUAGES:
        filled = fill(everything, Filling(), code)
        assert "{" not in filled
        assert settings.BASE_URL in filled


def test_unknown_placeholders_and_links_are_refused_with_what_was_typed(cast, client_for):
    page = client_for(cast.jana).post(
        NEW, typed(text_en="Hello {nmae}", text_cs="www.bank.example")
    )
    text = page.content.decode()
    assert page.status_code == 422
    assert "does not know what {nmae} stands for" in text
    assert "{first_name}, {kind_of_help}" in text
    assert "Please take out the link www.bank.example" in text
    assert "Hello {nmae}</textarea>" in text
    assert not MessageTemplate.objects.exists()


def test_the_original_must_be_there(cast, client_for):
    page = client_for(cast.jana).post(NEW, typed(source="cs"))
    assert "in the language of the original" in page.content.decode()


def test_a_changed_original_marks_the_others_until_somebody_looked(template, cast, client_for):
    client, path = client_for(cast.jana), reverse("exchange_staff:template", args=[template.pk])
    data = typed(text_en="We thank you", text_cs="Děkujeme, {first_name}")
    page = client.post(path, data, follow=True).content.decode()
    template.refresh_from_db()
    assert languages_of(template)["stale"] == ["cs"]
    assert "The original has changed" in page
    assert "out of date" in client.get(LIST).content.decode()
    client.post(path, data | {"still_right_cs": "on"})
    template.refresh_from_db()
    assert languages_of(template)["stale"] == []
    client.post(path, data | {"text_en": "Thanks!"})
    client.post(path, data | {"text_en": "Thanks!", "text_cs": "Díky!"})
    template.refresh_from_db()
    assert languages_of(template)["stale"] == []


def test_how_it_reads_is_shown_and_nothing_saved(template, cast, client_for):
    path = reverse("exchange_staff:template", args=[template.pk])
    data = typed(text_en="Dear {first_name} of {organisation}", look="1")
    page = client_for(cast.jana).post(path, data).content.decode()
    assert "Dear Olena of Pomocná ruka" in page
    template.refresh_from_db()
    assert template.text["en"] == "Thank you, {first_name}"


def test_others_see_neither_use_nor_change_it(template, cast, client_for):
    marta = client_for(cast.marta)
    assert marta.get(reverse("exchange_staff:template", args=[template.pk])).status_code == 404
    assert "Thanks" not in marta.get(LIST).content.decode()
    copied = marta.get(f"{NEW}?copy={template.pk}").content.decode()
    assert "Thank you, {first_name}" not in copied
    assert marta.get(f"{NEW}?copy=nonsense").status_code == 200


def test_the_networks_are_read_and_copied_by_all(cast, client_for):
    services.templates_load()
    delivered = MessageTemplate.objects.get(delivered="2-thank-you")
    client = client_for(cast.jana)
    path = reverse("exchange_staff:template", args=[delivered.pk])
    page = client.get(path).content.decode()
    assert "Dobrý den Olena" in page
    assert client.post(path, typed()).status_code == 404
    delete = reverse("exchange_staff:template_delete", args=[delivered.pk])
    assert client.post(delete).status_code == 404
    assert "Hello {first_name}" in client.get(f"{NEW}?copy={delivered.pk}").content.decode()


def test_five_come_with_nebe_in_all_languages_and_come_once():
    assert services.templates_load() == 5
    assert services.templates_load() == 0
    for template in MessageTemplate.objects.all():
        languages = languages_of(template)
        assert languages["missing"] == languages["stale"] == []
        assert set(template.name) == {code for code, _name in settings.LANGUAGES}
        for value in template.text.values():
            text = value["text"] if isinstance(value, dict) else value
            assert placeholders_unknown(text) == []


def test_a_delivered_one_that_was_deleted_stays_away(cast, jana, template):
    services.templates_load()
    office = actor_of(cast.ema, has_mfa=True)
    for one in templates_for(office):
        services.template_delete(template=one, actor=office)
    services.templates_load()
    assert not templates_for(office).exists()
    assert list(templates_for(jana)) == [template]


def test_put_into_a_note_of_an_offer_it_keeps_what_was_typed(
    template, cast, jana, client_for, make_offer
):
    offer = make_offer()
    offer_take_on(offer=offer, organisation=cast.pomoc, actor=jana)
    path = reverse("exchange_staff:offer_note", args=[offer.pk])
    data = {"text": "Typed", "template": str(template.pk), "insert": "1"}
    page = client_for(cast.jana).post(path, data).content.decode()
    assert "Typed\n\nThank you, Petr</textarea>" in page
    assert not OfferNote._base_manager.exists()


def test_put_into_a_note_of_a_need(template, cast, client_for, categories):
    need = need_make(cast.pomoc, categories["textbooks"])
    path = reverse("exchange_staff:need_note", args=[need.pk])
    data = {"text": "", "template": str(template.pk), "insert": "1"}
    page = client_for(cast.jana).post(path, data).content.decode()
    assert "Thank you" in page
    assert not NeedNote._base_manager.exists()


def test_a_template_of_others_is_not_put_in(cast, client_for, make_offer, jana, template):
    offer = make_offer()
    marta = actor_of(cast.marta, has_mfa=True)
    offer_take_on(offer=offer, organisation=cast.breh, actor=marta)
    path = reverse("exchange_staff:offer_note", args=[offer.pk])
    for pk in (template.pk, "nonsense"):
        data = {"text": "Typed", "template": str(pk), "insert": "1"}
        page = client_for(cast.marta).post(path, data).content.decode()
        assert "Typed</textarea>" in page
        assert "Thank you" not in page


@pytest.fixture
def joined(cast, categories, make_offer, jana):
    """Olena reads Ukrainian, Petr Czech; Jana reads along."""
    need = need_make(cast.pomoc, categories["textbooks"])
    match = offered(need, make_offer(), jana)
    Person._base_manager.filter(pk=match.need.person_id).update(language="uk")
    Person._base_manager.filter(pk=match.offer.person_id).update(language="cs")
    joining = joining_ask(match=match, side="seeker", actor=NOBODY)
    joining_join(joining=joining, actor=jana)
    return joining


def put_into_talk(client, joining, template, text="Typed") -> str:
    path = reverse("exchange_staff:talk", args=[joining.pk])
    data = {"text": text, "template": str(template.pk), "insert": "1"}
    return client.post(path, data).content.decode()


def test_put_into_a_conversation_it_speaks_to_both_and_names_nobody(
    joined, jana, cast, client_for, mails
):
    client = client_for(cast.jana)
    page = client.get(reverse("exchange_staff:talk", args=[joined.pk])).content.decode()
    assert "Put it into the text" not in page, "there is none yet"
    template = services.template_add(
        name="When", purpose="seekers", source="en",
        texts={
            "en": "When?", "cs": "Dobrý den {first_name}, kdy? {place}, {link}",
            "uk": "{organisation} питає: коли? {kind_of_help}",
        },
        actor=jana,
    )  # fmt: skip
    page = put_into_talk(client, joined, template)
    door = settings.BASE_URL.rstrip("/") + "/cs/my/"
    asked = f"Pomocná ruka питає: коли? Textbooks\n\nDobrý den, kdy? Plzeň, {door}"
    assert f"Typed\n\n{asked}</textarea>" in page
    assert "When?" not in page
    assert not Message._base_manager.exists()
    assert not mails.all("message")


def test_what_was_put_into_a_conversation_is_then_sent(
    joined, template, cast, client_for, at_once, mails
):
    client = client_for(cast.jana)
    page = put_into_talk(client, joined, template, text="")
    stamp = re.search(r'name="stamp" value="([^"]+)"', page)[1]
    path = reverse("exchange_staff:talk", args=[joined.pk])
    for _twice in range(2):
        client.post(path, {"text": "Thank you", "stamp": stamp, "template": str(template.pk)})
    message = Message._base_manager.get()
    assert (message.side, message.text) == ("staff", "Thank you")


def test_one_of_both_languages_once(joined, template, cast, client_for):
    """The Ukrainian is missing: its reader's nearest is the English one."""
    page = put_into_talk(client_for(cast.jana), joined, template)
    assert "Typed\n\nThank you\n\nDěkujeme</textarea>" in page
    Person._base_manager.update(language="cs")
    page = put_into_talk(client_for(cast.jana), joined, template)
    assert "Typed\n\nDěkujeme</textarea>" in page


def test_who_does_not_read_along_puts_nothing_in(joined, template, cast, client_for):
    joining_leave(joining=joined, actor=actor_of(cast.jana, has_mfa=True))
    path = reverse("exchange_staff:talk", args=[joined.pk])
    data = {"text": "Typed", "template": str(template.pk), "insert": "1"}
    assert client_for(cast.jana).post(path, data).status_code == 404


def test_a_template_of_others_is_not_put_into_a_conversation(joined, cast, client_for):
    marta = actor_of(cast.marta, has_mfa=True)
    theirs = services.template_add(
        name="Theirs", purpose="helpers", source="en", texts={"en": "Thank you"}, actor=marta
    )
    page = put_into_talk(client_for(cast.jana), joined, theirs)
    assert "Typed</textarea>" in page
    assert "Thank you" not in page
