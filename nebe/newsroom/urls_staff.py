from django.urls import path

from .views import embargo, panels, press, tender_questions

app_name = "newsroom_staff"

ONE = "recruitment/<uuid:pk>/"
APPLICATION = f"{ONE}applications/<int:number>/"

urlpatterns = [
    path("press/", press.expert_messages, name="expert_messages"),
    path("press/before/", embargo.releases, name="press_releases"),
    path("press/before/<uuid:key>/", embargo.release, name="press_release"),
    path("press/links/<uuid:pk>/revoke/", embargo.revoke, name="press_link_revoke"),
    path("press/<uuid:pk>/answered/", press.expert_answered, name="expert_answered"),
    path("recruitment/", panels.selections_list, name="job_selections"),
    path(ONE, panels.selection, name="job_selection"),
    path(f"{ONE}panel/", panels.panel, name="job_panel"),
    path(f"{ONE}scores.csv", panels.scores_file, name="job_scores"),
    path(APPLICATION, panels.application, name="job_application"),
    path(f"{APPLICATION}cv/", panels.cv, name="job_cv"),
    path(f"{APPLICATION}conflict/", panels.conflict, name="job_conflict"),
    path(f"{APPLICATION}answer/", panels.answer, name="job_answer"),
    path("tenders/questions/", tender_questions.questions_list, name="tender_questions"),
    path("tenders/questions/<uuid:pk>/", tender_questions.question, name="tender_question"),
]
