"""The catalogue of open data: for machines, so without a language."""

from django.urls import path

from .views import data_catalogue

urlpatterns = [path("catalogue.jsonld", data_catalogue, name="data_catalogue")]
