from django.urls import include, path

from . import urls_pictures
from .views import explorer, public, results_public

app_name = "projects"

urlpatterns = [
    path("", explorer.explorer, name="explorer"),
    path("table/", explorer.table, name="table"),
    path("map/", explorer.map, name="map"),
    path("map.<slug:country>.<slug:form>", explorer.map_picture, name="map_picture"),
    path("by/<str:name>/", explorer.facet, name="facet"),
    path("projects.<str:form>", explorer.file, name="file"),
    path("results/", results_public.results_explained, name="results_explained"),
    path("results.<str:form>", results_public.results, name="results"),
    path("<slug:slug>/results.<str:form>", results_public.project_results, name="project_results"),
    path("calls/", include("nebe.projects.urls_calls")),
    path("", include("nebe.projects.urls_learning")),
    *urls_pictures.urlpatterns,
    path("<slug:slug>/", public.project, name="project"),
]
