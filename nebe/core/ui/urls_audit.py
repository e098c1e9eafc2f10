from django.urls import path

from .audit_pages import audit_trail

urlpatterns = [path("", audit_trail, name="audit_trail")]
