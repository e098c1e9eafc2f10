from django.urls import include, path

from .views import results, staff

app_name = "projects_staff"

urlpatterns = [
    path("", staff.projects, name="projects"),
    path("calls/", include("nebe.projects.urls_calls_staff")),
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
