from django.urls import include, path

from .views import public, results_public

app_name = "projects"

urlpatterns = [
    path("", public.explorer, name="explorer"),
    path("table.csv", public.explorer_table, name="table"),
    path("results/", results_public.results_explained, name="results_explained"),
    path("results.<str:form>", results_public.results, name="results"),
    path("<slug:slug>/results.<str:form>", results_public.project_results, name="project_results"),
    path("calls/", include("nebe.projects.urls_calls")),
    path("<slug:slug>/", public.project, name="project"),
]
