"""Eva adds a kind of help without a programmer, and nothing opens or breaks by accident."""

import pytest
from django_scopes import scope, scopes_disabled

from nebe.core.people.actors import Actor
from nebe.core.people.persons import person_get_or_create
from nebe.core.privacy.models import AuditEntry
from nebe.exchange.forms.questions import fields_of
from nebe.exchange.models import Category, Match, Need, Offer, OfferCategory, Question
from nebe.exchange.search.models import SearchPhrase
from nebe.exchange.services.offers import vetting_record
from nebe.exchange.tasks import category_count_job, category_settle_job

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

LIST = "/en/console/categories/"
CAMPS = {
    "name_en": "Summer camps",
    "name_uk": "Літні табори",
    "description_en": "A week in the country for children.",
    "synonyms_en": "camp\n holiday  camp \ncamp",
    "openness": "organisations",
    "position": "5",
    "icon": "ball",
    "active": "on",
}
QUESTION = {
    "label_en": "How old are the children?",
    "kind": "several",
    "meets": "information",
    "required": "on",
    "public": "on",
    "active": "on",
    "position": "1",
    "options-TOTAL_FORMS": "3",
    "options-INITIAL_FORMS": "0",
    "options-0-label_en": "Under 6",
    "options-0-label_cs": "Do 6 let",
    "options-1-label_en": "Older",
    "options-1-specify": "on",
}


@pytest.fixture
def network(cast):
    return cast.office


@pytest.fixture
def eva(cast, client_for):
    return client_for(cast.eva, elevated=True)


@pytest.fixture
def age(categories):
    options = [
        {"value": "small", "label": {"en": "Small", "cs": "Malé"}, "specify": False},
        {"value": "big", "label": {"en": "Big"}, "specify": False},
        {"value": "grown", "label": {"en": "Grown"}, "specify": True},
    ]
    return Question.objects.create(
        category=categories["tutoring"],
        key="age",
        kind="several",
        label={"en": "Age", "cs": "Věk"},
        options=options,
    )


def typed(form) -> dict:
    """What a browser sends of a form as it was shown."""
    values = {}
    for part in (form, *getattr(form, "options", [])):
        for field in part:
            value = field.field.prepare_value(field.value())
            if value is not None and value is not False:
                values[field.html_name] = "on" if value is True else value
    if hasattr(form, "options"):
        management = form.options.management_form
        values |= {field.html_name: field.value() for field in management}
    return values


def sent(client, path: str, **changes):
    """The page's form sent as shown but for `changes`; None leaves a field out."""
    values = typed(client.get(path).context["form"]) | changes
    return client.post(path, {name: value for name, value in values.items() if value is not None})


def test_the_list_counts_questions_and_live_offers(eva, make_offer, age):
    make_offer("textbooks")
    page = eva.get(LIST)
    counts = {c.pk: (asked, live) for c, asked, live in page.context["categories"]}
    assert counts["textbooks"] == (0, 1)
    assert counts["tutoring"] == (1, 0)


def test_a_new_kind_of_help_with_a_question_needs_no_programming(eva):
    assert eva.get(f"{LIST}add/").status_code == 200
    answer = eva.post(f"{LIST}add/", CAMPS)
    assert answer["Location"] == f"{LIST}summer-camps/"
    camps = Category.objects.get(pk="summer-camps")
    assert camps.name == {"en": "Summer camps", "uk": "Літні табори"}
    assert camps.synonyms == {"en": ["camp", "holiday camp"]}
    assert SearchPhrase.objects.filter(category=camps).exists()
    assert "missing" in eva.get(f"{LIST}summer-camps/").content.decode()

    assert eva.get(f"{LIST}summer-camps/questions/add/").status_code == 200
    eva.post(f"{LIST}summer-camps/questions/add/", QUESTION)
    question = camps.questions.get()
    assert question.key == "how-old-are-the-children"
    assert [option["value"] for option in question.options] == ["under-6", "older"]
    assert len(fields_of(question)) == 2  # the choice and "please say more"
    actions = AuditEntry.objects.values_list("action", flat=True)
    assert {"category.add", "question.add"} <= set(actions)


