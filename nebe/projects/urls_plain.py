"""Files of the standard: one address for each publisher, in no language."""

from django.urls import path

from .views import public

urlpatterns = [
    path("<slug:slug>/activities.xml", public.iati_activities, name="iati_activities"),
    path("<slug:slug>/organisation.xml", public.iati_organisation, name="iati_organisation"),
]
