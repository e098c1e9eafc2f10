from django.urls import path

from .privacy_pages import privacy, privacy_purpose, privacy_register

urlpatterns = [
    path("", privacy, name="privacy"),
    path("register/", privacy_register, name="privacy_register"),
    path("<str:key>/", privacy_purpose, name="privacy_purpose"),
]