def test_how_often_it_is_asked_about_again(eva):
    eva.post(f"{LIST}add/", CAMPS | {"ask_again_days": "20"})
    page = f"{LIST}summer-camps/"
    assert Category.objects.get().ask_again_days == 20
    assert "Empty: after 60 days" in eva.get(page).content.decode()
    assert sent(eva, page, ask_again_days="3").status_code == 422
    assert sent(eva, page, ask_again_days="").status_code == 302
    assert Category.objects.get().ask_again_days is None


def test_what_is_sent_twice_is_added_once(eva):
    for _ in range(2):
        eva.post(f"{LIST}add/", CAMPS)
        eva.post(f"{LIST}summer-camps/questions/add/", QUESTION)
    assert Category.objects.count() == Question.objects.count() == 1


def test_the_same_name_for_something_else_gets_an_address_of_its_own(eva):
    eva.post(f"{LIST}add/", CAMPS)
    answer = eva.post(f"{LIST}add/", CAMPS | {"description_en": "For the whole family."})
    assert answer["Location"] == f"{LIST}summer-camps-2/"


def test_errors_keep_what_was_typed(eva):
    page = eva.post(f"{LIST}add/", CAMPS | {"name_en": ""})
    assert page.status_code == 422
    assert "Літні табори" in page.content.decode()
    eva.post(f"{LIST}add/", CAMPS)
    page = eva.post(f"{LIST}summer-camps/questions/add/", QUESTION | {"options-1-label_en": ""})
    assert page.status_code == 422
    assert "Do 6 let" in page.content.decode()
    assert not Question.objects.exists()


def test_a_choice_needs_two_options(eva, categories):
    one = QUESTION | {"options-1-label_en": "", "options-1-specify": ""}
    page = eva.post(f"{LIST}tutoring/questions/add/", one)
    assert "kind" in page.context["form"].errors


def test_saving_unchanged_changes_nothing(eva, categories, age):
    tutoring = categories["tutoring"]
    machine = {"text": "Lekce", "machine": True, "source": "en", "hash": "x"}
    tutoring.description, tutoring.icon = {"en": "Lessons", "cs": machine}, "book"
    tutoring.save()
    for path in (f"{LIST}tutoring/", f"{LIST}tutoring/questions/age/"):
        assert sent(eva, path).status_code == 302
    after, question = Category.objects.get(pk="tutoring"), Question.objects.get()
    assert (after.description, after.synonyms) == (tutoring.description, tutoring.synonyms)
    assert (question.label, question.options) == (age.label, age.options)
    assert question.required is False


def opened(eva, slug: str, **changes):
    changes = {"description_en": "Words", "icon": "book"} | changes
    return sent(eva, f"{LIST}{slug}/", **changes)


def test_more_openness_is_asked_for_twice_with_the_number_of_offers(eva, make_offer):
    offer, _hidden = make_offer("housing"), make_offer("housing", status="hidden")
    page = opened(eva, "housing", openness="open", name_cs="Bydlení")
    assert page.status_code == 422
    assert page.context["opens"].count == 1
    assert "1 offer becomes public" in page.content.decode()
    assert "Bydlení" in page.content.decode()
    assert Category.objects.get(pk="housing").openness == "organisations"

    confirmed = typed(page.context["form"]) | {"confirmed": page.context["form"].opening()}
    assert eva.post(f"{LIST}housing/", confirmed | {"open_when_remote": "on"}).status_code == 422
    assert eva.post(f"{LIST}housing/", confirmed).status_code == 302
    category_settle_job("housing", 0)
    assert OfferCategory.objects.get(offer=offer).public


def test_less_openness_takes_offers_away_without_a_question(eva, make_offer, monkeypatch):
    monkeypatch.setattr("nebe.exchange.tasks.AT_ONCE", 2)
    offers = [make_offer("textbooks") for _ in range(3)]
    assert opened(eva, "textbooks", openness="vetted").status_code == 302
    category_settle_job("textbooks", 0)
    category_settle_job("textbooks", offers[1].number)
    assert not OfferCategory.objects.filter(public=True).exists()
    assert set(Offer.objects.values_list("status", flat=True)) == {"waiting"}
    entry = AuditEntry.objects.get(action="category.save")
    assert entry.reason == "openness: vetted"


