from django.urls import path

from .views import explorer, public

app_name = "projects"

urlpatterns = [
    path("", explorer.explorer, name="explorer"),
    path("table/", explorer.table, name="table"),
    path("map/", explorer.map, name="map"),
    path("map.<str:country>.svg", explorer.map_picture, name="map_picture"),
    path("by/<str:name>/", explorer.facet, name="facet"),
    path("projects.<str:form>", explorer.file, name="file"),
    path("<slug:slug>/", public.project, name="project"),
]
