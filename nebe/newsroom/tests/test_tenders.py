"""A tender from notice to award: which step may follow which, and what each tells the world."""

import json
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path
from uuid import uuid4

import pytest
import time_machine
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from django_scopes import scope, scopes_disabled
from jsonschema_rs import Draft4Validator
from wagtail.models import PageViewRestriction, ReferenceIndex

from nebe.core.mail.models import Mail
from nebe.core.people.actors import actor_of
from nebe.core.people.guard import stamp_make
from nebe.core.privacy.retention import retain
from nebe.newsroom.models import (
    Download,
    Listed,
    Section,
    Tender,
    TenderAnswer,
    TenderQuestion,
    TenderRelease,
)
from nebe.newsroom.models.tender_releases import Immutable
from nebe.newsroom.procurement import ocds
from nebe.newsroom.procurement.questions import question_answer, question_ask
from nebe.newsroom.procurement.releases import releases_of
from nebe.newsroom.tender_blocks import DocumentBlock, DocumentValue
from nebe.newsroom.testing import asks_first

from .spoken import said

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
NOW = "2026-11-20T10:00:00+01:00"
SCHEMA = json.loads(Path(__file__).with_name("ocds-release-schema-1.1.4.json").read_text())
AWARD = {
    "lot": "",
    "supplier": "Autobazar Pod Skalou",
    "registration_number": "12 34 56 78",
    "amount": "845000.00",
    "decided_on": "2026-11-19",
    "reason": "The lowest price.",
}


def tender(slug="language-courses", language="en") -> Tender:
    return Tender.objects.get(slug=slug, locale__language_code=language)


def tags(page) -> list[str]:
    return [release.tag for release in releases_of(page.translation_key)]


def publish(page, **changes) -> Tender:
    for name, value in changes.items():
        setattr(page, name, value)
    page.save_revision().publish()
    return type(page).objects.get(pk=page.pk)


def awarded(page, **changes) -> Tender:
    award = {"type": "award", "value": {**AWARD, **changes}}
    return publish(page, stage="awarded", awards=json.dumps([award]))


@pytest.fixture(autouse=True)
def at_a_moment():
    cache.clear()  # the limits
    with time_machine.travel(NOW, tick=False):
        yield


def test_it_works(client, pages):
    page = client.get("/en/tenders/language-courses/").text
    assert "1,250,000 CZK" in page
    assert "Four groups, twice a week" in page
    assert "Draft of the contract" in page
    assert "releases.json" in page
    assert "Ask a question" in page


def test_a_translation_tells_the_facts_of_the_notice(client, pages):
    publish(tender(), value_amount=Decimal("1300000"), change_reason="A group more in Brno.")
    page = client.get("/cs/tenders/language-courses/").text
    assert "Jazykové kurzy pro nově příchozí" in page
    assert "1\xa0300\xa0000 CZK" in page
    assert 'lang="en" dir="ltr"' in page
    assert "1\xa0300\xa0000 CZK" in " ".join(
        Listed.objects.get(reader="cs", path="tenders/language-courses/").facts_told
    )
    assert len(tags(tender())) == 2  # the translation made none of its own


def test_a_translation_speaks_for_itself_until_the_notice_says_something_else(client, pages):
    assert "Čtyři skupiny, dvakrát týdně" in client.get("/cs/tenders/language-courses/").text
    lots = tender().lots.get_prep_value()
    lots[0]["value"]["text"] = "Five groups"
    publish(tender(), lots=json.dumps(lots), change_reason="A group more in Brno.")
    page = client.get("/cs/tenders/language-courses/").text
    assert "Čtyři skupiny" not in page
    assert '<span lang="en" dir="ltr">Five groups</span>' in page
    assert "Tři skupiny, dvakrát týdně" in page


