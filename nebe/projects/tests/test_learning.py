"""Evaluations, lessons and practices: who writes, who answers, what everyone reads."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from nebe.core.mail.models import Mail
from nebe.core.people.actors import Actor
from nebe.core.people.models import Membership, Organisation, Role, User
from nebe.core.privacy.erasure import person_erase
from nebe.projects.demo import demo_load
from nebe.projects.learning import demo
from nebe.projects.learning.criteria import CRITERIA
from nebe.projects.models import (
    Action,
    Evaluation,
    Lesson,
    Practice,
    Project,
    Recommendation,
    Review,
    ReviewRound,
    ReviewScore,
)

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


@pytest.fixture
def loaded(cast):
    today = timezone.localdate()
    demo_load(today=today)
    demo.demo_load(today=today)
    return cast


def page(client, name, *args, **query) -> str:
    response = client.get(reverse(name, args=args), query)
    assert response.status_code == 200
    return response.content.decode()


def post(client, name, *args, **data):
    return client.post(reverse(f"projects_staff:{name}", args=args), data, follow=True)


def test_everyone_reads_findings_recommendations_and_given_answers(client, loaded):
    shown = page(client, "projects:evaluations")
    assert "2 evaluations" in shown
    shown = page(client, "projects:evaluation", "fair-work-final")
    assert "Two thirds of those advised" in shown
    assert "We do this from now on" in shown
    assert "answer overdue" in shown
    project = Project.objects.get(iati_identifier__endswith="fair-work")
    shown = page(client, "projects:project", project.slug)
    assert "three years at the factory gate" in shown


def test_the_list_is_narrowed_by_theme_organisation_and_state(client, loaded):
    assert "1 evaluation" in page(client, "projects:evaluations", theme="language")
    assert "2 evaluations" in page(client, "projects:evaluations", theme="no-such")
    shown = page(client, "projects:evaluations", organisation=str(loaded.breh.pk), state="waiting")
    assert "night shift" in shown
    assert "interpreters of both" not in shown
    assert "1 evaluation" in page(client, "projects:evaluations", state="doing")
    assert "0 evaluations" in page(client, "projects:evaluations", state="done")
    table = client.get(reverse("projects:evaluations_table"), {"state": "late"}).content.decode()
    assert len(table.strip().splitlines()) == 2
    assert "Pomocná ruka" in table


def test_what_is_not_published_is_nowhere(client, loaded):
    Evaluation.objects.filter(slug="fair-work-final").update(stage="asked")
    Lesson.objects.filter(slug="the-empty-shop").update(stage="proposed")
    assert client.get(reverse("projects:evaluation", args=["fair-work-final"])).status_code == 404
    assert client.get(reverse("projects:lesson", args=["the-empty-shop"])).status_code == 404
    assert "1 evaluation" in page(client, "projects:evaluations")
    assert "empty shop" not in page(client, "projects:lessons")
    Project.objects.update(state=Project.State.WITHDRAWN)
    assert "There are no evaluations yet" in page(client, "projects:evaluations")


def test_the_search_of_the_site_finds_what_is_published(client, loaded):
    project = Project.objects.get(iati_identifier__endswith="fair-work")
    lesson = Lesson.objects.get(slug="the-empty-shop")
    practice = Practice.objects.filter(stage="published").first()
    for row, name in ((project, "project"), (lesson, "lesson"), (practice, "practice")):
        address = reverse(f"projects:{name}", args=[row.slug])
        assert f'href="{address}"' in page(client, "portal:search", q=row.title["en"])
        assert f'href="{address}"' not in page(client, "portal:search", q="zeppelin")
    title = lesson.title["en"]
    Lesson.objects.filter(pk=lesson.pk).update(stage="proposed")
    assert "/the-empty-shop/" not in page(client, "portal:search", q=title)


def test_an_officer_answers_and_does_what_was_said(loaded, client_for, client):
    hana = client_for(loaded.hana)
    row = Recommendation.objects.get(text__en__startswith="Advise at the change")
    assert "Advise at the change" in page(hana, "projects_staff:duties")
    told = {"verdict": "partly", "answer": "Od března i v noci.", "draft": "1"}
    address = reverse("projects_staff:recommendation", args=[row.pk]) + "?in=cs"
    hana.post(address, told)
    assert "Od března" not in page(client, "projects:evaluation", "fair-work-final")
    del told["draft"]
    hana.post(address, told)
    assert "Od března i v noci." in page(client, "projects:evaluation", "fair-work-final")
    tomorrow = timezone.localdate() + timedelta(days=1)
    action = {"text": "Nachtschicht", "organisation": loaded.breh.pk, "role": "Coordinator"}
    post(hana, "action_new", row.pk, **action, due_on=tomorrow)
    made = Action.objects.get(recommendation=row)
    assert "being done" not in page(client, "projects:evaluation", "fair-work-final")
    shown = post(hana, "action", made.pk, done_on=tomorrow).content.decode()
    assert "still to come" in shown
    post(hana, "action", made.pk, done_on=timezone.localdate())
    made.refresh_from_db()
    assert made.done_on == timezone.localdate()
    assert made.role == {"en": "Coordinator"}
    address = reverse("projects:evaluation", args=["fair-work-final"]).replace("/en/", "/ar/", 1)
    shown = client.get(address).text
    assert '<span lang="ar" dir="rtl">مدير المشروع</span>' in shown
    assert '<span lang="en" dir="ltr">Coordinator</span>' in shown


def test_nobody_answers_for_others(loaded, client_for):
    row = Recommendation.objects.get(text__en__startswith="Advise at the change")
    address = reverse("projects_staff:recommendation", args=[row.pk])
    for user in (loaded.adam, loaded.ema, loaded.karim):
        assert client_for(user).post(address, {"verdict": "accepted"}).status_code == 404


def test_the_office_writes_asks_and_publishes(loaded, client_for, client):
    ema = client_for(loaded.ema)
    project = Project.objects.get(iati_identifier__endswith="neighbours")
    told = {
        "project": f"https://nebe.example/en/projects/{project.slug}/",
        "title": "After a year",
        "kind": "internal",
        "evaluator": "Kancelář sítě",
        "summary": "It works.",
        "themes": ["community"],
        "began": "2026-02-01",
        "ended": "2026-01-01",
    }
    shown = post(ema, "evaluation_new", **told).content.decode()
    assert "The end is before the beginning" in shown
    assert "After a year" in shown
    post(ema, "evaluation_new", **told | {"ended": "2026-03-01"})
    row = Evaluation.objects.get(project=project)
    post(ema, "finding_new", row.pk, text="Nobody knows of it.")
    finding = row.findings.get()
    asked = {"text": "Tell the street.", "priority": "1", "organisation": loaded.pomoc.pk}
    post(ema, "recommendation_new", finding.pk, **asked)
    sent = Mail.objects.count()
    post(ema, "evaluation_act", row.pk, stage="asked")
    assert Mail.objects.count() == sent + 1  # to Adam, who may answer
    assert "Tell the street." in page(client_for(loaded.adam), "projects_staff:duties")
    assert client.get(reverse("projects:evaluation", args=[row.slug])).status_code == 404
    post(ema, "evaluation_act", row.pk, stage="published")
    assert "Tell the street." in page(client, "projects:evaluation", row.slug)


def test_what_was_answered_is_not_changed_behind_the_answer(loaded, client_for):
    row = Recommendation.objects.get(text__en__startswith="Call everyone")
    ema = client_for(loaded.ema)
    data = {"text": "Else", "priority": "1", "organisation": loaded.breh.pk}
    for told in (data, {"remove": "1"}):
        shown = post(ema, "recommendation_edit", row.pk, **told).content.decode()
        assert "answered already" in shown
    assert Recommendation.objects.get(pk=row.pk).text == row.text


def test_lessons_are_found_by_stems_in_every_language(client, loaded):
    assert "6 lessons" in page(client, "projects:lessons")
    assert "Talk to the landlord" in page(client, "projects:lessons", q="landlords")
    assert "Talk to the landlord" in page(client, "projects:lessons", q="власники")
    assert "No lesson fits" in page(client, "projects:lessons", q="zeppelin")
    assert "1 lesson" in page(client, "projects:lessons", target="returnees")
    assert "Talk to the landlord" in page(client, "projects:lesson", "contract-before-flat")
    table = client.get(reverse("projects:lessons_table"), {"theme": "housing"}).content.decode()
    assert len(table.strip().splitlines()) == 2
    assert "Talk to the landlord" in page(client, "portal:search", q="landlord")


def test_a_member_proposes_a_lesson_and_the_office_publishes_it(loaded, client_for, client):
    hana, ema = client_for(loaded.hana), client_for(loaded.ema)
    ours = Project.objects.get(iati_identifier__endswith="school-bridge")
    other = Project.objects.get(iati_identifier__endswith="a-room-of-our-own")
    told = {"title": "Ask early", "happened": "We did not.", "learnt": "Ask.", "differently": "Ask"}
    told |= {"year": 2026, "themes": ["work"], "projects": [other.pk]}
    assert "Ask early" in post(hana, "lesson_new", **told).content.decode()
    assert not Lesson.objects.filter(organisation=loaded.breh, year=2026, title__en="Ask early")
    post(hana, "lesson_new", **told | {"projects": [ours.pk]})
    row = Lesson.objects.get(title__en="Ask early")
    assert post(hana, "lesson_act", row.pk, stage="published").status_code == 200
    assert client.get(reverse("projects:lesson", args=[row.slug])).status_code == 404
    post(hana, "lesson_act", row.pk, stage="proposed")
    assert (
        client_for(loaded.adam).get(reverse("projects_staff:lesson", args=[row.pk])).status_code
        == 404
    )
    post(ema, "lesson_act", row.pk, stage="published")
    assert "Ask early" in page(client, "projects:lesson", row.slug)
    post(hana, "lesson", row.pk, **told | {"title": "Else", "projects": [ours.pk]})
    row.refresh_from_db()
    assert row.title == {"en": "Ask early"}
    translated = reverse("projects_staff:lesson", args=[row.pk]) + "?in=cs"
    ema.post(translated, told | {"title": "Ptejte se včas", "projects": [ours.pk], "learnt": ""})
    row.refresh_from_db()
    assert row.title == {"en": "Ask early", "cs": "Ptejte se včas"}
    assert row.learnt == {"en": "Ask."}


def test_a_writer_reads_no_name_of_another_s_unpublished_project(loaded, client_for):
    adam = client_for(loaded.adam)
    row = Project.objects.get(iati_identifier__endswith="school-bridge")
    Project.objects.filter(pk=row.pk).update(publisher=loaded.breh)
    row.participations.create(organisation=loaded.pomoc, role="4")
    assert str(row.pk) in page(adam, "projects_staff:lesson_new")
    Project.objects.filter(pk=row.pk).update(state=Project.State.DRAFT)
    assert str(row.pk) not in page(adam, "projects_staff:lesson_new")
    assert str(row.pk) in page(client_for(loaded.hana), "projects_staff:lesson_new")


def scores(points: int = 4, **more) -> dict:
    given = {f"{code}-points": points for code in CRITERIA}
    given |= {f"{code}-reason": f"Because of {code}" for code in CRITERIA}
    return given | more


def test_peers_of_two_countries_review_a_practice(loaded, client_for, client):
    ema = client_for(loaded.ema)
    practice = Practice.objects.get(slug="ask-your-neighbour")
    round = practice.rounds.get()
    hana = client_for(loaded.hana)
    review = Review.objects.get(reviewer=loaded.hana)
    assert "A bench with a sign" in page(hana, "projects_staff:duties")
    unfinished = {"relevance-points": 5, "send": "1"}
    shown = post(hana, "review", review.pk, **unfinished).content.decode()
    assert "Give points and a reason for each criterion" in shown
    told = scores(**{"innovation-recommendation": "Add a second bench"})
    post(hana, "review", review.pk, **told, send="1")
    post(ema, "round_act", round.pk, publish="1")
    assert not ReviewRound.objects.get(pk=round.pk).published_at
    post(ema, "round_act", round.pk, close="1")
    adam = client_for(loaded.adam)
    shown = page(adam, "projects_staff:practice_answers", practice.pk)
    assert "Add a second bench" in shown
    assert "Hana" not in shown
    score = ReviewScore.objects.get(review=review, criterion="innovation")
    answer = {"score": score.pk, f"{score.pk}-verdict": "accepted", f"{score.pk}-answer": "Gladly"}
    post(adam, "practice_answers", practice.pk, **answer)
    post(ema, "round_act", round.pk, publish="1")
    shown = page(client, "projects:practice", practice.slug)
    assert "Add a second bench" in shown
    assert "Gladly" in shown
    assert "Poland" in shown
    assert "Hana" not in shown


def test_one_country_is_not_enough_and_nobody_reviews_their_own(loaded, client_for):
    ema = client_for(loaded.ema)
    practice = Practice.objects.get(slug="learning-next-door")
    soon = timezone.localdate() + timedelta(days=9)
    post(ema, "practice_review", practice.pk, due_on=soon, **dict.fromkeys(CRITERIA, 1))
    round = practice.rounds.get(closed_at=None)
    invite = {"organisation": loaded.breh.pk, "email": "hana@example.org"}
    Membership.objects.create(user=loaded.hana, organisation=loaded.pomoc, role=Role.ANALYST)
    shown = post(ema, "round_invite", round.pk, **invite).content.decode()
    assert "whose practice it is" in shown
    own = post(ema, "round_invite", round.pk, organisation=loaded.pomoc.pk, email="x@example.org")
    assert own.status_code == 200
    assert not round.reviews.exists()
    post(ema, "round_invite", round.pk, **invite | {"email": "Marta@example.org"})
    review = round.reviews.get()
    assert Mail.objects.filter(template="projects/mail/review_invited").count() == 1
    post(client_for(loaded.marta), "review", review.pk, **scores(), send="1")
    post(ema, "round_act", round.pk, close="1")
    shown = post(ema, "round_act", round.pk, publish="1").content.decode()
    assert "at least 2 countries" in shown
    round.refresh_from_db()
    assert round.published_at is None


def test_a_practice_taken_back_is_not_published_with_its_reviews(loaded, client_for):
    round = ReviewRound.objects.get(practice__slug="ask-your-neighbour")
    review = Review.objects.get(reviewer=loaded.hana)
    post(client_for(loaded.hana), "review", review.pk, **scores(), send="1")
    ema = client_for(loaded.ema)
    post(ema, "round_act", round.pk, close="1")
    for stage in ("draft", "withdrawn"):
        Practice.objects.filter(pk=round.practice_id).update(stage=stage)
        shown = post(ema, "round_act", round.pk, publish="1").content.decode()
        assert "This is no longer possible" in shown
        assert Practice.objects.get(pk=round.practice_id).stage == stage
    round.refresh_from_db()
    assert round.published_at is None


def test_weights_count(loaded, client):
    shown = page(client, "projects:practice", "learning-next-door")
    # Means 4.7, 4.3, 2.7, 3.7, 4.7, 3.3; the weights are 2, 2, 2, 1, 2, 1.
    assert "All together 4.0 of 5 points" in shown


def test_who_reviewed_is_forgotten_and_what_was_said_stays(loaded):
    review = Review.objects.get(reviewer=loaded.hana)
    person_erase(person_id=loaded.hana.pk, actor=Actor.system())
    review.refresh_from_db()
    assert review.reviewer is None
    assert review.organisation == loaded.breh
    assert not User.objects.filter(pk=loaded.hana.pk).exists()


def test_the_demonstration_is_made_once(loaded):
    assert demo.demo_load(today=date(2026, 11, 27)) == 0
    assert Organisation.objects.filter(name="Mesto Nové Lúky").count() == 1
