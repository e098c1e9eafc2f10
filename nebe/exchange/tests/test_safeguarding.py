"""Cases and bans on the pages of those who are trained for it."""

import re
from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from django_scopes import scopes_disabled

from nebe.core.people.guard import stamp_make
from nebe.core.privacy.export import person_export
from nebe.core.privacy.models import AuditEntry
from nebe.exchange.models import Ban, Complaint, Offer, SafeguardingCase
from nebe.exchange.safeguarding import tasks
from nebe.exchange.selectors.safeguarding import bans_to_review, precision
from nebe.exchange.services.handling import offer_take_on

from .conftest import old_stamp
from .test_journey import OFFER, press

pytestmark = [
    pytest.mark.django_db(databases=["default", "keys"]),
    pytest.mark.usefixtures("at_once"),
]
BORIS = OFFER | {"name": "Boris", "email": "boris@example.org"}
IN_SUMMER = {"kind": "ban", "cause": "exploitation", "review_on": "2027-06-01", "sure": "on"}


@pytest.fixture
def network(cast):
    return cast.office


@pytest.fixture
def adam(cast, client_for):
    return client_for(cast.adam)


@pytest.fixture
def eva(cast, client_for):
    return client_for(cast.eva, elevated=True)


@pytest.fixture
def case(make_offer):
    """A case of the network's office."""
    tasks.offer_watch_job(make_offer(text="Only for young women").pk)
    return the_case()


def the_case() -> SafeguardingCase:
    with scopes_disabled():
        return SafeguardingCase.objects.select_related("offer").latest("created_at")


def of(name, *args) -> str:
    return reverse(f"exchange_staff:{name}", args=args)


def test_it_works(client, eva, plzen, categories, mails):
    """A suspicious offer is caught, reviewed, banned, comes back under another name with the
    same phone, and is caught again."""
    give = reverse("exchange:give") + "?category=textbooks"
    press(client, give, **BORIS | {"text": "Books for a young girl, no men"}, stamp=stamp_make())
    press(client, mails.link("offer_confirm", "boris@example.org"))
    offer = Offer.objects.get()
    assert offer.status == Offer.Status.LIVE
    tasks.offer_watch_job(offer.pk)

    page = eva.get(of("cases")).content.decode()
    assert "Aimed at lone women or minors" in page
    case = of("case", the_case().pk)
    assert case in page
    page = eva.get(case).content.decode()
    assert "young girl" in page
    assert "Books for school" in page
    page, _ = press(eva, case + "take/")
    assert "being looked into" in page
    assert "closes what they asked for" in eva.get(case + "ban/").content.decode()
    page, _ = press(eva, case + "ban/", **IN_SUMMER, reason="She was asked for more than books.")
    assert "confirmed" in page
    assert "banned or restricted" in page
    offer.refresh_from_db()
    assert offer.status == Offer.Status.HIDDEN
    assert client.get(reverse("exchange:offer", args=[offer.number])).status_code == 410

    again = BORIS | {"name": "Pavel", "email": "pavel@example.org", "phone": "601000001"}
    press(client, give, **again | {"title": "Books by post"}, stamp=stamp_make())
    page, _ = press(client, mails.link("offer_confirm", "pavel@example.org"))
    back = Offer.objects.get(title="Books by post")
    assert back.status == Offer.Status.HIDDEN
    assert "Books by post" not in client.get(reverse("exchange:find")).content.decode()
    assert back.person_id != offer.person_id
    case = of("case", the_case().pk)
    page = eva.get(case).content.decode()
    assert "Contact of someone who is banned" in page
    assert "Exploitation of people" in page
    assert "Nobody is shown this" in page
    press(eva, case + "ban/", **IN_SUMMER, reason="It is him.")
    with scopes_disabled():
        assert Ban.objects.count() == 2
    page = eva.get(of("precision")).content.decode()
    assert re.search(r"Contact of someone who is banned</th><td[^>]*>1</td>", page)


def test_only_the_organisation_s_own_deciders_see_it(case, cast, client_for, adam):
    assert adam.get(of("case", case.pk)).status_code == 404
    assert client_for(cast.jana).get(of("cases")).status_code == 404
    assert client_for(cast.agata).get(of("case", case.pk)).status_code == 200
    assert client_for(cast.agata).post(of("case_act", case.pk, "take")).status_code == 404