@pytest.mark.parametrize("reader", ["uk", "ar"])
def test_words_of_the_notice_alone_are_in_its_language(client, pages, reader):
    page = tender()
    after = page.closes_on + timedelta(days=7)
    publish(page, closes_on=after, submission="By post.", change_reason="Holidays in between.")
    words = said(client.get(f"/{reader}/tenders/language-courses/").text)
    assert {("en", "Holidays in between."), ("en", "By post.")} <= set(words)
    awarded(tender("winter-vans"))
    words = said(client.get(f"/{reader}/tenders/winter-vans/").text)
    assert ("en", "The lowest price.") in words
    with override(reader):
        assert (reader, str(Tender.Stage.AWARDED.label)) in words
        assert ("en", str(Tender.Stage.AWARDED.label)) not in words


def test_what_is_past_leaves_the_list_and_filters_narrow_it(client, pages):
    listed = client.get("/en/tenders/").text
    assert "Language courses" in listed
    assert "Two vans" not in listed
    assert "Two vans" in client.get("/en/tenders/?past=1").text
    goods = client.get("/en/tenders/?past=1&category=goods").text
    assert "Two vans" in goods
    assert "Language courses for" not in goods
    assert "Language courses for" in client.get("/en/tenders/?category=nonsense").text
    assert "Language courses" in client.get("/en/feeds/tender.xml").text


def test_the_stages_follow_one_another(pages):
    vans = tender("winter-vans")
    assert tags(vans) == ["tender"]
    with pytest.raises(ValidationError, match="open, awarded"):
        publish(vans, stage="planned")
    vans = awarded(tender("winter-vans"))
    assert tags(vans) == ["tender", "award"]
    for stage in ("open", "planned", "cancelled", "unsuccessful"):
        with pytest.raises(ValidationError):
            publish(tender("winter-vans"), stage=stage, awards="[]", outcome_reason="x")
    with pytest.raises(ValidationError, match="cannot change"):
        publish(tender("winter-vans"), value_amount=Decimal(1))
    awarded(tender("winter-vans"), reason="The lowest price of four.")
    assert tags(vans) == ["tender", "award", "awardUpdate"]


def test_a_plan_becomes_a_tender_or_is_dropped(pages):
    page = tender("winter-vans")
    plan = Tender(title="A plan", slug="plan", stage="planned", category="works")
    page.get_parent().add_child(instance=plan)
    publish(plan)
    publish(plan, summary="Two rooms")
    with pytest.raises(ValidationError) as told:
        publish(plan, stage="awarded")
    assert "planned, open, cancelled" in str(told.value)
    plan.refresh_from_db()
    publish(plan, stage="cancelled", outcome_reason="No money.")
    assert tags(plan) == ["planning", "planningUpdate", "tenderCancellation"]
    assert releases_of(plan.translation_key)[-1].data["tender"]["status"] == "cancelled"


def test_a_new_page_cannot_begin_at_its_end(pages):
    page = Tender(
        title="B", slug="b", stage="cancelled", category="goods", outcome_reason="No money."
    )
    with pytest.raises(ValidationError, match="planned, open"):
        tender().get_parent().add_child(instance=page)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"closes_on": None}, "closes_on"),
        ({"submission": ""}, "submission"),
        ({"stage": "cancelled"}, "outcome_reason"),
        ({"stage": "awarded"}, "stage"),  # bids may still come
        ({"value_amount": Decimal("5")}, "change_reason"),
    ],
)
def test_what_is_missing_is_said(pages, changes, field):
    with pytest.raises(ValidationError) as told:
        publish(tender(), **changes)
    assert field in told.value.message_dict


def test_open_bids_change_with_a_reason_only_and_it_is_told(client, pages):
    page = tender()
    page = publish(
        page, closes_on=page.closes_on + timedelta(days=7), change_reason="Holidays in between."
    )
    release = releases_of(page.translation_key)[-1]
    assert release.tag == "tenderAmendment"
    assert [change["fact"] for change in release.changes] == ["closes"]
    assert release.data["tender"]["amendments"][0]["rationale"] == "Holidays in between."
    assert "Holidays in between." in client.get("/en/tenders/language-courses/").text
    with pytest.raises(ValidationError):  # the old reason does for no other change
        publish(tender(), value_amount=Decimal("5"))
    # Words of the page need no reason.
    publish(tender(), summary="Schools for adults, with care for children.")
    assert tags(page) == ["tender", "tenderAmendment", "tenderUpdate"]


