from django.urls import path

from .views import organisations, rates, staff, tables

app_name = "projects_staff"

urlpatterns = [
    path("", staff.projects, name="projects"),
    path("import/", staff.import_start, name="import_start"),
    path("import/<uuid:pk>/", staff.import_show, name="import"),
    path("import/<uuid:pk>/columns/", tables.columns, name="import_columns"),
    path("import/<uuid:pk>/same/<int:line>/", tables.double, name="import_double"),
    path("import/<uuid:pk>/answers/", staff.import_answer, name="import_answer"),
    path("import/<uuid:pk>/take/", staff.import_take, name="import_take"),
    path("import/<uuid:pk>/forget/", staff.import_forget, name="import_forget"),
    path("import/<uuid:pk>/fates.csv", staff.import_fates, name="import_fates"),
    path("rates/", rates.rates, name="rates"),
    path("rates/<uuid:pk>/delete/", rates.rates_forget, name="rates_forget"),
    path("rates/one/<int:pk>/delete/", rates.rate_forget, name="rate_forget"),
    path("organisations/", organisations.organisations, name="organisations"),
    path("organisations/claims/<int:pk>/", organisations.claim, name="claim"),
    path("organisations/merges/<uuid:pk>/back/", organisations.unmerge, name="unmerge"),
    path("organisations/<uuid:pk>/merge/", organisations.merge, name="merge"),
    path("organisations/<uuid:pk>/merge/<uuid:into>/", organisations.merge_into, name="merge_into"),
    path("our-name/", organisations.claims, name="claims"),
]
