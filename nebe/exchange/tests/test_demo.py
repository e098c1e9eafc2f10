import re
from collections import Counter
from datetime import UTC, datetime
from itertools import pairwise, product
from random import Random

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db.models import Q
from django_scopes import scope, scopes_disabled

from nebe.core.mail.models import Mail
from nebe.core.people.models import Disclosure, Organisation, Person, User
from nebe.core.people.persons import email_index
from nebe.core.privacy.models import Consent
from nebe.core.texts import contacts
from nebe.exchange.categories import categories_read
from nebe.exchange.demo.load import demo_clear
from nebe.exchange.demo.needs import patterns_read
from nebe.exchange.demo.phrases import offer_patterns
from nebe.exchange.forms.questions import name_of
from nebe.exchange.models import (
    Ban,
    BulkMail,
    BulkMailRecipient,
    Complaint,
    Feedback,
    Match,
    MatchingRun,
    Message,
    Need,
    NeedNote,
    Offer,
    OfferCategory,
    OfferImage,
    Question,
    Report,
    Signal,
    Tag,
)
from nebe.exchange.placeholders import addresses_in, placeholders_unknown
from nebe.exchange.search import Criteria, offers_search
from nebe.exchange.selectors.needs_public import needs_public
from nebe.exchange.states import may_move
from nebe.exchange.testing import NOW, demonstration_load
from nebe.exchange.visibility import offer_visibility