def test_published_again_without_a_change_it_tells_nothing(pages):
    page = publish(tender())
    publish(page)
    assert tags(page) == ["tender"]


@pytest.mark.parametrize("above", [False, True])
def test_a_private_tender_is_told_when_everybody_may_see_it(client, pages, above):
    parent = tender().get_parent()
    page = Tender(title="Kept back", slug="kept-back", stage="planned", category="works")
    parent.add_child(instance=page)
    restriction = PageViewRestriction.objects.create(
        page=parent if above else page, restriction_type=PageViewRestriction.LOGIN
    )
    publish(page)
    page = publish(page, summary="Two rooms")
    assert tags(page) == []
    assert "Kept back" not in client.get("/ocds/records.json").text
    restriction.delete()
    assert tags(page) == ["planning"]
    assert tags(tender()) == ["tender"]  # nothing new of what was told before
    assert "Kept back" in client.get("/ocds/records.json").text


def test_a_tender_that_leaves_a_private_part_is_told_at_once(client, pages):
    section = tender().get_parent()
    inside = Section(title="Inside", slug="inside", kind="tender")
    section.get_parent().add_child(instance=inside)
    restriction = {"restriction_type": PageViewRestriction.LOGIN}
    PageViewRestriction.objects.create(page=inside, **restriction)
    page = Tender(title="Kept back", slug="kept-back", stage="planned", category="works")
    inside.add_child(instance=page)
    publish(page)
    assert tags(page) == []
    Tender.objects.get(pk=page.pk).move(section, pos="last-child")
    assert tags(page) == ["planning"]
    assert "Kept back" in client.get("/ocds/records.json").text


def test_documents_are_files_of_ours(client, pages, settings):
    file = Download(title="Terms", file=ContentFile(b"Terms.", "terms.txt"), language="cs")
    file.save()
    path = reverse("download", args=[file.pk, file.name])
    value = {"title": "Terms", "kind": "biddingDocuments", "file": file.pk, "address": ""}
    page = Tender(
        title="Chairs", slug="chairs", stage="planned", category="goods",
        documents=json.dumps([{"type": "document", "value": value, "id": str(uuid4())}]),
    )  # fmt: skip
    tender().get_parent().add_child(instance=page)
    page.unpublish()
    assert client.get(path).status_code == 404
    publish(page)
    ReferenceIndex.create_or_update_for_object(tender("chairs"))  # as a job does
    assert client.get(path).status_code == 200
    shown = client.get("/en/tenders/chairs/").text
    assert f'href="{path}"' in shown
    release = releases_of(page.translation_key)[-1].data
    assert Draft4Validator(SCHEMA).is_valid(release)
    document = release["tender"]["documents"][1]
    assert document["url"].endswith(path)
    assert (document["format"], document["language"]) == ("text/plain", "cs")
    first = document["datePublished"]
    with time_machine.travel("2026-11-22T10:00:00+01:00", tick=False):
        publish(tender("chairs"), summary="Forty of them.")
    again = releases_of(page.translation_key)[-1].data["tender"]["documents"][1]
    assert again["datePublished"] == first
    told = len(tags(page))
    settings.BASE_URL = "https://new.example"
    publish(tender("chairs"))
    assert len(tags(page)) == told, "the site moved, and nothing of the tender"
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)
    assert client.get(path).status_code == 404