def test_of_an_offer_that_is_taken_on_its_handler_is_told(make_offer, cast, adam):
    from nebe.core.people.actors import Actor

    offer = make_offer(text="Only for young women")
    offer_take_on(offer=offer, organisation=cast.pomoc, actor=Actor.system())
    tasks.offer_watch_job(offer.pk)
    page = adam.get(of("case", the_case().pk)).content.decode()
    assert "Only for young women" in page
    assert "open cases of safeguarding" in adam.get(reverse("console")).content.decode()


def test_reading_is_noted(case, eva):
    from nebe.core.privacy.audit import audit_flush

    eva.get(of("case", case.pk))
    audit_flush()
    assert AuditEntry.objects.filter(action="read", row=str(case.pk)).exists()


def test_it_is_closed_with_an_outcome_and_words(case, eva):
    close = of("case_act", case.pk, "close")
    assert eva.post(close, {"outcome": "unfounded"}).status_code == 422
    press(eva, close, outcome="unfounded", words="A women's shelter.")
    assert "A women&#x27;s shelter." in eva.get(of("case", case.pk)).content.decode()
    assert case.offer.title not in eva.get(of("cases")).content.decode()
    assert of("case", case.pk) in eva.get(of("cases") + "?closed=1").content.decode()
    page, _ = press(eva, close, outcome="confirmed", words="No")
    assert "no longer possible" in page
    [aimed] = [row for row in precision_of(case) if row.closed]
    assert (aimed.unfounded, aimed.confirmed, aimed.share) == (1, 0, 0)


def precision_of(case):
    with scopes_disabled():
        return precision()


def test_the_offer_is_hidden_after_a_page_that_asks(case, eva):
    hide = of("case_hide", case.pk)
    assert eva.get(hide).status_code == 200
    case.offer.refresh_from_db()
    assert case.offer.status == Offer.Status.LIVE
    press(eva, hide)
    case.offer.refresh_from_db()
    assert case.offer.status == Offer.Status.HIDDEN
    assert hide not in eva.get(of("case", case.pk)).content.decode()


def test_a_ban_needs_a_reason_a_day_and_a_tick(case, eva):
    page = of("case_ban", case.pk)
    for missing in ({"reason": ""}, {"sure": ""}, {"review_on": "2020-01-01"}):
        data = IN_SUMMER | {"reason": "Because"} | missing
        assert eva.post(page, data).status_code == 422
    with scopes_disabled():
        assert not Ban.objects.exists()


def test_a_ban_is_looked_at_again_and_lifted(case, eva):
    press(eva, of("case_ban", case.pk), **IN_SUMMER, reason="Because")
    with scopes_disabled():
        ban = Ban.objects.get()
        assert list(bans_to_review(date(2027, 6, 1))) == [ban]
        assert not bans_to_review(date(2027, 5, 31)).exists()
    assert "Because" in eva.get(of("ban", ban.pk)).content.decode()
    data = {"reason": "Still so", "review_on": "2028-01-01"}
    press(eva, of("ban", ban.pk), **data, stays="")
    ban.refresh_from_db()
    assert ban.review_on == date(2028, 1, 1)
    page, _ = press(eva, of("ban", ban.pk), **data, lift="")
    assert "Nobody is banned" in page


def test_the_person_s_copy_names_the_ban_and_no_word_of_it(case, eva):
    with scopes_disabled():
        copy = str(person_export(person_id=case.person_id, language="en", actor=None))
    assert "Aimed at" not in copy, "nobody is warned off while it is looked into"
    press(eva, of("case_ban", case.pk), **IN_SUMMER, reason="Marie told us")
    with scopes_disabled():
        copy = str(person_export(person_id=case.person_id, language="en", actor=None))
    assert "Exploitation of people" in copy
    assert "Aimed at" in copy
    assert "Marie" not in copy


def test_anyone_reads_what_is_watched_and_objects(client, network):
    page = reverse("exchange:signals")
    text = client.get(page).content.decode()
    assert "6(1)(f)" in text
    assert "One contact, several identities" in text
    assert page in client.get(reverse("exchange:safety")).content.decode()
    data = {"text": "I share the phone with my sister", "stamp": old_stamp(10)}
    codes = {client.post(page, data).context["code"] for _ in range(2)}
    assert len(codes) == 1
    with scopes_disabled():
        complaint = Complaint.objects.get()
    assert (complaint.about, complaint.organisation) == ("signal", network)
    assert client.post(page, {"text": "", "stamp": old_stamp(9)}).status_code == 422


def test_bans_and_cases_are_for_nobody_s_export_of_offers(case, adam):
    assert timezone.now() - the_case().created_at < timedelta(minutes=1)
    assert "young women" not in adam.get(of("cases")).content.decode()
