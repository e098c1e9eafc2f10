"""The coordinator's list: who sees what, bulk actions and their undoing, exports."""

import csv
import io
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django_scopes import scope, scopes_disabled
from openpyxl import load_workbook

from nebe.core.people.actors import Actor
from nebe.core.privacy.models import AuditEntry
from nebe.exchange.images import image_add, image_clean
from nebe.exchange.models import BulkAction, Need, Offer, Question, SavedFilter
from nebe.exchange.services.reports import report_submit
from nebe.exchange.worklist.actions import offers_act

from .test_images import jpeg, upload

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
LIST = "/en/console/offers/"


@pytest.fixture
def network(cast):
    return cast.office


@pytest.fixture
def jana(cast, client_for):
    return client_for(cast.jana)


@pytest.fixture
def marta(cast, client_for):
    return client_for(cast.marta)


def bulk(client, kind, *offers, reason=""):
    data = {"kind": kind, "ids": [str(offer.pk) for offer in offers], "reason": reason}
    return client.post(reverse("exchange_staff:bulk"), data, follow=True).content.decode()


def page_of(client, offer) -> str:
    return client.get(reverse("exchange_staff:offer", args=[offer.pk])).content.decode()


def test_it_works(jana, make_offer):
    make_offer("textbooks", title="Reading books")
    make_offer("housing", title="A room in a house")
    page = jana.get(LIST).content.decode()
    assert "Reading books" in page
    assert "A room in a house" in page


def test_unconfirmed_and_withdrawn_offers_are_not_listed(jana, make_offer):
    unconfirmed, withdrawn = make_offer(title="First"), make_offer(title="Second")
    Offer.objects.filter(pk=unconfirmed.pk).update(status=Offer.Status.UNCONFIRMED)
    Offer.objects.filter(pk=withdrawn.pk).update(status=Offer.Status.WITHDRAWN)
    assert "No offer fits" in jana.get(LIST).content.decode()
    for offer in (unconfirmed, withdrawn):
        assert jana.get(reverse("exchange_staff:offer", args=[offer.pk])).status_code == 404


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("category=housing", {"room"}),
        ("waits=on", {"lessons"}),
        ("status=live", {"books", "room"}),
        ("handler=nobody", {"books", "lessons", "room"}),
        ("handler=mine", set()),
        ("language=uk", {"lessons"}),
        ("language=u", {"books", "lessons", "room"}),
        ("q=lessons", {"lessons"}),
        ("status=nonsense&page=99", {"books", "lessons", "room"}),
    ],
)
def test_filters(jana, make_offer, query, shown):
    make_offer("textbooks", title="books", languages=["cs"])
    make_offer("tutoring", title="lessons", languages=["uk", "cs"])
    make_offer("housing", title="room", languages=[])
    page = jana.get(f"{LIST}?{query}").content.decode()
    assert {title for title in ("books", "lessons", "room") if f">{title}</a>" in page} == shown


def test_reported_offers_are_found_by_who_answers_for_them(cast, client_for, make_offer, network):
    offer = make_offer(title="odd")
    make_offer(title="fine")
    with scopes_disabled():
        report_submit(
            organisation=cast.pomoc,
            reason="money",
            language="en",
            once="1",
            offer=offer,
            actor=cast_nobody(),
        )
    page = client_for(cast.jana).get(f"{LIST}?reported=on").content.decode()
    assert ">odd</a>" in page
    assert ">fine</a>" not in page
    assert ">odd</a>" not in client_for(cast.marta).get(f"{LIST}?reported=on").content.decode()


def cast_nobody():
    from nebe.core.people.actors import Actor

    return Actor.nobody()


def test_the_contact_is_seen_once_taken_on_and_by_nobody_else(jana, marta, make_offer, cast):
    offer = make_offer()
    assert "petr@example.org" not in page_of(jana, offer)
    bulk(jana, "take_on", offer)
    assert "petr@example.org" in page_of(jana, offer)
    assert "petr@example.org" not in page_of(marta, offer)
    bulk(jana, "hand_back", offer)
    assert "petr@example.org" not in page_of(jana, offer)


def test_who_vets_reads_the_answers_and_who_handles_the_internal_ones_too(
    jana, marta, make_offer, categories
):
    for key, public in (("level", True), ("check", False)):
        Question.objects.create(
            category=categories["tutoring"], key=key, kind="text", label={"en": key}, public=public
        )
    offer = make_offer(
        "tutoring",
        answers={"tutoring.level": "Ten to fifteen"},
        internal_answers={"tutoring.check": "Extract of May"},
    )
    assert "Ten to fifteen" in page_of(jana, offer)
    assert "Extract of May" not in page_of(jana, offer)
    bulk(jana, "take_on", offer)
    assert "Extract of May" in page_of(jana, offer)
    assert "Extract of May" not in page_of(marta, offer)