@pytest.mark.parametrize("both", [False, True])
def test_a_document_is_a_file_or_an_address(pages, both):
    file = Download(title="Terms", file=ContentFile(b"Terms.", "terms.txt"))
    file.save()
    block = DocumentBlock()
    address = "https://example.org/" if both else ""
    value = {"title": "T", "kind": "tenderNotice", "file": file if both else None}
    with pytest.raises(ValidationError):
        block.clean(DocumentValue(block, [*value.items(), ("address", address)]))


def test_a_release_stays_when_the_tender_becomes_private(pages):
    page = tender()
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)
    publish(page, summary="Schools for adults.")
    assert tags(page) == ["tender"]


def test_lots_are_awarded_by_their_numbers(pages):
    with time_machine.travel("2027-01-20T10:00:00+01:00", tick=False):
        with pytest.raises(ValidationError, match="number of its lot"):
            awarded(tender(), lot="9")
        awarded(tender(), lot="2")
    last = releases_of(tender().translation_key)[-1].data
    assert last["awards"][0]["relatedLots"] == ["2"]


def test_a_release_stays_as_it_was(pages):
    release = TenderRelease.objects.first()
    release.tag = "award"
    for act in (
        release.save,
        release.delete,
        TenderRelease.objects.all().delete,
        lambda: TenderRelease.objects.update(tag="award"),
    ):
        with pytest.raises(Immutable):
            act()


def whole_way(client, cast) -> Tender:
    """Plan, notice, amendment, answer, award."""
    page = Tender(title="Kurzy", slug="way", stage="planned", category="services", buyer=cast.pomoc)
    tender().get_parent().add_child(instance=page)
    publish(page)
    page = publish(
        page,
        stage="open",
        closes_on=timezone.localdate() + timedelta(days=3),
        submission="By post",
        value_amount=Decimal("99000.50"),
    )
    page = publish(page, value_amount=Decimal("95000"), change_reason="One room less.")
    question = question_ask(
        page=page, text="By e-mail, too?", email="a@example.org", once="w" * 32, language="uk"
    )
    with scope(organisation=cast.pomoc.pk):
        texts = {"asked": {"en": "By e-mail, too?"}, "answer": {"en": "No."}}
        question_answer(question=question, actor=actor_of(cast.adam), **texts)
    with time_machine.travel(timezone.now() + timedelta(days=5), tick=False):
        return awarded(page)


def test_every_release_is_valid_against_the_schema_of_ocds(client, cast, pages):
    page = whole_way(client, cast)
    package = client.get(f"/ocds/{page.translation_key}/releases.json").json()
    assert [release["tag"][0] for release in package["releases"]] == [
        "planning", "tender", "tenderAmendment", "tenderUpdate", "award",
    ]  # fmt: skip
    validator = Draft4Validator(SCHEMA)
    for release in package["releases"]:
        assert [error.message for error in validator.iter_errors(release)] == []
        assert datetime.fromisoformat(release["date"]).utcoffset() is not None
    last = package["releases"][-1]
    assert last["ocid"] == f"ocds-000000-{page.translation_key}"
    assert last["tender"]["status"] == "complete"
    assert last["tender"]["hasEnquiries"] is True
    assert last["awards"][0]["value"] == {"amount": 845000.0, "currency": "CZK"}
    roles = {party["name"]: party["roles"] for party in last["parties"]}
    assert roles == {"Pomocná ruka": ["buyer"], "Autobazar Pod Skalou": ["supplier"]}
    assert last["parties"][1]["identifier"]["id"] == "12345678"
    assert {"uri", "version", "publishedDate", "publisher", "extensions"} <= package.keys()
    ids = [release["id"] for release in package["releases"]]
    assert len(set(ids)) == len(ids)


def test_the_schema_would_notice():
    broken = {"ocid": "a", "id": "1", "date": NOW, "tag": ["sold"], "initiationType": "tender"}
    assert list(Draft4Validator(SCHEMA).iter_errors(broken))


