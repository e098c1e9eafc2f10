from django.urls import include, path

from .views import history, programmes, proposals, records, results, staff, suggest

app_name = "projects_staff"

urlpatterns = [
    path("", staff.projects, name="projects"),
    path("calls/", include("nebe.projects.urls_calls_staff")),
    path("new/", records.record_new, name="record_new"),
    path("proposals/", proposals.proposals, name="proposals"),
    path("proposals/<uuid:pk>/", proposals.proposal, name="proposal"),
    path(
        "proposals/<uuid:pk>/edit/<slug:section>/",
        proposals.proposal_section,
        name="proposal_section",
    ),
    path("programmes/", programmes.programmes, name="programmes"),
    path("programmes/new/", programmes.programme_new, name="programme_new"),
    path("programmes/<slug:slug>/", programmes.programme, name="programme"),
    path("suggest/organisations/", suggest.suggest_organisations, name="suggest_organisations"),
    path("suggest/projects/", suggest.suggest_projects, name="suggest_projects"),
    path("<uuid:pk>/", records.record, name="record"),
    path("<uuid:pk>/edit/<slug:section>/", records.record_section, name="record_section"),
    path("<uuid:pk>/move/", records.record_move, name="record_move"),
    path("<uuid:pk>/confirm/", records.record_confirm, name="record_confirm"),
    path("<uuid:pk>/delete/", records.record_delete, name="record_delete"),
    path("<uuid:pk>/history/", history.record_history, name="record_history"),
    path("<uuid:pk>/history/<int:change>/", history.record_restore_page, name="record_restore"),
    path("import/", staff.import_start, name="import_start"),
    path("import/<uuid:pk>/", staff.import_show, name="import"),
    path("import/<uuid:pk>/answers/", staff.import_answer, name="import_answer"),
    path("import/<uuid:pk>/take/", staff.import_take, name="import_take"),
    path("import/<uuid:pk>/forget/", staff.import_forget, name="import_forget"),
    path("import/<uuid:pk>/fates.csv", staff.import_fates, name="import_fates"),
    path("results/", results.projects, name="results"),
    path("results/<uuid:pk>/", results.project, name="results_of"),
    path("results/<uuid:pk>/add/", results.result_add, name="result_add"),
    path("results/result/<uuid:pk>/", results.result, name="result"),
    path("results/result/<uuid:pk>/add/", results.indicator_add, name="indicator_add"),
    path("results/indicator/<uuid:pk>/", results.indicator, name="indicator"),
    path("results/indicator/<uuid:pk>/add/", results.period_add, name="period_add"),
    path("results/indicator/<uuid:pk>/count/", results.count, name="count"),
    path("results/indicator/<uuid:pk>/recount/", results.recount, name="recount"),
    path("results/indicator/<uuid:pk>/count-end/", results.count_end, name="count_end"),
    path("results/period/<uuid:pk>/", results.period, name="period"),
    path("results/period/<uuid:pk>/report/", results.report, name="report"),
    path("results/<str:kind>/<uuid:pk>/remove/", results.remove, name="result_remove"),
]
