"""Open contracting data: for machines, so without a language."""

from django.urls import path

from .views import tenders

urlpatterns = [
    path("records.json", tenders.records_json, name="tender_records"),
    path("<uuid:key>/releases.json", tenders.releases_json, name="tender_releases"),
]