def test_records_compile_all_releases(client, cast, pages):
    page = whole_way(client, cast)
    package = client.get("/ocds/records.json").json()
    assert len(package["records"]) == 3
    record = next(r for r in package["records"] if r["ocid"].endswith(str(page.translation_key)))
    compiled = record["compiledRelease"]
    assert compiled["tag"] == ["compiled"]
    assert len(record["releases"]) == 5
    assert compiled["tender"]["value"]["amount"] == 95000.0
    assert compiled["awards"][0]["suppliers"][0]["name"] == "Autobazar Pod Skalou"
    assert list(Draft4Validator(SCHEMA).iter_errors(compiled)) == []


def test_compiling_keeps_lists_by_id_and_lets_later_values_win():
    releases = [
        {"ocid": "a", "id": "1", "date": "1", "tag": ["tender"],
         "tender": {"title": "A", "documents": [{"id": "x", "title": "X"}]}},
        {"ocid": "a", "id": "2", "date": "2", "tag": ["tenderUpdate"],
         "tender": {"title": "B", "documents": [{"id": "y"}, {"id": "x", "url": "u"}]}},
    ]  # fmt: skip
    assert ocds.merged(releases) == {
        "ocid": "a", "id": "a-2", "date": "2", "tag": ["compiled"],
        "tender": {
            "title": "B",
            "documents": [{"id": "x", "title": "X", "url": "u"}, {"id": "y"}],
        },
    }  # fmt: skip


def test_open_data_stays_when_the_page_is_gone(client, pages):
    key = tender().translation_key
    for language in ("en", "cs", "uk"):
        tender(language=language).unpublish()
    assert client.get(f"/ocds/{key}/releases.json").status_code == 200
    assert client.get("/en/tenders/language-courses/").status_code == 404
    assert client.get(f"/en/ask-about/{key}/").status_code == 404


def test_of_an_unknown_tender_there_is_no_open_data(client, pages):
    assert client.get(f"/ocds/{uuid4()}/releases.json").status_code == 404


# Questions


def ask(client, key, **typed):
    with time_machine.travel(timezone.now() - timedelta(minutes=1), tick=False):
        stamp = stamp_make()
    typed = {"text": "May two schools bid together?", "email": "b@example.org", **typed}
    return client.post(f"/uk/ask-about/{key}/", {"stamp": stamp, **typed})


def test_a_question_is_sealed_and_its_answer_names_nobody(client, client_for, cast, pages):
    key = tender().translation_key
    assert ask(client, key).status_code == 302
    with scopes_disabled():
        question = TenderQuestion.objects.get()
        raw = TenderQuestion.objects.values_list("text", "email").get()
    assert "school" not in repr(raw)
    ema = client_for(cast.ema)
    assert "Language courses" in ema.get("/en/console/tenders/questions/").text
    address = f"/en/console/tenders/questions/{question.pk}/"
    shown = ema.get(address).text
    assert "May two schools bid together?" in shown
    assert "b@example.org" not in shown
    told = {"asked": "May two bid? b@example.org", "answer": "Yes."}
    assert "b@example.org" in ema.post(address, told).text  # said back: take it out
    assert TenderAnswer.objects.count() == 0
    ema.post(address, {"asked": "May two schools bid together?", "answer": "Yes, both sign."})
    page = client.get("/en/tenders/language-courses/").text
    assert "Yes, both sign." in page
    assert Mail.objects.get(template="newsroom/mail/tender_answered").language == "uk"
    ema.post(address, {"asked": "Again?", "answer": "Twice."})
    assert TenderAnswer.objects.count() == 1
    assert tags(tender()) == ["tender", "tenderUpdate"]


