from django.urls import include, path

from .views import staff

app_name = "projects_staff"

urlpatterns = [
    path("", staff.projects, name="projects"),
    path("import/", staff.import_start, name="import_start"),
    path("import/<uuid:pk>/", staff.import_show, name="import"),
    path("import/<uuid:pk>/answers/", staff.import_answer, name="import_answer"),
    path("import/<uuid:pk>/take/", staff.import_take, name="import_take"),
    path("import/<uuid:pk>/forget/", staff.import_forget, name="import_forget"),
    path("import/<uuid:pk>/fates.csv", staff.import_fates, name="import_fates"),
    path("", include("nebe.projects.urls_staff_learning")),
]