def test_who_vets_looks_at_the_pictures_before_everyone_may(client, jana, make_offer):
    offer = make_offer("tutoring")
    image = image_add(offer=offer, image=image_clean(upload(jpeg())))
    address = reverse("exchange_staff:offer_picture", args=[offer.pk, image.pk])
    assert address in page_of(jana, offer)
    assert b"".join(jana.get(address).streaming_content).startswith(b"RIFF")
    assert client.get(reverse("exchange:image", args=[image.pk])).status_code == 404
    other = make_offer()
    assert (
        jana.get(reverse("exchange_staff:offer_picture", args=[other.pk, image.pk])).status_code
        == 404
    )


def test_that_the_contact_was_seen_is_in_the_trail(jana, make_offer, cast):
    from nebe.core.privacy.audit import audit_flush

    offer = make_offer()
    bulk(jana, "take_on", offer)
    page_of(jana, offer)
    audit_flush()
    entry = AuditEntry.objects.get(action="read", row=str(offer.person_id))
    assert entry.user == cast.jana.pk


def test_what_one_took_on_another_cannot(jana, marta, make_offer, cast):
    offer = make_offer()
    bulk(jana, "take_on", offer)
    page = bulk(marta, "take_on", offer)
    assert "stayed as it was" in page
    offer.refresh_from_db()
    assert offer.handler == cast.pomoc


def test_hiding_needs_a_reason_and_can_be_undone_once(jana, make_offer):
    offers = [make_offer(title=f"Offer {i}") for i in range(3)]
    assert "Say why" in bulk(jana, "hide", *offers)
    page = bulk(jana, "hide", *offers, reason="asks for money")
    assert "3 offers: hidden" in page
    assert set(Offer.objects.values_list("status", flat=True)) == {"hidden"}
    undo = reverse("exchange_staff:undo", args=[BulkAction.objects.get().pk])
    assert undo in page
    jana.get(undo)
    assert set(Offer.objects.values_list("status", flat=True)) == {"hidden"}
    jana.post(undo)
    assert set(Offer.objects.values_list("status", flat=True)) == {"live"}
    assert "too late" in jana.post(undo, follow=True).content.decode()


@pytest.mark.parametrize("kind", ["take_on", "hand_back", "hide", "show"])
def test_many_offers_take_as_many_statements_as_a_few(cast, make_offer, kind):
    before = {"hand_back": "take_on", "show": "hide"}.get(kind)
    small = [make_offer("textbooks", "housing", email="a@example.org") for _ in range(2)]
    large = [make_offer("tutoring", "textbooks", email=f"{n}@example.org") for n in range(9)]
    actor = Actor(user=cast.jana, organisation=cast.pomoc)

    def act(kind, offers):
        return offers_act(kind=kind, ids=[o.pk for o in offers], reason="odd", actor=actor)

    def statements(offers):
        if before:
            act(before, offers)
        with CaptureQueriesContext(connection) as captured:
            assert act(kind, offers).changed == len(offers)
        return len(captured)

    assert statements(small) == statements(large)


def test_undo_is_for_who_did_it(jana, marta, make_offer):
    bulk(jana, "take_on", make_offer())
    undo = reverse("exchange_staff:undo", args=[BulkAction.objects.get().pk])
    assert marta.post(undo).status_code == 404


def test_nothing_chosen_says_what_to_do(jana):
    assert "Choose offers" in bulk(jana, "hide")
    assert "Choose offers" in bulk(jana, "delete")


def test_saved_filters_are_ones_own(jana, marta):
    jana.post(reverse("exchange_staff:filter_save"), {"name": "Waiting", "query": "waits=on"})
    saved = SavedFilter.objects.get()
    assert "Waiting" in jana.get(LIST).content.decode()
    delete = reverse("exchange_staff:filter_delete", args=[saved.pk])
    assert marta.post(delete).status_code == 404
    jana.post(delete)
    assert not SavedFilter.objects.exists()


def test_vetting_shows_the_offer_and_needs_the_licence_where_one_is_needed(jana, make_offer):
    offer = make_offer("tutoring", "legal")
    vet = reverse("exchange_staff:vet", args=[offer.pk])
    seen = {"seen": re.search(r'name="seen" value="(\w+)"', page_of(jana, offer))[1]}
    jana.post(vet, seen | {"category": "tutoring", "accepted": "yes", "grounds": "Spoke by phone"})
    offer.refresh_from_db()
    assert offer.status == "live"
    answer = seen | {"category": "legal", "accepted": "yes", "grounds": "Typed grounds stay"}
    page = jana.post(vet, answer).content.decode()
    assert "Check it first" in page
    assert "Typed grounds stay" in page
    jana.post(vet, answer | {"licence_checked": "on"})
    assert set(offer.kinds.filter(public=True).values_list("category_id", flat=True)) == {
        "tutoring",
        "legal",
    }


