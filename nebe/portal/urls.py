"""Addresses below the language; those for machines are in `machine_urls`."""

from django.urls import path

from .views import pages

app_name = "portal"
urlpatterns = [
    path("", pages.home, name="home"),
    path("search/", pages.search, name="search"),
    path("leaving/", pages.leaving, name="leaving"),
    path("offline/", pages.offline, name="offline"),
]
