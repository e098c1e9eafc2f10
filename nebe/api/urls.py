"""For people, below the language; the API itself is at `/api/v1/`."""

from django.urls import path

from .views import docs

urlpatterns = [path("api/", docs, name="api_docs")]