def test_the_export_counts_beds_apart(jana, make_offer):
    offer = make_offer("housing", "textbooks", capacity=3)
    offer.kinds.filter(category="housing").update(capacity=6, taken=2)
    url = reverse("exchange_staff:export", args=["csv"])
    text = b"".join(jana.get(url).streaming_content).decode("utf-8-sig")
    [row] = csv.DictReader(io.StringIO(text))
    assert row["Capacity"] == "3"
    assert row["Places taken and in all, by kind of help"] == "Housing: 2/6"


def test_csv_and_xlsx_hold_the_filtered_list_without_formulas_or_contacts(jana, make_offer):
    make_offer("textbooks", title='=HYPERLINK("http://x")', text="@sum\x07")
    make_offer("housing", title="Elsewhere")
    url = reverse("exchange_staff:export", args=["csv"]) + "?category=textbooks"
    text = b"".join(jana.get(url).streaming_content).decode("utf-8-sig")
    _header, row = list(csv.reader(io.StringIO(text)))
    assert row[1] == '\'=HYPERLINK("http://x")'
    assert row[2] == "'@sum"
    url = reverse("exchange_staff:export", args=["xlsx"]) + "?category=textbooks"
    sheet = load_workbook(io.BytesIO(jana.get(url).content)).active
    assert sheet.max_row == 2
    assert sheet["B2"].value.startswith("'=")
    assert sheet["B2"].data_type == "s"
    assert "petr@example.org" not in text
    assert AuditEntry.objects.filter(action="offers.export_csv").count() == 1


def test_an_auditor_reads_and_never_acts(cast, client_for, make_offer):
    offer, agata = make_offer(), client_for(cast.agata)
    assert agata.get(LIST).status_code == 200
    response = agata.post(reverse("exchange_staff:bulk"), {"kind": "hide", "ids": [str(offer.pk)]})
    assert response.status_code == 404


def test_queues_are_those_of_the_organisation_worked_for(cast, client_for, make_offer):
    with scopes_disabled():
        row = report_submit(
            organisation=cast.pomoc,
            reason="dangerous",
            text="He wanted money",
            language="en",
            once="1",
            offer=make_offer(),
            actor=cast_nobody(),
        )
    jana, marta = client_for(cast.jana), client_for(cast.marta)
    address = reverse("exchange_staff:queue_row", args=["reports", row.pk])
    assert "He wanted money" in jana.get(address).content.decode()
    assert marta.get(address).status_code == 404
    jana.post(reverse("exchange_staff:queue_act", args=["reports", row.pk, "take"]))
    close = reverse("exchange_staff:queue_act", args=["reports", row.pk, "close"])
    assert "before you close" in jana.post(close, follow=True).content.decode()
    jana.post(close, {"outcome": "We spoke with the helper."})
    with scope(organisation=cast.pomoc):
        row.refresh_from_db()
    assert (row.status, row.outcome) == ("closed", "We spoke with the helper.")


def test_that_a_reported_message_was_read_is_in_the_trail(cast, client_for, make_offer):
    offer = make_offer()
    with scope(organisation=cast.office):
        need = Need.objects.create(
            person=offer.person,
            organisation=cast.office,
            category=offer.categories.first(),
            text="Books, please",
        )
        row = report_submit(
            organisation=cast.office,
            reason="rude",
            language="en",
            once="2",
            need=need,
            actor=cast_nobody(),
        )
    eva = client_for(cast.eva, elevated=True)
    page = eva.get(reverse("exchange_staff:queue_row", args=["reports", row.pk]))
    assert "Books, please" in page.content.decode()
    read = AuditEntry.objects.filter(action="read").values_list("row", flat=True)
    assert {str(row.pk), str(need.pk)} <= set(read)


def test_the_first_page_counts_what_waits(jana, make_offer):
    make_offer("tutoring")
    page = jana.get("/en/console/").content.decode()
    assert "offers wait for vetting" in page
    assert '<span class="figure-count">1</span>' in page


def test_queries_do_not_grow_with_the_list(jana, make_offer, django_assert_max_num_queries):
    for number in range(12):
        make_offer("textbooks", title=f"Books {number}")
    with django_assert_max_num_queries(25):
        jana.get(LIST)


def test_complaints_are_read_by_those_who_answer_for_the_organisation(cast, client_for):
    address = reverse("exchange_staff:queue", args=["complaints"])
    assert client_for(cast.jana).get(address).status_code == 404
    assert client_for(cast.adam).get(address).status_code == 200
    eva = client_for(cast.eva)
    assert reverse("people:elevate") in eva.get(address).url
    assert address in eva.get(reverse("console")).content.decode()
    assert client_for(cast.eva, elevated=True).get(address).status_code == 200
