from django.urls import include, path

from .views import public

app_name = "projects"

urlpatterns = [
    path("", public.explorer, name="explorer"),
    path("table.csv", public.explorer_table, name="table"),
    path("", include("nebe.projects.urls_learning")),
    path("<slug:slug>/", public.project, name="project"),
]
