"""Eva adds a kind of help without a programmer, and nothing opens or breaks by accident."""

import pytest

from nebe.core.people.actors import Actor
from nebe.core.privacy.models import AuditEntry
from nebe.exchange.forms.questions import fields_of
from nebe.exchange.models import Category, Offer, OfferCategory, Question
from nebe.exchange.search.models import SearchPhrase
from nebe.exchange.services.offers import vetting_record
from nebe.exchange.tasks import category_settle_job

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