@pytest.fixture
def demo(demonstration, db, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    with scopes_disabled():
        yield


both = pytest.mark.django_db(databases=["default", "keys"])


@both
def test_it_loads_a_year_once_and_anew_after_clearing(demo):
    assert Offer.objects.count() == 120
    assert Need.objects.exclude(matches=None).count() == Match.objects.count()
    assert Match.objects.filter(steps=None).count() == 50
    assert Need.objects.filter(matches=None, seeks=True, status="open").count() == 70
    assert Organisation.objects.count() == 12
    assert User.objects.count() == 42
    assert Message.objects.exists()
    assert Report.objects.count() == 8
    assert Complaint.objects.count() == 5
    assert OfferImage.objects.filter(width=960).exists()
    assert Mail.objects.filter(template="exchange/mail/asked").exists()
    assert not demonstration_load()
    assert Offer.objects.count() == 120
    demo_clear()
    assert not Person.objects.exists()
    assert Organisation.objects.count() == 3
    assert demonstration_load()


@both
def test_offers_read_and_fare_as_those_of_many_people(demo):
    assert {"live", "waiting", "exhausted", "withdrawn"} <= set(values("status"))
    assert {"cs", "uk", "en", "pl"} <= set(values("language"))
    assert max(values("title", "text").values()) <= 2
    assert not Offer.objects.filter(created_at__gt=NOW).exists()
    assert Offer.objects.filter(created_at__lt=datetime(2026, 2, 1, tzinfo=UTC)).exists()
    for offer in Offer.objects.all():
        assert not contacts.find(f"{offer.title}\n{offer.text}")
        check_answers(offer)
        if offer.status not in ("unconfirmed", "withdrawn"):
            check_visibility(offer)


def values(*names) -> Counter:
    return Counter(Offer.objects.values_list(*names, flat=len(names) == 1))


def check_visibility(offer):
    visibility = offer_visibility(
        categories=offer.categories.all(),
        remote_only=offer.remote and not offer.places.exists(),
        vettings=offer.vettings.all(),
        today=NOW.date(),
    )
    public = OfferCategory.objects.filter(offer=offer, public=True)
    assert set(public.values_list("category", flat=True)) == visibility.public


def check_answers(offer):
    """They are what the forms would have stored."""
    questions = {name_of(q): q for q in Question.objects.filter(category__offers=offer)}
    answers = offer.answers | (offer.internal_answers or {})
    for name, value in answers.items():
        category, key, *part = name.split(".")
        question = questions[f"{category}.{key}"]
        if question.options and not part:
            chosen = value if question.kind == Question.Kind.SEVERAL else [value]
            assert set(chosen) <= {option["value"] for option in question.options}
    for name, question in questions.items():
        assert not question.required or name in answers or f"{name}.from" in answers


@both
def test_people_are_known_only_to_those_they_were_given_to(demo):
    assert not Person.objects.exclude(disclosures__purpose="controller").exists()
    for offer in Offer.objects.exclude(handler=None):
        given = Disclosure.objects.filter(person=offer.person, organisation=offer.handler)
        assert given.exists()
    offer = Offer.objects.exclude(controller__is_network=True).first()
    stranger = Organisation.objects.exclude(pk=offer.controller_id).filter(status="waiting").first()
    with scope(organisation=stranger, _enabled=True):
        assert not Person.objects.filter(pk=offer.person_id).exists()
    assert all(match.need.text for match in Match.objects.select_related("need"))


@both
def test_needs_that_are_searched_for_are_of_many_people(demo):
    needs = Need.objects.filter(matches=None, seeks=True).select_related("person", "category")
    assert {"uk", "ru", "en", "vi", "ar", "cs", "pl"} == {need.language for need in needs}
    assert {need.urgency for need in needs} == {0, 1, 2, 3}
    assert needs.filter(organisation__is_network=True).exists()
    assert needs.exclude(posted_by=None).exists()
    assert needs.filter(municipality=None).count() == 0
    for need in needs:
        assert not contacts.find(f"{need.text}\n{need.public_text}")
        assert bool(need.code_index) != bool(need.person.email)
        assert not need.for_organisation or (need.posted_by and need.deliver_to)
        assert not need.public_text or need.category.needs_may_be_public
        assert Disclosure.objects.filter(
            person=need.person, organisation=need.organisation
        ).exists()
    assert needs_public()
    assert needs.filter(for_organisation__isnull=False, quantity__gt=5).exists()
    [olenas] = needs.filter(person__email_index=email_index("olena@example.org"))
    assert (olenas.category_id, olenas.people) == ("housing", 3)
    assert olenas.municipality.name == "Brno"


@both
def test_needs_are_seen_through_by_janas_organisation(demo):
    followed = Match.objects.exclude(steps=None).select_related("need", "offer", "organisation")
    states = set(followed.values_list("status", flat=True))
    assert {"proposed", "taken_on", "offered", "shared", "arranged", "fulfilled"} <= states
    for match in followed:
        check_steps(match, list(match.steps.all()))
        assert (match.organisation.slug, match.need.seeks) == ("pomocna-ruka", True)
        agreed = match.status in Match.AGREED
        assert (match.need.status == "met") == agreed
        given = Consent.objects.filter(recipients=[str(match.need.person_id)], withdrawn_at=None)
        assert given.filter(person_id=match.offer.person_id).exists() == agreed
    assert Feedback.objects.filter(match__status="fulfilled").exists()
    needs = Need.objects.exclude(matches__steps=None)
    assert needs.filter(assignees__email="jana@example.org").exists()
    assert needs.filter(follow_up_on__lt=NOW.date()).count() == 1
    assert NeedNote.objects.get().text
    assert Tag.objects.get().needs.count() == 1


def check_steps(match, steps):
    """They lead to where the match stands, each as `states.py` allows."""
    assert (steps[0].frm, steps[-1].to) == ("", match.status)
    for before, after in pairwise(steps):
        assert before.to == after.frm
        assert may_move(after.frm, after.to, after.by)
        assert before.at <= after.at <= NOW


@both
def test_janas_organisation_wrote_to_many(demo):
    with scopes_disabled():
        draft, *sent = BulkMail.objects.order_by("-created_at")
        assert draft.status == BulkMail.Status.DRAFT
        assert [mail.status for mail in sent] == [BulkMail.Status.DONE] * 2
        for mail in (draft, *sent):
            assert mail.organisation.slug == "pomocna-ruka"
            rows = list(mail.recipients.select_related("offer"))
            assert rows
            assert {row.offer.handler_id for row in rows} == {mail.organisation_id}
            for text in mail.text.values():
                assert placeholders_unknown(text) == addresses_in(text) == []
        got = BulkMailRecipient.objects.filter(mail__in=sent, fate="sent")
        assert got
        assert not got.filter(outbox=None).exists()
        assert not BulkMailRecipient.objects.filter(mail=draft).exclude(sent_at=None).exists()


@both
def test_one_session_is_planned_and_cases_wait(demo):
    run = MatchingRun.objects.get()
    assert (run.status, run.organisation.slug) == ("done", "pomocna-ruka")
    assert run.pairs.exists()
    codes = set(Signal.objects.values_list("code", flat=True))
    assert codes <= {"aimed", "elsewhere", "returning"}
    assert len(codes) >= 2
    assert all(signal.evidence for signal in Signal.objects.all())
    assert Ban.objects.get().review_on > NOW.date()


@both
def test_the_search_finds_what_was_loaded(demo):
    everything = offers_search(Criteria(), today=NOW.date())
    public = Offer.objects.filter(status="live", kinds__public=True).distinct()
    over = Q(available_until__lt=NOW.date())
    assert everything.total == public.exclude(over).count() > 20


@both
def test_the_command_is_for_the_demonstration_only(settings):
    settings.DEMO = False
    with pytest.raises(CommandError):
        call_command("load_demo")


def test_every_category_has_patterns_in_the_main_languages():
    patterns = offer_patterns()
    for languages in patterns.values():
        for language in ("cs", "uk", "en", "pl"):
            assert len({pattern.title for pattern in languages[language]}) >= 12
    assert set(patterns) == set(categories_read())


def test_answers_of_needs_are_options_of_their_questions():
    known = categories_read()
    for slug, _language, pattern in patterns_read():
        questions = {question["key"]: question for question in known[slug]["questions"]}
        for seed in range(4):
            public, text, said = pattern.fill(Random(seed), woman=True)
            assert not re.search("[{}]", public + text)
            assert said.pop("for")
            assert said.pop("urgent")[0] in "0123"
            for key, values in said.items():
                if key.startswith("@") or key == "pieces":
                    continue
                options = {option["value"] for option in questions[key].get("options", [])}
                assert set(values) <= options or questions[key]["kind"] == "number"


def test_patterns_leave_no_slot_open_and_keep_to_the_letters_of_their_language():
    foreign = {"uk": "[ыъэё]", "ru": "[іїєґ]", "cs": "[а-яąęłś]", "pl": "[а-яřě]", "en": "[а-яěł]"}
    for languages in offer_patterns().values():
        for language, patterns in languages.items():
            for pattern, seed in product(patterns, range(4)):
                title, text, _ = pattern.fill(Random(seed), woman=bool(seed % 2))
                assert len(title) <= 120
                assert not re.search("[{}]", title + text)
                assert not re.search(foreign.get(language, "[а-я]"), title + text, re.IGNORECASE)
