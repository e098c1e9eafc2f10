from django.urls import path

from .views.learning import answers, evaluations, library, reviews

LESSONS, PRACTICES = {"kind": "lessons"}, {"kind": "practices"}

urlpatterns = [
    path("waiting/", answers.duties, name="duties"),
    path("evaluations/", evaluations.evaluations, name="evaluations"),
    path("evaluations/new/", evaluations.evaluation_new, name="evaluation_new"),
    path("evaluations/<uuid:pk>/", evaluations.evaluation, name="evaluation"),
    path("evaluations/<uuid:pk>/edit/", evaluations.evaluation_edit, name="evaluation_edit"),
    path("evaluations/<uuid:pk>/act/", evaluations.evaluation_act, name="evaluation_act"),
    path("evaluations/<uuid:pk>/findings/", evaluations.finding_new, name="finding_new"),
    path("findings/<int:pk>/", evaluations.finding, name="finding"),
    path(
        "findings/<int:pk>/recommendations/",
        evaluations.recommendation_new,
        name="recommendation_new",
    ),
    path(
        "recommendations/<uuid:pk>/edit/",
        evaluations.recommendation_edit,
        name="recommendation_edit",
    ),
    path("recommendations/<uuid:pk>/", answers.recommendation, name="recommendation"),
    path("recommendations/<uuid:pk>/actions/", answers.action_new, name="action_new"),
    path("actions/<uuid:pk>/", answers.action, name="action"),
    path("actions/<uuid:pk>/edit/", answers.action_edit, name="action_edit"),
    path("lessons/", library.listed, LESSONS, name="lessons"),
    path("lessons/new/", library.new, LESSONS, name="lesson_new"),
    path("lessons/<uuid:pk>/", library.one, LESSONS, name="lesson"),
    path("lessons/<uuid:pk>/act/", library.act, LESSONS, name="lesson_act"),
    path("practices/", library.listed, PRACTICES, name="practices"),
    path("practices/new/", library.new, PRACTICES, name="practice_new"),
    path("practices/<uuid:pk>/", library.one, PRACTICES, name="practice"),
    path("practices/<uuid:pk>/act/", library.act, PRACTICES, name="practice_act"),
    path("practices/<uuid:pk>/review/", reviews.practice_review, name="practice_review"),
    path("practices/<uuid:pk>/answers/", reviews.practice_answers, name="practice_answers"),
    path("rounds/<uuid:pk>/invite/", reviews.round_invite, name="round_invite"),
    path("rounds/<uuid:pk>/act/", reviews.round_act, name="round_act"),
    path("reviews/<uuid:pk>/", reviews.review, name="review"),
    path("reviews/<uuid:pk>/decline/", reviews.review_decline, name="review_decline"),
]
