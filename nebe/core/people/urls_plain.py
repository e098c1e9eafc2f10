"""Addresses without a language: machinery of the demonstration."""

from django.urls import path

from .views.cast import cast

urlpatterns = [path("cast/", cast, name="people_cast")]