def test_help_at_a_distance_and_licences_open_too(eva, cast, make_offer):
    make_offer("tutoring", remote=True, places=[])
    make_offer("tutoring")
    assert opened(eva, "tutoring", open_when_remote="on").context["opens"].count == 1
    offer = make_offer("legal")
    vetting_record(
        offer=offer,
        category=Category.objects.get(pk="legal"),
        accepted=True,
        grounds="Known to us",
        actor=Actor(user=cast.jana, organisation=cast.pomoc),
    )
    assert opened(eva, "legal", licence_required=None).context["opens"].count == 1


def test_what_is_answered_cannot_lose_its_meaning(eva, make_offer, age):
    path = f"{LIST}tutoring/questions/age/"
    make_offer("tutoring", answers={"tutoring.age": ["small"]})
    assert "kind" in sent(eva, path, kind="text").context["form"].errors
    assert "public" in sent(eva, path, public=None).context["form"].errors
    page = sent(eva, path, **{"options-0-DELETE": "on"})
    assert "Switch this question off" in page.content.decode()
    assert Question.objects.get().options == age.options

    assert sent(eva, path, **{"options-1-DELETE": "on"}).status_code == 302
    assert [option["value"] for option in Question.objects.get().options] == ["small", "grown"]
    assert sent(eva, path, active=None, label_en="How old?").status_code == 302
    question = Question.objects.get()
    assert (question.active, question.label["en"]) == (False, "How old?")


def test_sealed_answers_hold_a_question_too(eva, make_offer, age):
    Question.objects.update(public=False)
    path = f"{LIST}tutoring/questions/age/"
    assert sent(eva, path, **{"options-0-DELETE": "on"}).status_code == 302
    make_offer("tutoring", internal_answers={"tutoring.age": ["grown"]})
    assert "kind" in sent(eva, path, kind="text").context["form"].errors
    assert sent(eva, path, **{"options-0-DELETE": "on"}).status_code == 422


def test_a_question_of_another_kind_of_help_is_not_found(eva, age):
    assert eva.get(f"{LIST}textbooks/questions/age/").status_code == 404
    assert eva.get(f"{LIST}nothing/").status_code == 404


RULE = {
    "need_label_en": "What must be possible?",
    "need_label_uk": "Що має бути можливо?",
    "meets": "includes",
}


def test_a_rule_needs_no_programming(eva, categories):
    path = f"{LIST}housing/questions/add/"
    assert eva.post(path, QUESTION | RULE).status_code == 302
    question = Question.objects.get()
    assert question.need_label == {"en": "What must be possible?", "uk": "Що має бути можливо?"}
    assert (question.meets, question.weight, question.days) == ("includes", 0, 1)
    page = eva.get(f"{LIST}housing/questions/{question.key}/")
    offered = [value for value, _label in page.context["form"].fields["meets"].choices]
    assert offered == ["information", "includes", "overlaps", "preferred"]


@pytest.mark.parametrize(
    ("changes", "wrong"),
    [
        ({"meets": "covers"}, "meets"),
        ({"meets": "same"}, "meets"),
        ({"need_label_en": ""}, "need_label_en"),
        ({"public": ""}, "meets"),
        ({"meets": "preferred"}, "weight"),
        ({"counts": "on"}, "counts"),
        ({"kind": "text"}, "meets"),
    ],
)
def test_a_rule_that_makes_no_sense_is_refused(eva, categories, changes, wrong):
    page = eva.post(f"{LIST}housing/questions/add/", QUESTION | RULE | changes)
    assert page.status_code == 422
    assert wrong in page.context["form"].errors
    assert not Question.objects.exists()


BEDS = {
    "label_en": "Beds", "kind": "number", "public": "on", "active": "on", "position": "1",
    "need_label_en": "For how many?", "meets": "covers", "counts": "on",
    "options-TOTAL_FORMS": "0", "options-INITIAL_FORMS": "0",
}  # fmt: skip


