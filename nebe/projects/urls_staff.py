from django.urls import path

from .views import history, programmes, proposals, records, staff, suggest

app_name = "projects_staff"

urlpatterns = [
    path("", staff.projects, name="projects"),
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
]
