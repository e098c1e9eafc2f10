from django.urls import path

from . import urls_pictures
from .views import public

app_name = "projects"

urlpatterns = [
    path("", public.explorer, name="explorer"),
    path("table.csv", public.explorer_table, name="table"),
    *urls_pictures.urlpatterns,
    path("<slug:slug>/", public.project, name="project"),
]