def test_counting_counts_the_offers_that_are_there(eva, make_offer, network):
    path = f"{LIST}housing/questions/add/"
    eva.post(path, BEDS | {"counts": ""})
    beds = Question.objects.get()
    six, none = (make_offer("housing", answers={"housing.beds": count}) for count in (6, 0))
    need = agreed(six, network, units=2)
    eva.post(f"{LIST}housing/questions/{beds.key}/", BEDS)
    category_count_job("housing", 0)
    counted = {k.offer_id: (k.capacity, k.taken) for k in OfferCategory.objects.all()}
    assert counted == {six.pk: (6, 2), none.pk: (None, 0)}
    assert need.missing == 0

    other = BEDS | {"label_en": "Sofas"}
    page = eva.post(path, other)
    assert "“Beds” counts the places already" in str(page.context["form"].errors["counts"])

    eva.post(f"{LIST}housing/questions/{beds.key}/", BEDS | {"counts": ""})
    category_count_job("housing", 0)
    assert not OfferCategory.objects.exclude(capacity=None).exists()


def agreed(offer, network, *, units: int) -> Need:
    """A need that this offer has agreed to."""
    with scopes_disabled():
        need = Need.objects.create(
            person=offer.person, organisation=network, category_id="housing",
            quantity=units, found=units, status=Need.Status.MET,
        )  # fmt: skip
        Match.objects.create(
            need=need, offer=offer, organisation=network, units=units, status=Match.Status.SHARED
        )
    return need


def shown(eva, **changes) -> list:
    page = eva.post(f"{LIST}housing/questions/add/", QUESTION | RULE | {"show": "rule"} | changes)
    assert page.status_code == 200
    assert not Question.objects.exists()
    return page.context["samples"]


def test_what_a_rule_does_is_shown_and_nothing_is_saved(eva, categories):
    samples = shown(eva)
    assert len(samples) == 10
    assert {sample.fits for sample in samples} == {True, False}
    for sample in samples:
        if sample.need == "says nothing":
            assert sample.fits
        elif sample.offer == "says nothing":
            assert not sample.fits
    points = shown(eva, meets="preferred", weight="120")
    assert {one.verdict for one in points} == {"fits, points: +120", "fits, points: +0"}
    assert {one.verdict for one in shown(eva, meets="information")} == {"decides nothing"}


@pytest.mark.parametrize("kind", ["one", "number", "date", "dates"])
def test_every_kind_of_rule_is_shown(eva, categories, kind):
    meets = {"one": "same", "number": "covers"}.get(kind, "overlaps")
    verdicts = {sample.verdict for sample in shown(eva, kind=kind, meets=meets)}
    assert verdicts == {"fits", "does not fit"}


def test_places_of_several_offers_are_shown_as_parts(eva, categories):
    Category.objects.filter(pk="housing").update(divisible=True)
    verdicts = [sample.verdict for sample in shown(eva, kind="number", meets="covers", counts="on")]
    assert "gives 1 of 4" in verdicts


def test_answers_in_use_come_first(eva, age, make_offer, make_need_here):
    Offer.objects.filter(pk=make_offer("tutoring", answers={"tutoring.age": ["big"]}).pk).update(
        status="live"
    )
    make_need_here("tutoring", {"tutoring.age": ["small", "grown"], "tutoring.name": "Olena"})
    path = f"{LIST}tutoring/questions/age/"
    page = sent(eva, path, show="rule", **RULE)
    first = page.context["samples"][0]
    assert (first.need, first.offer, first.fits) == ("Small, Grown", "Big", False)
    assert "Olena" not in page.content.decode()
    assert Question.objects.get().meets == "information"


@pytest.fixture
def make_need_here(network, categories):
    def make(slug, answers):
        person = person_get_or_create(email="olena@example.org", controller=network)
        with scope(organisation=network):
            return Need.objects.create(
                person=person, organisation=network, category=categories[slug],
                answers=answers, status=Need.Status.OPEN, seeks=True,
            )  # fmt: skip

    return make


def test_a_kind_of_help_says_who_may_read_needs_and_whether_offers_add_up(eva, categories):
    words = {"description_en": "Words", "icon": "book"}
    sent(eva, f"{LIST}textbooks/", needs_may_be_public="on", divisible="on", **words)
    textbooks = Category.objects.get(pk="textbooks")
    assert (textbooks.needs_may_be_public, textbooks.divisible) == (True, True)