def test_an_answer_is_read_in_each_language_in_which_it_is_given(client, client_for, cast, pages):
    ask(client, tender().translation_key)
    with scopes_disabled():
        address = f"/en/console/tenders/questions/{TenderQuestion.objects.get().pk}/"
    ema, told = client_for(cast.ema), {"asked": "May two bid?", "answer": "Yes."}
    half = ema.post(address, told | {"asked_uk": "Чи можуть двоє?"})
    assert half.status_code == 422
    assert 'id="id_answer_uk"' in half.text
    refused = ema.post(address, told | {"asked_uk": "b@example.org?", "answer_uk": "Так."})
    assert refused.status_code == 422
    assert "Please take out: b@example.org" in refused.text
    assert TenderAnswer.objects.count() == 0
    ema.post(address, told | {"asked_uk": "Чи можуть двоє?", "answer_uk": "Так, можуть."})
    assert "Так, можуть." in client.get("/uk/tenders/language-courses/").text
    arabic = client.get("/ar/tenders/language-courses/").text
    assert '<h3 lang="en" dir="ltr">May two bid?</h3>' in arabic


def test_an_answer_in_the_readers_language_stands_on_a_page_that_is_not(client, pages):
    asked, answer = {"en": "May two bid?", "ar": "سؤال"}, {"en": "Yes.", "ar": "نعم."}
    TenderAnswer.objects.create(
        key=tender().translation_key, language="en", question=asked, answer=answer
    )
    words = said(client.get("/ar/tenders/language-courses/").text)
    assert {("ar", "سؤال"), ("ar", "نعم.")} <= set(words)
    assert (
        '<h3 lang="en" dir="ltr">May two bid?</h3>'
        in client.get("/cs/tenders/language-courses/").text
    )


def test_only_the_buyers_people_read_questions(client, client_for, cast, pages):
    ask(client, tender().translation_key)
    with scopes_disabled():
        address = f"/en/console/tenders/questions/{TenderQuestion.objects.get().pk}/"
    assert client_for(cast.adam).get(address).status_code == 404
    assert client_for(cast.jana).get(address).status_code == 404
    assert "No question waits" in client_for(cast.adam).get("/en/console/tenders/questions/").text


def test_what_is_no_question_is_left_unanswered(client, client_for, cast, pages):
    ask(client, tender().translation_key)
    with scopes_disabled():
        address = f"/en/console/tenders/questions/{TenderQuestion.objects.get().pk}/"
    ema = client_for(cast.ema)
    assert asks_first(ema.get(address).text, "button[name=refuse]")
    ema.post(address, {"refuse": "1"})
    assert "No question waits" in ema.get("/en/console/tenders/questions/").text
    assert TenderAnswer.objects.count() == 0


def test_the_form_keeps_what_was_typed(client, cast, pages):
    answer = ask(client, tender().translation_key, text="Why these?", email="no address")
    assert answer.status_code == 422
    assert "Why these?" in answer.text


def test_questions_end_on_their_day_and_are_limited(client, cast, pages):
    key = tender("winter-vans").translation_key
    assert client.get(f"/en/ask-about/{key}/").status_code == 410
    key = tender().translation_key
    answers = [ask(client, key, text=f"Question number {n}?").status_code for n in range(32)]
    assert answers[:30] == [302] * 30
    assert answers[31] == 429


def test_questions_are_forgotten_after_90_days(client, cast, pages):
    ask(client, tender().translation_key)
    for days, left in ((89, 1), (91, 0)):
        list(retain(now=timezone.now() + timedelta(days=days)))
        with scopes_disabled():
            assert TenderQuestion.objects.count() == left


def test_the_demonstration_has_an_award_a_question_and_panels(client, cast, settings, all_pages):
    settings.DEMO = True
    with time_machine.travel(NOW, tick=True):
        call_command("load_jobs_demo", verbosity=0)
        call_command("load_jobs_demo", verbosity=0)
    assert tags(tender("winter-vans")) == ["tender", "award"]
    assert "Autobazar Pod Skalou" in client.get("/ar/tenders/winter-vans/").text
    assert TenderAnswer.objects.count() == 1
    for code, _name in settings.LANGUAGES:
        page = client.get(f"/{code}/tenders/language-courses/").text
        questions = page.partition('id="questions"')[2].partition("</section>")[0]
        assert "<h3>" in questions
        assert " lang=" not in questions  # none but the reader's
